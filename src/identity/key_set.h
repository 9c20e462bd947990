/* SPDX-License-Identifier: ISC */
/*
 * The public keys of a provider: a JWK set (RFC 7517).
 */
#ifndef KEY_SET_H
#define KEY_SET_H

#include <openssl/evp.h>
#include <stddef.h>

#include "base/failure.h"
#include "identity/algorithm.h"

#define KEY_SET_MAX 32	/* keys; providers have two to ten */
#define KEY_ID	    129 /* bytes of a key's name, with the NUL */

struct key_set {
	int count;
	struct {
		char id[KEY_ID]; /* "" if the key has none */
		EVP_PKEY *key;
	} keys[KEY_SET_MAX];
};

/*
 * key_set_read(set, algorithm, data, length, error):
 * Read the keys for signatures with ${algorithm} into ${set}, for
 * key_set_free(). Skip all others: keys for something else, keys that are
 * invalid or too weak, and those beyond KEY_SET_MAX. Return 0; or -1, and
 * ${error} says why this is not a key set, or that it has no such key.
 */
int key_set_read(
    struct key_set *, enum algorithm, const char *, size_t, char[FAILURE_MAX]);

/*
 * key_set_find(set, id):
 * Return the key called ${id}, borrowed, or NULL if there is none. For a token
 * that names no key, "", return the only key of the set; if there are several,
 * the token must say which (OpenID Connect Core, 10.1): return NULL.
 */
EVP_PKEY *key_set_find(const struct key_set *, const char *);

/* key_set_free(set): Free the keys and leave the set empty. */
void key_set_free(struct key_set *);

#endif
