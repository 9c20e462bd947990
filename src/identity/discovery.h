/* SPDX-License-Identifier: ISC */
/*
 * Where a provider's addresses are: its discovery document (OpenID Connect
 * Discovery, 4).
 */
#ifndef DISCOVERY_H
#define DISCOVERY_H

#include <stddef.h>

#include "base/failure.h"

#define DISCOVERY_ADDRESS 512 /* bytes of an address, with the NUL */

struct discovery {
	char authorization[DISCOVERY_ADDRESS];
	char token[DISCOVERY_ADDRESS];
	char keys[DISCOVERY_ADDRESS];
	char userinfo[DISCOVERY_ADDRESS]; /* "" if there is none */
	int secret_in_form;   /* the token address wants the secret there */
	int names_its_issuer; /* when it sends people back (RFC 9207) */
};

/*
 * discovery_read(discovery, issuer, data, length, error):
 * Read the document of ${issuer}. Return 0; or -1, and ${error} says what is
 * wrong.
 */
int discovery_read(
    struct discovery *, const char *, const char *, size_t, char[FAILURE_MAX]);

/*
 * discovery_valid_address(address):
 * Return 1 if ${address} is an https address without a fragment that fits into
 * DISCOVERY_ADDRESS and consists of the characters of RFC 3986; else 0.
 */
int discovery_valid_address(const char *);

#endif
