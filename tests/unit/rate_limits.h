/*
 * What the tests of the limits share.
 */
#ifndef RATE_LIMITS_H
#define RATE_LIMITS_H

#include "test.h"

/* set_limits(text): as RATE_LIMITS has them. */
void set_limits(const char *);

/* wait_in(query): how long its answer says one has to wait. */
int64_t wait_in(struct query);

/* let_pass(span): as if all that was counted had been so much earlier. */
void let_pass(const char *);

/* For cmocka, before and after a test: the limits are the site's, then off. */
int limits_begin(void **);
int limits_end(void **);

#define LIMITED(name) \
	cmocka_unit_test_setup_teardown(name, limits_begin, limits_end)

#endif
