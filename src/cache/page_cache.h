/*
 * Finished pages, as everybody sees them who is not signed in. Each worker has
 * its own cache; whoever changes something tells its topic (news.h), and the
 * pages of that topic are forgotten.
 *
 * A page that was overtaken by news while it was made is not kept: the caller
 * takes a number from page_cache_now() before it asks the database.
 */
#ifndef PAGE_CACHE_H
#define PAGE_CACHE_H

#include <stddef.h>
#include <stdint.h>

#define PAGE_CACHE_BYTES (8 * 1024 * 1024) /* all pages of a worker */
#define PAGE_CACHE_AGE	 60000		   /* ms, should news ever be lost */
#define PAGE_CACHE_TAG	 40 /* bytes of an entity tag with its NUL */

struct cached_page {
	char tag[PAGE_CACHE_TAG]; /* as the header ETag has it */
	const char *body;
	size_t length; /* bytes */
};

/*
 * page_cache_open(), page_cache_close():
 * A cache that hears no news is closed: it knows no page and keeps none. It is
 * so at first. Opening it forgets all.
 */
void page_cache_open(void);
void page_cache_close(void);

/* page_cache_now(): how much has been heard so far. */
uint64_t page_cache_now(void);

/*
 * page_cache_find(address, time):
 * Answer: the page at ${address}, which lives until the next call of any
 * function here, or NULL. ${time} is a clock's, ms.
 */
const struct cached_page *page_cache_find(const char *, uint64_t);

/*
 * page_cache_keep(address, topic, page, now, time):
 * Keep a copy of ${page}, which was made from what the database said after
 * ${now} of page_cache_now().
 */
void page_cache_keep(
    const char *, const char *, const struct cached_page *, uint64_t, uint64_t);

/* page_cache_forget(topics): these changed; separated by spaces. */
void page_cache_forget(const char *);

/* page_cache_size(): bytes that the pages take now; never more than
 * PAGE_CACHE_BYTES. */
size_t page_cache_size(void);

#endif
