/* SPDX-License-Identifier: ISC */
/* Members who leave: the steps that remove them, and what is left. */
#ifndef DEPARTING_H
#define DEPARTING_H

#include <stdint.h>

/* Let the first minute pass for all who have left. */
void departing_wait(void);

/* departing_step(rows): remove at most ${rows} rows. Return 1 if there may be
 * more. */
int departing_step(int64_t);

/* Remove everything of all who left more than a minute ago. */
void departing_finish(void);

/*
 * departing_assert_everywhere(person):
 * departing_assert_nowhere(person):
 * Assert that each column that refers to a person has ${person}, or none. (To
 * leave, a member must first become absent: that table is not among them.)
 */
void departing_assert_everywhere(int64_t);
void departing_assert_nowhere(int64_t);

#endif
