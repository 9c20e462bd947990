/* SPDX-License-Identifier: ISC */
/* Which of many log lines are logged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/tally.h"

static void
only_the_first_is_logged_and_the_others_are_counted(void **state)
{
	struct tally tally = { 0 };
	int i;

	(void)state;
	assert_true(tally_add(&tally));
	for (i = 0; i < 1000; i++)
		assert_false(tally_add(&tally));
	assert_int_equal(tally_take(&tally), 1000);
}

static void
counting_goes_on_while_more_come(void **state)
{
	struct tally tally = { 0 };

	(void)state;
	assert_true(tally_add(&tally));
	assert_false(tally_add(&tally));
	assert_int_equal(tally_take(&tally), 1);
	assert_false(tally_add(&tally));
	assert_false(tally_add(&tally));
	assert_int_equal(tally_take(&tally), 2);
}

static void
after_a_second_without_any_the_next_is_logged(void **state)
{
	struct tally tally = { 0 };

	(void)state;
	assert_true(tally_add(&tally));
	assert_int_equal(tally_take(&tally), 0);
	assert_true(tally_add(&tally));
	assert_false(tally_add(&tally));
	assert_int_equal(tally_take(&tally), 1);
	assert_int_equal(tally_take(&tally), 0);
	assert_true(tally_add(&tally));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    only_the_first_is_logged_and_the_others_are_counted),
		cmocka_unit_test(counting_goes_on_while_more_come),
		cmocka_unit_test(after_a_second_without_any_the_next_is_logged),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
