/* SPDX-License-Identifier: ISC */
/* Sign tokens as a provider does. */
#ifndef SIGNING_H
#define SIGNING_H

#include <openssl/evp.h>

#include "identity/algorithm.h"

/* signing_key(algorithm): Return a new private key for EVP_PKEY_free(). */
EVP_PKEY *signing_key(enum algorithm);

/*
 * signing_set(key, algorithm, id):
 * Return a key set with the public part of ${key}, called ${id}, for free().
 */
char *signing_set(EVP_PKEY *, enum algorithm, const char *);

/*
 * signing_token(key, algorithm, header, payload):
 * Return the token with these JSON texts, for free().
 */
char *signing_token(EVP_PKEY *, enum algorithm, const char *, const char *);

#endif
