/* SPDX-License-Identifier: ISC */
#include "model/sitemap.h"

#include "model/statement.h"

/*
 * Ids in a part. A sitemap may have 50,000 addresses; with a thousand, a part
 * takes some milliseconds and fits into the page cache.
 */
#define PART 1000

#define PART_MAX (INT64_MAX / PART - 1)

struct query
sitemap_parts(void)
{
	return ((struct query){ SQL(sitemap_parts), { NUMBER(PART) } });
}

struct query
sitemap_people(int64_t part)
{
	if (part > PART_MAX)
		part = PART_MAX;
	return ((struct query){
	    SQL(sitemap_people), { NUMBER(part), NUMBER(PART) } });
}
