/* SPDX-License-Identifier: ISC */
/*
 * Limit how many pages a client opens. Each worker counts in memory and tells
 * the others once a second, over the news listener, about clients that have
 * used at least a tenth of their limit. So the limit holds across all workers
 * of all nodes, give or take that second and that tenth, and a page costs no
 * query. (With a fixed share per worker instead, a client that keeps one
 * connection stays on one worker and would be stopped at half its limit.)
 *
 * A count starts with a client's first page and is forgotten when the limit's
 * time is over. There is room for PAGE_LIMIT_ENTRIES counts; beyond that, the
 * lowest are forgotten. All times are in ms, of one clock.
 */
#ifndef PAGE_LIMIT_H
#define PAGE_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/rate.h"

#define PAGE_LIMIT_ENTRIES 4096
#define PAGE_LIMIT_NAME	   48 /* bytes of a client's name, with its NUL */

/*
 * page_limit(rate, client, now):
 * Count a page for ${client}, a network address or a person's id. Return 0; or,
 * without counting it, the seconds until ${client} may open the next one.
 */
int page_limit(enum rate, const char *, uint64_t);

/*
 * page_limit_tell(out, size, now):
 * Append to ${out} the counts that the other workers have not been told, until
 * it has at most ${size} bytes. What does not fit is left for the next call.
 */
void page_limit_tell(struct buffer *, size_t, uint64_t);

/*
 * page_limit_hear(text, now):
 * Add the counts that page_limit_tell() wrote in another worker.
 */
void page_limit_hear(const char *, uint64_t);

#endif
