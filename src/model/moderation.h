/* SPDX-License-Identifier: ISC */
/*
 * Moderation: what moderators and operators do to members and posts, and the
 * log of it. The .sql file of the same name documents each query. A moderator
 * of 0 stands for an operator's command; a report of 0 for none.
 */
#ifndef MODERATION_H
#define MODERATION_H

#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"

/* Of a reason, an appeal or an answer: characters as readers count them, and
 * code points, which the schema limits. */
#define WORDS_MAX	  1000
#define WORDS_CODE_POINTS 4000

#define CLOSED_DAYS	7 /* as long as an annoyance usually lasts */
#define CLOSED_DAYS_MAX 3650

/* What is done to a member. */
enum moderation_action {
	MODERATION_SUSPEND,
	MODERATION_RESTORE,
	MODERATION_HIDE,
	MODERATION_UNHIDE,
	MODERATION_REMOVE,
	MODERATION_NONE
};

/* moderation_name(action): Return the word for ${action} in the database. */
const char *moderation_name(enum moderation_action);

/* moderation_read(name): Return the action called ${name}; MODERATION_NONE if
 * there is none. */
enum moderation_action moderation_read(const char *);

/*
 * moderation_act(moderator, action, nickname, words, report):
 * Return the query that does ${action} to a member and tells them why. Rows:
 * one with outcome, nickname, id and changed. No row: there is no such member.
 */
struct query moderation_act(
    int64_t, enum moderation_action, const char *, const char *, int64_t);

/* moderation_remove_post(moderator, post, words, report): the same for a post.
 */
struct query moderation_remove_post(int64_t, int64_t, const char *, int64_t);

/* moderation_undo(moderator, id): the same for undoing an action. */
struct query moderation_undo(int64_t, int64_t);

/*
 * moderation_close_sign_up(moderator, what, days, words):
 * moderation_open_sign_up(moderator, what):
 * Return the query that closes sign-up for a network or a mail domain, or opens
 * it again. Rows: one with outcome, object and id.
 */
struct query moderation_close_sign_up(
    int64_t, const char *, int64_t, const char *);
struct query moderation_open_sign_up(int64_t, const char *);

/* moderation_closed(): Return the query for where sign-up is closed. */
struct query moderation_closed(void);

/* moderation_sign_ups(what): Return the query for what it would affect to close
 * it for a network or a mail domain. Rows: one. */
struct query moderation_sign_ups(const char *);

/*
 * moderation_refused(outcome):
 * Return the sentence that says why a moderator may not do this, or why it was
 * not done; NULL if it was.
 */
const char *moderation_refused(const char *);

/* Return the query for what moderators see of a member, whether suspended or
 * not, for others from the same network, and for the last actions about them.
 */
struct query moderation_person(const char *);
struct query moderation_network(const char *);
struct query moderation_earlier(const char *);

/* Return the query for a post, even of a suspended member. */
struct query moderation_post(int64_t);

/* moderation_log(before): Return the query for a page of the log. */
struct query moderation_log(int64_t);

/* moderation_entry(id): Return the query for an action, and the appeal. */
struct query moderation_entry(int64_t);

/* person_list(suspended, count): Return the query for the newest ${count}
 * members, or only those who are ${suspended}. */
struct query person_list(int, int64_t);

/*
 * words_problem(words, what, needed, problem):
 * Return 0 if ${words} can be ${what}: a reason, an appeal or an answer;
 * otherwise -1 and a sentence in ${problem}. If not ${needed}, they may be
 * empty.
 */
int words_problem(const char *, const char *, int, char[FAILURE_MAX]);

#endif
