/* SPDX-License-Identifier: ISC */
/*
 * Rendered pages for visitors who are not signed in. Each worker has
 * its own cache. A request that changes something announces its topics
 * (news.h), and all workers drop the pages that depend on one of them.
 *
 * A page of which a topic changed while it was being rendered is not cached. To
 * make that possible, the caller calls page_cache_now() before it sends the
 * query.
 */
#ifndef PAGE_CACHE_H
#define PAGE_CACHE_H

#include <stddef.h>
#include <stdint.h>

#define PAGE_CACHE_BYTES  (8 * 1024 * 1024) /* for all pages of a worker */
#define PAGE_CACHE_AGE	  60000		    /* ms, in case news is lost */
#define PAGE_CACHE_TOPICS 2		    /* that a page depends on */
#define PAGE_CACHE_TAG	  40 /* bytes of an entity tag with its NUL */

struct cached_page {
	char tag[PAGE_CACHE_TAG]; /* as in the header ETag */
	const char *type;	  /* the content type; borrowed forever */
	const char *body;
	size_t length; /* bytes */
};

/*
 * page_cache_open(), page_cache_close():
 * Open the cache, which starts empty, or close it. Until it is opened, and when
 * it is closed because no news arrives, it holds no pages and accepts none.
 */
void page_cache_open(void);
void page_cache_close(void);

/* page_cache_now(): return the number of news heard so far. */
uint64_t page_cache_now(void);

/*
 * page_cache_find(address, time):
 * Return the page at ${address}, valid until the next call of any function
 * here; or NULL. ${time} is the current time in ms.
 */
const struct cached_page *page_cache_find(const char *, uint64_t);

/*
 * page_cache_keep(address, topics, page, now, time):
 * Store a copy of ${page}, rendered from rows that were queried when
 * page_cache_now() returned ${now}. It depends on one topic or several, at most
 * PAGE_CACHE_TOPICS, separated by spaces. Does nothing if one has changed
 * since.
 */
void page_cache_keep(
    const char *, const char *, const struct cached_page *, uint64_t, uint64_t);

/* page_cache_forget(topics): drop the pages of ${topics}, which are separated
 * by spaces. */
void page_cache_forget(const char *);

/* page_cache_size(): return the bytes in use, at most PAGE_CACHE_BYTES. */
size_t page_cache_size(void);

#endif
