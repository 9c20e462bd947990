/* SPDX-License-Identifier: ISC */
/* Whether the database works, and how much is in it. */
#ifndef HEALTH_H
#define HEALTH_H

#include "model/query.h"

/* Return the query for a sign of life. Rows: one with ok, always true. */
struct query health(void);

/*
 * health_numbers():
 * Return the query for how much there is, which takes a few milliseconds
 * however large the site is.
 * Rows: one with members, posts, sessions, mail_waiting, mail_dead and
 * mail_late (s).
 */
struct query health_numbers(void);

#endif
