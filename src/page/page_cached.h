/* SPDX-License-Identifier: ISC */
/*
 * Pages that are the same for everyone who is not signed in: their addresses
 * in the cache (page_cache.h) and their entity tags.
 */
#ifndef PAGE_CACHED_H
#define PAGE_CACHED_H

#include "base/buffer.h"
#include "cache/page_cache.h"
#include "page/page.h"

/*
 * page_cached_start():
 * Take a fingerprint of this program, because another version renders the same
 * rows differently. Call it at startup, while files can still be read.
 * Return 0, or -1 and set errno.
 */
int page_cached_start(void);

/*
 * page_cached_tag(page, tag):
 * Write the entity tag for the rows of this page to ${tag}.
 * page_cached_tag_bytes(data, length, tag): Write the one of a response with
 * these bytes.
 */
void page_cached_tag(const struct page *, char[PAGE_CACHE_TAG]);
void page_cached_tag_bytes(const void *, size_t, char[PAGE_CACHE_TAG]);

/*
 * page_cached_find(page):
 * Return the cached response to this request, which lives until the next call
 * of page_cache.h; NULL if there is none, or if the reader may be signed in or
 * has a message waiting.
 */
const struct cached_page *page_cached_find(const struct page *);

/*
 * page_cached_render(page, name, made, out):
 * Write the entity tag for the rows of this page to ${made}. Unless the client
 * has that version already, also render the template ${name} into ${out}, from
 * which ${made} borrows, and cache it.
 */
void page_cached_render(
    const struct page *, const char *, struct cached_page *, struct buffer *);

#endif
