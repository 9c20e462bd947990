/* SPDX-License-Identifier: ISC */
/*
 * The ID token of a visit (visit.h): two steps of the page that a browser
 * returns to.
 */
#ifndef VISIT_TOKEN_H
#define VISIT_TOKEN_H

#include "page/page.h"

/* Exchange the code for an ID token, and find out which key it needs. */
struct fetch visit_fetch_token(struct page *);
enum page_result visit_take_token(struct page *);

/* Fetch the provider's keys unless they are known, and verify the token: then
 * its claims are those of the visit. */
struct fetch visit_fetch_keys(struct page *);
enum page_result visit_check_token(struct page *);

#endif
