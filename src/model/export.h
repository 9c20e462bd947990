/* SPDX-License-Identifier: ISC */
/*
 * What belongs to a member, for the archive that they take home. The .sql file
 * of the same name documents each query.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include <stdint.h>

#include "model/query.h"

/* Rows in one part of an archive; the queries return one more if there is one.
 * Larger parts would take more memory and gain nothing measurable. */
#define EXPORT_ROWS 500

/*
 * export_profile(member):
 * Return the query for the member's own data. Rows: one with nickname,
 * about_me, email, joined, former (nicknames), posts and following.
 */
struct query export_profile(int64_t);

/*
 * export_lists(owner, after):
 * Return the query for a member's lists behind the list with the id ${after}.
 * Rows: up to 501 with id, name and exclusive, the oldest first.
 */
struct query export_lists(int64_t, int64_t);

/*
 * export_list_members(owner, list, after):
 * Return the query for the people on the owner's lists behind the membership
 * ${after} of ${list}.
 * Rows: up to 501 with id, list_id, list (its name) and nickname.
 */
struct query export_list_members(int64_t, int64_t, int64_t);

/*
 * export_blocks(member, after):
 * export_mutes(member, after):
 * export_follows(member, after):
 * export_followers(member, after):
 * Return the query for the people whom a member blocks, mutes or follows, or
 * who follow the member, behind the row with the id ${after}.
 * Rows: up to 501 with id and nickname, the oldest first; the follows also with
 * boosts: false if the member mutes theirs.
 */
struct query export_blocks(int64_t, int64_t);
struct query export_mutes(int64_t, int64_t);
struct query export_follows(int64_t, int64_t);
struct query export_followers(int64_t, int64_t);

/*
 * export_outbox(author, after):
 * Return the query for a member's posts behind the one with the id ${after}.
 * Rows: up to 501 with id, body, created_at, parent (may be NULL), audience and
 * edited_at (may be NULL), the oldest first.
 */
struct query export_outbox(int64_t, int64_t);

/*
 * export_boosts(member, after):
 * export_likes(member, after):
 * export_bookmarks(member, after):
 * export_threads(member, after):
 * Return the query for the posts that a member boosts, likes or keeps, or for
 * the first posts of the conversations that the member mutes, behind the row
 * with the id ${after}.
 * Rows: up to 501 with id and post, the oldest first; the boosts also with
 * created_at.
 */
struct query export_boosts(int64_t, int64_t);
struct query export_likes(int64_t, int64_t);
struct query export_bookmarks(int64_t, int64_t);
struct query export_threads(int64_t, int64_t);

/*
 * export_posts(author, before):
 * Return the query for a member's posts before the one with the id ${before}.
 * Rows: up to 501 with id, body, created_at and parent (may be NULL), the
 * newest first.
 */
struct query export_posts(int64_t, int64_t);

#endif
