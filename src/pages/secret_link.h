/* SPDX-License-Identifier: ISC */
/*
 * Pages at secret addresses such as /confirm/SECRET, which we send by mail. A
 * GET only shows a form, because programs that scan mail open every link.
 */
#ifndef SECRET_LINK_H
#define SECRET_LINK_H

#include "page/page.h"

/*
 * secret_link_hash(page):
 * Return the hash of the secret in the address, which lives as long as the
 * page.
 */
const unsigned char *secret_link_hash(struct page *);

/*
 * secret_link_expired(page, what_next):
 * Say that the secret is unknown, used or expired, and what to do instead.
 */
enum page_result secret_link_expired(struct page *, const char *);

#endif
