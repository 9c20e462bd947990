/*
 * Browsers in which somebody signed in once: their tries to sign in as that
 * person are counted apart from those of strangers (rate.h).
 */
#ifndef BROWSER_H
#define BROWSER_H

#include <stdint.h>

#include "model/query.h"

#define BROWSER_TRUSTED \
	(180 * 24 * 60 * 60) /* s; browser_trust.sql says so, too */

/*
 * browser_trust(token_hash, person):
 * ${person} signed in with the browser whose secret has this hash, of
 * SECRET_BYTES (token.h). Answer: person.
 */
struct query browser_trust(const unsigned char *, int64_t);

#endif
