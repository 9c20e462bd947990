/* SPDX-License-Identifier: ISC */
/*
 * Hashtags, by their keys (span_tag.h). The .sql file of the same name
 * documents each query. The posts of one are in feed.h.
 */
#ifndef TAG_H
#define TAG_H

#include <stdint.h>

#include "model/query.h"

/*
 * tag_follow_add(member, tag):
 * Return the query that makes ${member} follow a hashtag. Rows: one with
 * outcome ('followed', 'already'; 'full': ${member} follows a hundred).
 */
struct query tag_follow_add(int64_t, const char *);

/*
 * tag_follow_remove(member, tag):
 * Return the query that ends that. Rows: one with tag. No row: ${member} did
 * not follow it.
 */
struct query tag_follow_remove(int64_t, const char *);

/*
 * tag_follow_find(member, tag):
 * Return the query for whether ${member} follows a hashtag. Rows: one with tag
 * if so.
 */
struct query tag_follow_find(int64_t, const char *);

/*
 * tag_follow_list(member):
 * Return the query for the hashtags that ${member} follows. Rows: up to a
 * hundred with tag, in order.
 */
struct query tag_follow_list(int64_t);

/*
 * tag_popular():
 * Return the query for the hashtags that most members use. Rows: up to ten with
 * tag and authors, the most popular first.
 */
struct query tag_popular(void);

/*
 * tag_refresh():
 * Return the query of the clerk that counts them. Rows: one with changed.
 */
struct query tag_refresh(void);

#endif
