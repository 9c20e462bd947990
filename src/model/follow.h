/* SPDX-License-Identifier: ISC */
/*
 * Follows: who reads whose posts. The .sql file of the same name documents each
 * query.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include <stdint.h>

#include "model/query.h"

/*
 * follow_add(follower, nickname):
 * Return the query that makes the person with id ${follower} follow the person
 * who is or was called ${nickname}.
 * Rows: one with nickname (the present one), outcome ('followed', 'already',
 * 'self', 'blocked' by ${follower}, 'later': over RATE_FOLLOWS), changed (the
 * topics of both, or NULL) and wait (the seconds to wait, if 'later').
 * No row: nobody has that nickname, or they block ${follower}.
 */
struct query follow_add(int64_t, const char *);

/*
 * follow_remove(follower, nickname):
 * Return the query that ends a follow.
 * Rows: one with nickname, outcome ('unfollowed', 'not', 'self') and changed.
 * No row: as for follow_add().
 */
struct query follow_remove(int64_t, const char *);

/*
 * follow_followers(nickname, before, viewer):
 * follow_following(nickname, before, viewer):
 * Return the query for the people who follow the person who is or was called
 * ${nickname}, or whom that person follows. It leaves out people whom ${viewer}
 * (0: a visitor) blocks or who block ${viewer}. ${before} is the id of the last
 * row already shown, or CURSOR_FIRST.
 * Rows: up to 51 with id, person, nickname, about_me, and self and follows (of
 * the viewer), the newest follow first.
 */
struct query follow_followers(const char *, int64_t, int64_t);
struct query follow_following(const char *, int64_t, int64_t);

/*
 * follow_suggested(viewer):
 * Return the query for people whom ${viewer} may want to follow.
 * Rows: up to five with person, nickname, about_me, guide (the nickname of
 * somebody whom ${viewer} follows and who follows them, or NULL), others (how
 * many more there are of these, or NULL) and several (more than one).
 */
struct query follow_suggested(int64_t);

#endif
