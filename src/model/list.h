/*
 * People sorted into lists, which only their owner knows of. Each of the
 * questions is explained in the .sql file of its name. The feed of a list is
 * feed_list() in feed.h.
 */
#ifndef LIST_H
#define LIST_H

#include <stdint.h>

#include "model/problem.h"
#include "model/query.h"

/*
 * list_add(owner, name):
 * A new list. Answer: outcome ('added', 'taken', 'full'), id (NULL if none was
 * added).
 */
struct query list_add(int64_t, const char *);

/*
 * list_all(owner):
 * Answer: id, name, exclusive, members (how many); by name.
 */
struct query list_all(int64_t);

/*
 * list_find(owner, list):
 * Answer: id, name, exclusive; no row if ${owner} has no such list.
 */
struct query list_find(int64_t, int64_t);

/*
 * list_edit(owner, list, name, exclusive):
 * If ${exclusive} is true, those on the list are kept out of the home feed.
 * Answer: outcome ('saved', 'taken'); no row if ${owner} has no such list.
 */
struct query list_edit(int64_t, int64_t, const char *, int);

/*
 * list_remove(owner, list):
 * Answer: id; no row if ${owner} has no such list.
 */
struct query list_remove(int64_t, int64_t);

/*
 * list_member_add(owner, list, nickname):
 * Put whoever is or was called ${nickname} on the list; also ${owner} may be.
 * Answer: nickname (the present one), outcome ('added', 'already'); no row if
 * ${owner} has no such list, if there is no such person, or if one of the two
 * blocks the other.
 */
struct query list_member_add(int64_t, int64_t, const char *);

/*
 * list_member_remove(owner, list, nickname):
 * The same the other way. Answer: nickname, outcome ('removed', 'not'); no row
 * if there is no such list or person, or if they block ${owner}.
 */
struct query list_member_remove(int64_t, int64_t, const char *);

/*
 * list_members(owner, list, before):
 * Who is on the list: those who came last first, 51 at a time. ${before} is the
 * id of the last one shown, or CURSOR_FIRST. Answer: id, person, nickname,
 * about_me.
 */
struct query list_members(int64_t, int64_t, int64_t);

/*
 * list_name_problem(name, problem):
 * May a list be called ${name}, valid UTF-8 after text_normalise()? Answer: 0
 * if it may; else 1, and ${problem} says what is wrong and what would be right.
 * Whether the owner has one of that name only the database knows.
 */
int list_name_problem(const char *, char[PROBLEM_MAX]);

#endif
