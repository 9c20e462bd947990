/* SPDX-License-Identifier: ISC */
/*
 * Browsers that are at a provider to prove who uses them. The .sql file of the
 * same name documents each query. Hashes have SECRET_BYTES bytes (token.h) and
 * are borrowed until the query has been sent.
 */
#ifndef PROVIDER_SIGN_IN_H
#define PROVIDER_SIGN_IN_H

#include <stdint.h>

#include "model/query.h"

#define PURPOSE_SIGN_IN "sign-in"
#define PURPOSE_LINK	"link"	/* an identity to the member */
#define PURPOSE_PROVE	"prove" /* that it is still the member */

struct provider_sign_in {
	const unsigned char *state_hash;
	const unsigned char *browser_hash;
	const char *provider;
	const char *purpose;
	int64_t person;	  /* who is signed in, or 0 */
	const char *next; /* a path of this site */

	/* As in struct registration (registration.h). */
	const unsigned char *invitation;
	const char *words;
};

/*
 * provider_sign_in_add(leaving):
 * Return the query that notes that a browser leaves. Rows: one with provider.
 */
struct query provider_sign_in_add(const struct provider_sign_in *);

/*
 * provider_sign_in_take(state_hash, browser_hash, provider):
 * Return the query for what was noted when the browser left, which works only
 * once.
 * Rows: one with purpose, person, next, started_at, words and invitation (hex).
 * No row: it is too late, or the browser never left.
 */
struct query provider_sign_in_take(
    const unsigned char *, const unsigned char *, const char *);

#endif
