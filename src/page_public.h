/*
 * Pages that everybody who is not signed in sees alike: kept when they are
 * finished (page_cache.h), and not sent to those who have them.
 */
#ifndef PAGE_PUBLIC_H
#define PAGE_PUBLIC_H

#include "page.h"

/*
 * page_public_start():
 * Take a fingerprint of this program, for another one makes other pages of the
 * same rows; at start, while files can be read. Answer: 0, or -1 and errno.
 */
int page_public_start(void);

/*
 * page_public_kept(page):
 * Answer from the cache, if nobody is signed in and the page is there.
 * Answer: 1 if that was done, else 0.
 */
int page_public_kept(struct page *);

/*
 * page_public_show(page, name):
 * What page_show() does for a page that page_public() was said of: answer with
 * the template ${name}, which is kept for the next reader; or 304 to who has
 * what the rows say, and nothing is made.
 */
enum page_result page_public_show(struct page *, const char *);

/* page_has(page, tag): does the browser have what has this entity tag? */
int page_has(const struct page *, const char *);

#endif
