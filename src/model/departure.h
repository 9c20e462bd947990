/* SPDX-License-Identifier: ISC */
/*
 * Departure: the deletion of an account. The member is absent at once: from
 * then on, to everyone, they do not exist. The rows are removed in small steps
 * afterwards. The .sql file of the same name documents each query.
 */
#ifndef DEPARTURE_H
#define DEPARTURE_H

#include <stdint.h>

#include "model/query.h"

/*
 * departure_preview(person):
 * Return the query for what a member who leaves gives up, besides what
 * person_profile() shows. Rows: one with lists, blocks and mutes.
 */
struct query departure_preview(int64_t);

/*
 * departure_begin(nickname, person):
 * Return the query that makes the member absent who is now called ${nickname},
 * and ends their sessions. The member must be ${person}, unless that is 0.
 * Rows: one with nickname, outcome ('left', 'already': at this very moment) and
 * changed (everything, or NULL). No row: nobody has that nickname, or it is not
 * ${person}'s.
 */
struct query departure_begin(const char *, int64_t);

/*
 * departure_step():
 * Return the query that removes some rows of a member who has been absent for a
 * minute, and in the end the member. It does not matter how many clients send
 * it, or whether one is interrupted.
 * Rows: one with more: whether there may be more to remove.
 */
struct query departure_step(void);

#endif
