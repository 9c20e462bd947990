/* SPDX-License-Identifier: ISC */
/*
 * Feeds: posts, the newest first. Each query returns up to 51 rows; pages show
 * 50 of them, and the 51st means that there are more. Rows: place, and what
 * post_shown() of the schema returns of a post: id, author, nickname, body,
 * created_at, mine, edited_at, mentions, parent, answers, replies, likes,
 * boosts, liked, boosted and kept.
 *
 * ${before} is the place of the last row already shown, or CURSOR_FIRST, and
 * ${viewer} is 0 for a visitor. No feed has posts of people whom ${viewer}
 * blocks or who block ${viewer}, nor boosts of such posts.
 */
#ifndef FEED_H
#define FEED_H

#include <stdint.h>

#include "model/query.h"

/*
 * feed_home(viewer, before):
 * Return the query for the posts of ${viewer} and of the people whom ${viewer}
 * follows, except those who are muted or on an exclusive list. Rows also have
 * booster and others: who boosted the post last, and how many others did on
 * this page; or if again is true, only that: the post is above.
 */
struct query feed_home(int64_t, int64_t);

/*
 * feed_list(viewer, list, before):
 * Return the query for the posts of the people on this list of ${viewer}'s,
 * with the columns of feed_home().
 */
struct query feed_list(int64_t, int64_t, int64_t);

/*
 * feed_explore(viewer, before):
 * Return the query for the posts of everybody, without replies and boosts.
 */
struct query feed_explore(int64_t, int64_t);

/*
 * feed_person(nickname, before, viewer):
 * Return the query for the posts of the person who is or was called
 * ${nickname}, with booster.
 */
struct query feed_person(const char *, int64_t, int64_t);

#endif
