/* SPDX-License-Identifier: ISC */
/*
 * Where to report a security problem of this site: SECURITY_CONTACT in the
 * environment, published in /.well-known/security.txt (RFC 9116).
 */
#ifndef CONTACT_H
#define CONTACT_H

#include "base/failure.h"

/*
 * contact_read(text, error):
 * Use ${text}, which is borrowed, as the contact; there is none if it is NULL
 * or empty. Return 0, or -1 if it is not a URI, with the reason in ${error}.
 */
int contact_read(const char *, char[FAILURE_MAX]);

/* contact(): Return the contact, or NULL if there is none. */
const char *contact(void);

#endif
