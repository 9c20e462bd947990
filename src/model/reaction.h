/* SPDX-License-Identifier: ISC */
/*
 * What members do with posts besides replying: likes, boosts and bookmarks. The
 * .sql file of the same name documents each query.
 */
#ifndef REACTION_H
#define REACTION_H

#include <stdint.h>

#include "model/query.h"

/*
 * like_add(member, post):
 * like_remove(member, post):
 * Return the query with which ${member} likes ${post}, or does so no longer.
 * Rows: one with outcome ('liked', 'already'; 'unliked', 'not') and changed
 * (the topic of posts, or NULL). No row: ${member} sees no
 * such post.
 */
struct query like_add(int64_t, int64_t);
struct query like_remove(int64_t, int64_t);

/*
 * boost_add(member, post):
 * boost_remove(member, post):
 * Return the query with which ${member} brings ${post} to the followers, or
 * takes that back. Rows: one with outcome ('boosted', 'already', 'own': nobody
 * boosts their own posts, 'later': over RATE_POSTS; 'unboosted', 'not'),
 * changed (the topic of posts, or NULL), and for
 * boost_add() wait (the seconds to wait, if 'later'). No row: as for
 * like_add().
 */
struct query boost_add(int64_t, int64_t);
struct query boost_remove(int64_t, int64_t);

/*
 * bookmark_add(member, post):
 * bookmark_remove(member, post):
 * Return the query with which ${member} keeps ${post}, or does so no longer.
 * Rows: one with outcome ('kept', 'already'; 'dropped', 'not'). No row: as for
 * like_add().
 */
struct query bookmark_add(int64_t, int64_t);
struct query bookmark_remove(int64_t, int64_t);

/*
 * bookmark_list(member, before):
 * Return the query for the posts that ${member} keeps. ${before} is the place
 * of the last row already shown, or CURSOR_FIRST. Rows: up to 51 with the
 * columns of every post (feed.h), the newest bookmark first.
 */
struct query bookmark_list(int64_t, int64_t);

/*
 * like_list(post, before, viewer):
 * boost_list(post, before, viewer):
 * Return the query for the people who like or boosted ${post}, without those
 * whom ${viewer} (0: a visitor) blocks or who block ${viewer}. Rows: up to 51
 * with id, person, nickname and about_me, the newest first. No row: also if
 * ${viewer} does not see the post.
 */
struct query like_list(int64_t, int64_t, int64_t);
struct query boost_list(int64_t, int64_t, int64_t);

#endif
