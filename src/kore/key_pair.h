/* SPDX-License-Identifier: ISC */
/* A certificate and its key, as files. */
#ifndef KEY_PAIR_H
#define KEY_PAIR_H

#include <openssl/x509.h>

#include "base/failure.h"

/* The files, and the names that messages have for them. */
struct key_pair {
	const char *certificate;
	const char *certificate_name;
	const char *key;
	const char *key_name;
};

/*
 * key_pair_check(pair, certificate, error):
 * Check that the site can use both files of ${pair}. If ${certificate} is not
 * NULL, set it to the certificate, which the caller frees.
 * Return 0; or -1, and ${error} says which is invalid, and why.
 */
int key_pair_check(const struct key_pair *, X509 **, char[FAILURE_MAX]);

/* key_pair_exposed(pair): Return 1 if every OS user can read the key. */
int key_pair_exposed(const struct key_pair *);

#endif
