/* SPDX-License-Identifier: ISC */
/* For tests of moderation. */
#ifndef MODERATING_H
#define MODERATING_H

#include <stdint.h>

#include "model/moderation.h"
#include "model/query.h"

/* add_moderator(nickname): add a member with that role and return the id. */
int64_t add_moderator(const char *);

/* add_admin(nickname): add an admin and return the id. */
int64_t add_admin(const char *);

/* Return the query with which a moderator does this to a member, for spam. */
struct query suspend(int64_t, const char *);
struct query restore(int64_t, const char *);
struct query hide(int64_t, const char *);
struct query unhide(int64_t, const char *);

/* last_action(): return the id of the newest entry in the log. */
int64_t last_action(void);

/*
 * what_there_is():
 * Return everything that members have and that others see of them, as one text,
 * which lives until the test ends.
 */
const char *what_there_is(void);

#endif
