/* SPDX-License-Identifier: ISC */
/*
 * The form in which members write posts and replies (_write.html): its fields,
 * and what was wrong with them.
 */
#ifndef POSTING_H
#define POSTING_H

#include "page/page.h"

/*
 * posting_form(page, address, label, button):
 * Prepare the form that sends to ${address}. What was typed is in it again.
 */
void posting_form(struct page *, const char *, const char *, const char *);

/*
 * posting_ask(page, parent):
 * Return the query that adds what was typed, as a reply to ${parent} unless
 * that is 0; or no query, if something is wrong with it.
 */
struct query posting_ask(struct page *, int64_t);

/*
 * posting_done(page):
 * In the same step: send the author to the new post, or to the home page if it
 * is no reply. If it was not added, return PAGE_NEXT: the form says why. If the
 * author has just left, lead to /login.
 */
enum page_result posting_done(struct page *);

/* posting_status(page): Return the status for a page with that form. */
int posting_status(const struct page *);

#endif
