/* SPDX-License-Identifier: ISC */
/* What a step fetches from another server. */
#ifndef PAGE_FETCH_H
#define PAGE_FETCH_H

#include "page/page.h"

/*
 * page_fetch(page):
 * Fetch what the step's ${fetch} says. ${page->fetched} is then the response,
 * which lives until the next step that fetches.
 */
enum page_result page_fetch(struct page *);

/* page_fetch_drop(page): End the fetch, because the request ends. */
void page_fetch_drop(struct page *);

#endif
