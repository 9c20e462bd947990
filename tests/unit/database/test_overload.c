/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "database/overload.h"

#define CONNECTIONS 8
#define MANY	    60 /* requests in each of two workers: a long queue */

static uint64_t now;

/* Start with two workers, and forget the previous test. */
static int
begin(void **state)
{
	(void)state;
	now = 24 * 60 * 60 * 1000;
	if (overload_start() == -1)
		return (-1);
	overload_worker(2, CONNECTIONS);
	overload_worker(1, CONNECTIONS);
	return (0);
}

/* Let this many requests wait in each worker, and continue as worker 1. */
static void
wait_in_both(unsigned first, unsigned second)
{
	overload_worker(2, CONNECTIONS);
	overload_waiting(second, now);
	overload_worker(1, CONNECTIONS);
	overload_waiting(first, now);
}

/* Start an overload, then let the queues become short. */
static void
begin_overload(void)
{
	wait_in_both(MANY, MANY);
	now += 501;
	assert_true(overload_refuses(now));
	wait_in_both(CONNECTIONS, CONNECTIONS);
}

static void
a_burst_is_accepted_for_half_a_second(void **state)
{
	(void)state;
	wait_in_both(MANY, MANY);
	assert_false(overload_refuses(now));
	now += 500;
	assert_false(overload_refuses(now));
	now += 1;
	assert_true(overload_refuses(now));
}

static void
a_hundred_clients_that_never_pause_are_no_overload(void **state)
{
	(void)state;
	wait_in_both(100 - 2 * CONNECTIONS, 0);
	now += 60000;
	assert_false(overload_refuses(now));
}

static void
two_bursts_are_no_overload(void **state)
{
	(void)state;
	wait_in_both(MANY, MANY);
	now += 300;
	wait_in_both(CONNECTIONS, CONNECTIONS);
	wait_in_both(MANY, MANY);
	now += 300;
	assert_false(overload_refuses(now));
}

static void
a_queue_that_is_slightly_shorter_for_a_moment_still_counts_as_long(void **state)
{
	(void)state;
	wait_in_both(20, 100);
	now += 300;
	overload_waiting(0, now);
	overload_waiting(20, now);
	now += 300;
	assert_true(overload_refuses(now));
}

static void
a_machine_that_was_just_booted_is_not_overloaded(void **state)
{
	(void)state;
	now = 1;
	overload_waiting(CONNECTIONS, now);
	assert_false(overload_refuses(now));
}

static void
in_an_overload_half_as_many_requests_wait_as_there_are_connections(void **state)
{
	(void)state;
	begin_overload();
	overload_waiting(CONNECTIONS / 2 - 1, now);
	assert_false(overload_refuses(now));
	overload_waiting(CONNECTIONS / 2, now);
	assert_true(overload_refuses(now));
}

static void
a_worker_also_refuses_when_another_has_the_long_queue(void **state)
{
	(void)state;
	wait_in_both(CONNECTIONS / 2, 2 * MANY);
	now += 501;
	assert_true(overload_refuses(now));
}

static void
an_overload_ends_when_nothing_was_refused_for_a_while(void **state)
{
	(void)state;
	begin_overload();
	now += 5500;
	assert_true(overload_refuses(now));
	now += 5500;
	assert_true(overload_refuses(now));
	now += 5501;
	assert_false(overload_refuses(now));
}

static void
an_overload_ends_after_half_a_minute_despite_refusals(void **state)
{
	int second;

	(void)state;
	begin_overload();
	for (second = 0; second < 30; second++) {
		now += 1000;
		assert_true(overload_refuses(now));
	}
	now += 1;
	assert_false(overload_refuses(now));
}

static void
requests_of_a_worker_that_died_no_longer_count(void **state)
{
	(void)state;
	wait_in_both(CONNECTIONS, 2 * MANY);
	overload_worker(2, CONNECTIONS);
	overload_worker(1, CONNECTIONS);
	overload_waiting(CONNECTIONS, now);
	now += 501;
	assert_false(overload_refuses(now));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_burst_is_accepted_for_half_a_second, begin),
		cmocka_unit_test_setup(
		    a_hundred_clients_that_never_pause_are_no_overload, begin),
		cmocka_unit_test_setup(two_bursts_are_no_overload, begin),
		cmocka_unit_test_setup(
		    a_queue_that_is_slightly_shorter_for_a_moment_still_counts_as_long,
		    begin),
		cmocka_unit_test_setup(
		    a_machine_that_was_just_booted_is_not_overloaded, begin),
		cmocka_unit_test_setup(
		    in_an_overload_half_as_many_requests_wait_as_there_are_connections,
		    begin),
		cmocka_unit_test_setup(
		    a_worker_also_refuses_when_another_has_the_long_queue,
		    begin),
		cmocka_unit_test_setup(
		    an_overload_ends_when_nothing_was_refused_for_a_while,
		    begin),
		cmocka_unit_test_setup(
		    an_overload_ends_after_half_a_minute_despite_refusals,
		    begin),
		cmocka_unit_test_setup(
		    requests_of_a_worker_that_died_no_longer_count, begin),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
