/* SPDX-License-Identifier: ISC */
/*
 * Trusted browsers, in which a person has signed in before. Attempts to sign in
 * from them are counted apart from those of strangers (rate.h). For a while,
 * some need not show a code (two_factor.h).
 */
#ifndef BROWSER_H
#define BROWSER_H

#include <stdint.h>

#include "model/query.h"

#define BROWSER_TRUSTED                                      \
	(180 * 24 * 60 * 60) /* s; also in browser_trust.sql \
			      */

/*
 * browser_trust(token_hash, person):
 * Return the query that makes the browser whose secret has this hash, of
 * SECRET_BYTES (token.h), one that ${person} signs in with.
 */
struct query browser_trust(const unsigned char *, int64_t);

/* browser_forget_code(person): Return the query that lets all browsers of a
 * person show a code again. */
struct query browser_forget_code(int64_t);

#endif
