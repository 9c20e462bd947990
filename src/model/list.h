/* SPDX-License-Identifier: ISC */
/*
 * Lists: people whom a member groups, which only the list's owner sees. The
 * .sql file of the same name documents each query. For the feed of a list see
 * feed_list().
 */
#ifndef LIST_H
#define LIST_H

#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"

/*
 * list_add(owner, name):
 * Return the query that adds an empty list.
 * Rows: one with outcome ('added', 'taken', 'full') and id (NULL unless
 * 'added').
 */
struct query list_add(int64_t, const char *);

/*
 * list_all(owner):
 * Return the query for all lists of ${owner}.
 * Rows: id, name, exclusive and members (how many), by name.
 */
struct query list_all(int64_t);

/*
 * list_choices(owner, nickname):
 * Return the query for all lists of ${owner}, and whether the person who is or
 * was called ${nickname} is on them.
 * Rows: id, name and listed, by name.
 */
struct query list_choices(int64_t, const char *);

/*
 * list_find(owner, list):
 * Return the query for one list.
 * Rows: one with id, name and exclusive. No row: ${owner} has no such list.
 */
struct query list_find(int64_t, int64_t);

/*
 * list_edit(owner, list, name, exclusive):
 * Return the query that changes a list. If ${exclusive} is true, the home feed
 * leaves its members out.
 * Rows: one with outcome ('saved', 'taken'). No row: ${owner} has no such list.
 */
struct query list_edit(int64_t, int64_t, const char *, int);

/*
 * list_remove(owner, list):
 * Return the query that deletes a list.
 * Rows: one with id. No row: ${owner} has no such list.
 */
struct query list_remove(int64_t, int64_t);

/*
 * list_member_add(owner, list, nickname):
 * Return the query that puts the person who is or was called ${nickname}, who
 * may be ${owner}, on the list. Rows: one with nickname (the present one) and
 * outcome ('added', 'already'). No row: ${owner} has no such list, nobody has
 * that nickname, or one of the two blocks the other.
 */
struct query list_member_add(int64_t, int64_t, const char *);

/*
 * list_member_remove(owner, list, nickname):
 * Return the query that takes a person off the list.
 * Rows: one with nickname and outcome ('removed', 'not'). No row: ${owner} has
 * no such list, nobody has that nickname, or they block ${owner}.
 */
struct query list_member_remove(int64_t, int64_t, const char *);

/*
 * list_members(owner, list, before):
 * Return the query for the people on the list. ${before} is the id of the last
 * row already shown, or CURSOR_FIRST.
 * Rows: up to 51 with id, person, nickname and about_me, the newest member
 * first.
 */
struct query list_members(int64_t, int64_t, int64_t);

/*
 * list_name_problem(name, problem):
 * Check the name of a list, which is valid UTF-8 after text_normalise(). Return
 * 0 if it is valid; else -1, and ${problem} says how to fix it. Only the
 * database knows whether the owner already has a list of that name.
 */
int list_name_problem(const char *, char[FAILURE_MAX]);

#endif
