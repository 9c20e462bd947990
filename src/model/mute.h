/* SPDX-License-Identifier: ISC */
/*
 * Mutes: people whose posts, or only whose boosts, a member keeps out of the
 * home feed. The .sql file of the same name documents each query.
 */
#ifndef MUTE_H
#define MUTE_H

#include <stdint.h>

#include "model/query.h"

/*
 * mute_add(muter, nickname):
 * Return the query that makes the person with id ${muter} mute the person who
 * is or was called ${nickname}. Rows: one with nickname (the present one) and
 * outcome ('muted', 'already', 'self'). No row: nobody has that nickname, or
 * they block ${muter}.
 */
struct query mute_add(int64_t, const char *);

/*
 * mute_remove(muter, nickname):
 * Return the query that ends a mute.
 * Rows: one with nickname and outcome ('unmuted', 'not', 'self'). No row: as
 * for mute_add().
 */
struct query mute_remove(int64_t, const char *);

/*
 * boost_mute_add(muter, nickname):
 * boost_mute_remove(muter, nickname):
 * Return the query that keeps the boosts of this person out of the feeds of
 * ${muter}, or lets them in again. Rows: as for mute_add() and mute_remove().
 */
struct query boost_mute_add(int64_t, const char *);
struct query boost_mute_remove(int64_t, const char *);

/*
 * mute_list(muter, before):
 * Return the query for the people whom ${muter} mutes, or whose boosts, except
 * those who block ${muter}. ${before} is the id of the last row already shown,
 * or CURSOR_FIRST. Rows: up to 51 with id, boosts (only those are muted),
 * person, nickname and about_me, the newest mute first.
 */
struct query mute_list(int64_t, int64_t);

#endif
