/* SPDX-License-Identifier: ISC */
/*
 * Whom a WebFinger query (RFC 7033) is about: "acct:john@example.org" (RFC
 * 7565), or the address of a profile, "https://example.org/user/john".
 */
#ifndef ACCT_H
#define ACCT_H

#include "base/text.h"
#include "http/slice.h"

#define ACCT_NAME (NICKNAME_MAX + 1) /* bytes, with the NUL */

/* MALFORMED: not a URI, or not a valid one of its scheme. FOREIGN: not about
 * somebody who can be here. */
enum acct { ACCT_OK, ACCT_MALFORMED, ACCT_FOREIGN };

/*
 * acct_read(name, resource, host):
 * Write to ${name} which nickname at the site on ${host}, which may have a
 * port,
 * ${resource} is about. Return ACCT_OK, or why there is none.
 */
enum acct acct_read(char[ACCT_NAME], const char *, struct slice);

#endif
