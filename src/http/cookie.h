/*
 * Cookies, both ways. All have the __Host- prefix: only this very site can set
 * them, over TLS, for all of its addresses (RFC 6265bis, 4.1.3.2).
 */
#ifndef COOKIE_H
#define COOKIE_H

#include "base/buffer.h"

#define COOKIE_SESSION "__Host-session" /* a signed-in member's secret */
#define COOKIE_VISITOR \
	"__Host-visitor" /* the secret behind forms before that */
#define COOKIE_TRUSTED "__Host-trusted" /* the secret of a known browser */
#define COOKIE_FLASH   "__Host-flash"	/* a message for the next page */
#define COOKIE_DRAFT   "__Host-draft"	/* a post until its author signs in */

#define COOKIE_BROWSER (-1) /* lives until the browser is closed */
#define COOKIE_VALUE   1024 /* the longest value read, with its NUL */

/*
 * cookie_find(header, name, value):
 * Copy the first cookie ${name} of a Cookie header ("a=1; b=2") to ${value}.
 * Answer: 0, or -1 if there is none, or it is too long to be ours.
 */
int cookie_find(const char *, const char *, char[COOKIE_VALUE]);

/*
 * cookie_set(headers, name, value, seconds):
 * Add to ${headers} of an answer: set the cookie ${name} for so many seconds;
 * COOKIE_BROWSER: until the browser is closed; 0: take it away. ${value} is
 * base64url.
 */
void cookie_set(struct buffer *, const char *, const char *, int);

#endif
