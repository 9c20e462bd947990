#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "database/overload.h"

#define CONNECTIONS 8
#define MANY	    60 /* in each of two workers: more than a burst may be */

static uint64_t now;

/* Two workers, and nothing left of the test before. */
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

/* So many wait in the one and in the other; we are the first then. */
static void
wait_in_both(unsigned one, unsigned other)
{
	overload_worker(2, CONNECTIONS);
	overload_waiting(other, now);
	overload_worker(1, CONNECTIONS);
	overload_waiting(one, now);
}

/* Now it is on, and few wait. */
static void
begin_flood(void)
{
	wait_in_both(MANY, MANY);
	now += 501;
	assert_true(overload_refuses(now));
	wait_in_both(CONNECTIONS, CONNECTIONS);
}

static void
a_burst_is_let_in_for_half_a_second(void **state)
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
a_hundred_who_never_pause_are_no_flood(void **state)
{
	(void)state;
	wait_in_both(100 - 2 * CONNECTIONS, 0);
	now += 60000;
	assert_false(overload_refuses(now));
}

static void
two_bursts_are_no_flood(void **state)
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
a_queue_that_was_shorter_for_a_moment_has_stayed_long(void **state)
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
a_machine_that_has_just_been_started_knows_of_no_flood(void **state)
{
	(void)state;
	now = 1;
	overload_waiting(CONNECTIONS, now);
	assert_false(overload_refuses(now));
}

static void
in_a_flood_a_worker_refuses_whoever_finds_a_half_of_its_connections_before(
    void **state)
{
	(void)state;
	begin_flood();
	overload_waiting(CONNECTIONS / 2 - 1, now);
	assert_false(overload_refuses(now));
	overload_waiting(CONNECTIONS / 2, now);
	assert_true(overload_refuses(now));
}

static void
a_worker_refuses_also_if_others_have_the_long_queue(void **state)
{
	(void)state;
	wait_in_both(CONNECTIONS / 2, 2 * MANY);
	now += 501;
	assert_true(overload_refuses(now));
}

static void
it_is_over_when_nobody_had_to_be_refused_for_a_while(void **state)
{
	(void)state;
	begin_flood();
	now += 5500;
	assert_true(overload_refuses(now));
	now += 5500;
	assert_true(overload_refuses(now));
	now += 5501;
	assert_false(overload_refuses(now));
}

static void
it_is_over_after_half_a_minute_though_many_are_refused(void **state)
{
	int second;

	(void)state;
	begin_flood();
	for (second = 0; second < 30; second++) {
		now += 1000;
		assert_true(overload_refuses(now));
	}
	now += 1;
	assert_false(overload_refuses(now));
}

static void
who_waited_in_a_worker_that_died_waits_no_more(void **state)
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
		    a_burst_is_let_in_for_half_a_second, begin),
		cmocka_unit_test_setup(
		    a_hundred_who_never_pause_are_no_flood, begin),
		cmocka_unit_test_setup(two_bursts_are_no_flood, begin),
		cmocka_unit_test_setup(
		    a_queue_that_was_shorter_for_a_moment_has_stayed_long,
		    begin),
		cmocka_unit_test_setup(
		    a_machine_that_has_just_been_started_knows_of_no_flood,
		    begin),
		cmocka_unit_test_setup(
		    in_a_flood_a_worker_refuses_whoever_finds_a_half_of_its_connections_before,
		    begin),
		cmocka_unit_test_setup(
		    a_worker_refuses_also_if_others_have_the_long_queue, begin),
		cmocka_unit_test_setup(
		    it_is_over_when_nobody_had_to_be_refused_for_a_while,
		    begin),
		cmocka_unit_test_setup(
		    it_is_over_after_half_a_minute_though_many_are_refused,
		    begin),
		cmocka_unit_test_setup(
		    who_waited_in_a_worker_that_died_waits_no_more, begin),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
