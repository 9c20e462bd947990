/*
 * How many pages somebody opens. Each worker counts in its memory, and tells
 * the others what it counted, once a second, of those who have opened a tenth
 * of what they may: so the limit holds for all workers of all nodes together,
 * but for that second and that tenth, and a page costs no question.
 *
 * A count begins with somebody's first page and is forgotten when the limit's
 * time is over. There is room for PAGE_LIMIT_ENTRIES; then those with fewest
 * go. Times are a clock's, ms.
 */
#ifndef PAGE_LIMIT_H
#define PAGE_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/rate.h"

#define PAGE_LIMIT_ENTRIES 4096
#define PAGE_LIMIT_NAME	   48 /* bytes of a name, with its NUL */

/*
 * page_limit(rate, who, now):
 * ${who} opens a page: an address, or a person's number. Answer: 0, and it is
 * counted; or the seconds until the next one is allowed.
 */
int page_limit(enum rate, const char *, uint64_t);

/*
 * page_limit_tell(out, most, now):
 * Add to ${out} what the others should know and have not been told, in at most
 * ${most} bytes; what has no room is for the next time.
 */
void page_limit_tell(struct buffer *, size_t, uint64_t);

/* page_limit_hear(text, now): another worker's page_limit_tell() said that. */
void page_limit_hear(const char *, uint64_t);

#endif
