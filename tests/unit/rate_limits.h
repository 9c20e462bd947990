/* SPDX-License-Identifier: ISC */
/*
 * For tests of rate limits.
 */
#ifndef RATE_LIMITS_H
#define RATE_LIMITS_H

#include "test.h"

/* set_limits(text): set the limits as RATE_LIMITS would. */
void set_limits(const char *);

/* wait_in(query): send ${query} and return its column wait. */
int64_t wait_in(struct query);

/* let_pass(time): make everything counted so much older. */
void let_pass(const char *);

/* For cmocka: set the default limits before a test, turn them off after it. */
int limits_begin(void **);
int limits_end(void **);

#define LIMITED(name) \
	cmocka_unit_test_setup_teardown(name, limits_begin, limits_end)

#endif
