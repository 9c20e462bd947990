/* SPDX-License-Identifier: ISC */
/*
 * Read and set cookies. All have the __Host- prefix, with which browsers accept
 * them only from this host, over TLS, for all of its paths (RFC 6265bis,
 * 4.1.3.2).
 */
#ifndef COOKIE_H
#define COOKIE_H

#include "base/buffer.h"

#define COOKIE_SESSION "__Host-session" /* a signed-in member's secret */
#define COOKIE_VISITOR "__Host-visitor" /* a visitor's, for form tokens */
#define COOKIE_TRUSTED "__Host-trusted" /* a trusted browser's secret */
#define COOKIE_PENDING "__Host-pending" /* a sign-in's that needs a code */
#define COOKIE_APPEAL  "__Host-appeal"	/* a suspended member's */
#define COOKIE_FLASH   "__Host-flash"	/* a message for the next page */
#define COOKIE_DRAFT   "__Host-draft"	/* a post until its author signs in */

/* a browser's secret while it is at a provider (attempt.h) */
#define COOKIE_PROVIDER "__Host-provider"

#define COOKIE_BROWSER (-1) /* until the browser is closed */

/*
 * Bytes of a value, with its NUL; longer ones are ignored. Browsers keep 4,096
 * bytes of name and value (RFC 6265bis).
 */
#define COOKIE_VALUE 4080

/*
 * cookie_find(header, name, value):
 * Copy the value of the first cookie called ${name} in the Cookie header
 * ${header} ("a=1; b=2") to ${value}. Return 0; or -1 if there is none, or if
 * it is too long to be one that we set.
 */
int cookie_find(const char *, const char *, char[COOKIE_VALUE]);

/*
 * cookie_set(headers, name, value, seconds):
 * Add a header to ${headers} that sets the cookie ${name} to ${value}, which is
 * base64url, for so many ${seconds}. With COOKIE_BROWSER the cookie lasts until
 * the browser is closed; 0 deletes it.
 */
void cookie_set(struct buffer *, const char *, const char *, int);

#endif
