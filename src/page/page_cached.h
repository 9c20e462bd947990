/* SPDX-License-Identifier: ISC */
/*
 * Pages that everybody who is not signed in sees alike: kept when they are
 * finished (page_cache.h), and not sent to those who have them.
 */
#ifndef PAGE_CACHED_H
#define PAGE_CACHED_H

#include "page/page.h"

/*
 * page_cached_start():
 * Take a fingerprint of this program, for another one makes other pages of the
 * same rows; at start, while files can be read. Answer: 0, or -1 and errno.
 */
int page_cached_start(void);

/*
 * page_cached_find(page):
 * Answer from the cache, if nobody is signed in and the page is there.
 * Answer: 1 if that was done, else 0.
 */
int page_cached_find(struct page *);

/*
 * page_cached_show(page, name):
 * What page_show() does for a page that page_cacheable() was said of: answer
 * with the template ${name}, which is kept for the next reader; or 304 to who
 * has what the rows say, and nothing is made.
 */
enum page_result page_cached_show(struct page *, const char *);

/* page_has(page, tag): does the browser have what has this entity tag? */
int page_has(const struct page *, const char *);

#endif
