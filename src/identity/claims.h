/* SPDX-License-Identifier: ISC */
/*
 * What a provider says about a person, in an ID token (OpenID Connect Core, 2
 * and 3.1.3.7) or in the response of its userinfo address (5.3).
 */
#ifndef CLAIMS_H
#define CLAIMS_H

#include <jansson.h>
#include <stdint.h>

#include "base/failure.h"

#define CLAIMS_SUBJECT 256 /* bytes with the NUL; Core, 2 */
#define CLAIMS_TEXT    512 /* bytes with the NUL, of a name or an address */

/* Seconds by which the clocks of provider and site may differ. */
#define CLAIMS_SKEW 60

struct claims {
	char subject[CLAIMS_SUBJECT]; /* who, at this provider */
	char nickname[CLAIMS_TEXT];   /* preferred_username, or "" */
	char email[CLAIMS_TEXT];      /* or "" */
	int email_verified;	      /* by the provider */
	int64_t proved_at;	      /* auth_time, or 0 */
};

/* What an ID token must say. */
struct claims_expected {
	const char *issuer;
	const char *client_id;
	const char *nonce;
	int64_t now; /* seconds since 1970 */
};

/*
 * claims_read(claims, payload, expected, error):
 * Check the payload of an ID token whose signature is valid, and read it.
 * Return 0; or -1, and ${error} says which claim is wrong.
 */
int claims_read(struct claims *, const json_t *, const struct claims_expected *,
    char[FAILURE_MAX]);

/*
 * claims_add(claims, data, length, error):
 * Add what the userinfo address responded about the same person: the nickname
 * and the e-mail address. Return 0; or -1, and ${error} says what is wrong.
 */
int claims_add(struct claims *, const char *, size_t, char[FAILURE_MAX]);

#endif
