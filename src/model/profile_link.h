/* SPDX-License-Identifier: ISC */
/*
 * The links on profiles, and whether their pages link back, which the verifier
 * finds out (errand/verifier.h). The .sql file of the same name documents each
 * query.
 */
#ifndef PROFILE_LINK_H
#define PROFILE_LINK_H

#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"

#define PROFILE_LINKS	 4
#define PROFILE_LINK_MAX 500 /* bytes: longer ones are no homes of people */

/*
 * profile_edit(person, nickname, about_me, addresses):
 * Return the query that changes a profile as person_edit() does (person.h), and
 * its links to ${addresses}, of which each line has one.
 * Rows: as for person_edit().
 */
struct query profile_edit(int64_t, const char *, const char *, const char *);

/*
 * profile_link_list(nickname, viewer):
 * Return the query for the links of the person who is or was called
 * ${nickname}, as seen by the person with id ${viewer}, or a visitor for 0.
 * Rows: up to four with address, name and verified_at (may be NULL).
 */
struct query profile_link_list(const char *, int64_t);

/* For the verifier. profile_link_listen() wakes it, and has no rows. */
struct query profile_link_listen(void);

/*
 * profile_link_take():
 * Return the query for the link that is due. Rows: one with person, address,
 * names and wait.
 */
struct query profile_link_take(void);

/*
 * profile_link_found(person, address, found):
 * Return the query that notes whether the page is "linked", "unlinked" or
 * "unread". Rows: one with changed.
 */
struct query profile_link_found(int64_t, const char *, const char *);

/*
 * profile_link_problem(address, problem):
 * Check an address that a person typed, which is valid UTF-8. Return 0 if it is
 * valid or empty; else -1, and ${problem} says how to fix it.
 */
int profile_link_problem(const char *, char[FAILURE_MAX]);

#endif
