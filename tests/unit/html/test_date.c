/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "html/date.h"

static void
assert_shown(const char *timestamp, const char *text, const char *iso)
{
	char date[DATE_SIZE];

	assert_int_equal(date_text(date, timestamp), 0);
	assert_string_equal(date, text);
	assert_int_equal(date_iso(date, timestamp), 0);
	assert_string_equal(date, iso);
}

static void
assert_not_a_date(const char *timestamp)
{
	char date[DATE_SIZE];

	assert_int_equal(date_text(date, timestamp), -1);
	assert_int_equal(date_iso(date, timestamp), -1);
}

static void
times_are_formatted_for_people_and_programs(void **state)
{
	(void)state;
	assert_shown("2026-11-23 14:05:09+00", "23 Nov 2026, 14:05 UTC",
	    "2026-11-23T14:05:09Z");
	assert_shown("2026-01-01 00:00:00+00", "1 Jan 2026, 00:00 UTC",
	    "2026-01-01T00:00:00Z");
	assert_shown("1999-12-31 23:59:59+00", "31 Dec 1999, 23:59 UTC",
	    "1999-12-31T23:59:59Z");
}

static void
fractions_of_a_second_are_left_out(void **state)
{
	(void)state;
	assert_shown("2026-11-23 01:02:03.123+00", "23 Nov 2026, 01:02 UTC",
	    "2026-11-23T01:02:03Z");
	assert_shown("2026-11-23 01:02:59.999999+00", "23 Nov 2026, 01:02 UTC",
	    "2026-11-23T01:02:59Z");
}

static void
anything_else_is_rejected(void **state)
{
	(void)state;
	assert_not_a_date("");
	assert_not_a_date("infinity");
	assert_not_a_date("-infinity");
	assert_not_a_date("yesterday, around noon");
	assert_not_a_date("2026-11-23");
	assert_not_a_date("2026-11-23 14:05:09");
	assert_not_a_date("2026-11-23 14:05:09+01");
	assert_not_a_date("2026-11-23 14:05:09+00:30");
	assert_not_a_date("2026-11-23 14:05:09-03");
	assert_not_a_date("2026-11-23 14:05:09+00 BC");
	assert_not_a_date("12026-11-23 14:05:09+00");
	assert_not_a_date("2026-13-23 14:05:09+00");
	assert_not_a_date("2026-00-23 14:05:09+00");
	assert_not_a_date("2026-11-32 14:05:09+00");
	assert_not_a_date("2026-11-23 24:05:09+00");
	assert_not_a_date("2026-11-23 14:60:09+00");
	assert_not_a_date("2026-11-23 14:05:60+00");
	assert_not_a_date("2026-1x-23 14:05:09+00");
	assert_not_a_date("2026/11/23 14:05:09+00");
	assert_not_a_date("23/11/2026 14:05:09+00");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_formatted_for_people_and_programs),
		cmocka_unit_test(fractions_of_a_second_are_left_out),
		cmocka_unit_test(anything_else_is_rejected),
	};

	return (cmocka_run_group_tests_name("date", tests, NULL, NULL));
}
