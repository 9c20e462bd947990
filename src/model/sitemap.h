/* SPDX-License-Identifier: ISC */
/*
 * The profiles that search engines should know. The sitemap is in parts, each
 * of which has a range of ids, so that its address and its size do not depend
 * on how many members there are.
 */
#ifndef SITEMAP_H
#define SITEMAP_H

#include <stdint.h>

#include "model/query.h"

/*
 * sitemap_parts(): Return the query for the parts that there are. Rows: one for
 * each, with part.
 * sitemap_people(part): Return the query for the members in ${part} who have
 * posts. Rows: one for each, with nickname and changed_at.
 */
struct query sitemap_parts(void);
struct query sitemap_people(int64_t);

#endif
