/* SPDX-License-Identifier: ISC */
/*
 * What members are told of actions that concern them, and their appeals. The
 * .sql file of the same name documents each query.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include <stdint.h>

#include "model/query.h"

/*
 * notice_unseen(person):
 * notice_list(person):
 * Return the query for what ${person} was told and has not marked as read; and
 * for what they have.
 */
struct query notice_unseen(int64_t);
struct query notice_list(int64_t);

/* notice_find(person, id): Return the query for what they are told of the
 * action ${id}. */
struct query notice_find(int64_t, int64_t);

/* notice_read(person, id): Return the query that marks it as read. Rows: one
 * with id, or none. */
struct query notice_read(int64_t, int64_t);

/*
 * appeal_add(person, id, words):
 * Return the query that appeals against the action ${id}. Rows: one with
 * outcome. No row: it did not concern this person.
 */
struct query appeal_add(int64_t, int64_t, const char *);

/*
 * appeal_find(token_hash):
 * Return the query for why somebody is suspended, for a browser with the secret
 * that session_add() was called with. No row: the secret has expired, or they
 * are not suspended any more.
 */
struct query appeal_find(const unsigned char *);

/* appeal_send(token_hash, id, words): the same as appeal_add() for them. */
struct query appeal_send(const unsigned char *, int64_t, const char *);

/* appeal_list(): Return the query for the appeals that are not decided. */
struct query appeal_list(void);

/*
 * appeal_decide(moderator, id, undo, answer):
 * Return the query that decides an appeal against the action ${id}. Rows: one
 * with outcome (moderation_refused()), nickname and changed. No row: nobody
 * appealed.
 */
struct query appeal_decide(int64_t, int64_t, int, const char *);

#endif
