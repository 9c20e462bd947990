/* SPDX-License-Identifier: ISC */
/*
 * A signed token in compact form: header, payload and signature (RFC 7515).
 */
#ifndef JWS_H
#define JWS_H

#include <jansson.h>
#include <openssl/evp.h>
#include <stddef.h>

#include "base/failure.h"
#include "identity/algorithm.h"
#include "identity/key_set.h"

#define JWS_MAX	      16384 /* bytes of a token; providers send 1 to 4 KB */
#define JWS_SIGNATURE 1024  /* bytes, of an RSA key of 8,192 bits */

struct jws {
	char key[KEY_ID]; /* the name of the key; "" if it names none */
	const char *text; /* what is signed, borrowed */
	size_t length;
	unsigned char signature[JWS_SIGNATURE];
	size_t signature_length;
	json_t *payload; /* of which nothing is true yet */
};

/*
 * jws_read(jws, token, algorithm, error):
 * Take ${token} apart, for jws_free(). Return 0; or -1, and ${error} says what
 * is wrong: it is malformed, its header names another algorithm, or has an
 * extension that we would have to understand.
 */
int jws_read(struct jws *, const char *, enum algorithm, char[FAILURE_MAX]);

/*
 * jws_verify(jws, algorithm, key):
 * Return 1 if ${key}, from a key set for ${algorithm}, made the signature; else
 * 0.
 */
int jws_verify(const struct jws *, enum algorithm, EVP_PKEY *);

/* jws_free(jws): Free the payload. */
void jws_free(struct jws *);

#endif
