/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/cursor.h"

static void
a_cursor_is_a_plain_positive_number(void **state)
{
	(void)state;
	assert_int_equal(cursor_read("1"), 1);
	assert_int_equal(
	    cursor_read("1848127426887680000"), 1848127426887680000);
	assert_int_equal(cursor_read("9223372036854775806"), INT64_MAX - 1);
	assert_int_equal(cursor_read("9223372036854775807"), CURSOR_FIRST);
}

static void
an_invalid_cursor_is_the_first_page(void **state)
{
	static const char *bad[] = { "", "0", "-1", "+1", " 1", "1 ", "1x", "x",
		"1.5", "1e3", "0x10", "007", "9223372036854775808",
		"18446744073709551617", "99999999999999999999999999999999",
		"-9223372036854775809", "\xd9\xa1", "1;DROP TABLE post" };
	size_t i;

	(void)state;
	assert_int_equal(cursor_read(NULL), CURSOR_FIRST);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(cursor_read(bad[i]), CURSOR_FIRST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_cursor_is_a_plain_positive_number),
		TEST(an_invalid_cursor_is_the_first_page),
	};

	return (RUN_TESTS(tests));
}
