/*
 * Browsers in which somebody signed in once: their tries to sign in as that
 * person are counted apart from those of strangers (rate.h).
 */
#ifndef BROWSER_H
#define BROWSER_H

#include <stdint.h>

#include "query.h"

#define BROWSER_KNOWN \
	(180 * 24 * 60 * 60) /* s; browser_know.sql says so, too */

/*
 * browser_know(token_hash, person):
 * ${person} signed in with the browser whose secret has this hash, of
 * SECRET_BYTES (token.h). Answer: person.
 */
struct query browser_know(const unsigned char *, int64_t);

#endif
