/* SPDX-License-Identifier: ISC */
/*
 * The queries of a step and their rows.
 */
#ifndef PAGE_QUERY_H
#define PAGE_QUERY_H

#include "page/page.h"

/*
 * page_ask(page):
 * Send the queries of this step and collect their rows. While it returns
 * PAGE_WAITING the request sleeps; call it again when the request wakes.
 * PAGE_DONE: it failed, and the client has an error page.
 */
enum page_result page_ask(struct page *);

/* page_ask_forget(page): Free the rows of this step, which is taken again. */
void page_ask_forget(struct page *);

/*
 * page_ask_drop(page):
 * Forget the queries under way, because the request is over. Harmless if there
 * are none, and when called again.
 */
void page_ask_drop(struct page *);

#endif
