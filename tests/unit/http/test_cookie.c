/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/cookie.h"
#include "page/flash.h"

static void
assert_found(const char *header, const char *expected)
{
	char value[COOKIE_VALUE];

	assert_int_equal(cookie_find(header, "a", value), 0);
	assert_string_equal(value, expected);
}

static void
assert_missing(const char *header)
{
	char value[COOKIE_VALUE];

	assert_int_equal(cookie_find(header, "a", value), -1);
}

static void
a_cookie_is_found_at_any_position(void **state)
{
	(void)state;
	assert_found("a=1", "1");
	assert_found("b=2; a=1; c=3", "1");
	assert_found("b=2;a=1=x", "1=x");
	assert_found("b;;a=", "");
}

static void
the_first_of_two_cookies_counts(void **state)
{
	(void)state;
	assert_found("a=1; a=2", "1");
}

static void
only_the_whole_name_matches(void **state)
{
	(void)state;
	assert_missing("");
	assert_missing("a");
	assert_missing("aa=1; ba=2; A=3");
	assert_missing("b=a=1");
}

static void
a_value_that_is_too_long_is_ignored(void **state)
{
	char header[COOKIE_VALUE + 3] = "a=";

	(void)state;
	memset(header + 2, 'x', COOKIE_VALUE - 1);
	assert_found(header, header + 2);
	header[COOKIE_VALUE + 1] = 'x';
	assert_missing(header);
}

static void
a_message_survives_the_round_trip_in_a_cookie(void **state)
{
	const char *message = "!No such person: Zo\xc3\xab";
	char cookie[COOKIE_VALUE], text[FLASH_MAX];

	(void)state;
	flash_write(cookie, message);
	assert_int_equal(flash_read(text, cookie), 0);
	assert_string_equal(text, message);
}

static void
anything_else_is_not_a_message(void **state)
{
	static const char *const cookies[] = {
		"",
		"AAEAAA",
		"AAEAABIA",
		"AAEAABI=",
		"AAE AAB",
		"AAEAAB\311",
		"AAEAAAA",	  /* a kind without a message */
		"AAAAABB",	  /* a NUL at the start */
		"AAEAAAAAAIIABC", /* a NUL inside */
		"AAEANgA",	  /* a surrogate */
		"AAEEQAA",	  /* beyond Unicode */
		"___4ABB",
	};
	char text[FLASH_MAX];
	size_t i;

	(void)state;
	assert_int_equal(flash_read(text, "AAEAABI"), 0);
	assert_string_equal(text, " H");
	for (i = 0; i < sizeof(cookies) / sizeof(cookies[0]); i++)
		assert_int_equal(flash_read(text, cookies[i]), -1);
}

static void
a_message_that_is_too_long_is_ignored(void **state)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX];
	size_t i, length = sizeof(cookie) / 7 * 7;

	(void)state;
	for (i = 0; i < length; i++)
		cookie[i] = "AAEAABI"[i % 7];
	cookie[length] = '\0';
	assert_int_equal(flash_read(text, cookie), -1);
	cookie[FLASH_PAIRS * 7] = '\0';
	assert_int_equal(flash_read(text, cookie), 0);
	assert_int_equal(strlen(text), FLASH_PAIRS * 2);
}

/* Of code points that have four bytes each. */
static void
the_longest_post_survives_the_round_trip(void **state)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX], message[FLASH_MAX] = " ";
	int i;

	(void)state;
	for (i = 0; i < FLASH_CODE_POINTS; i++)
		(void)strcat(message, "\xf4\x8f\xbf\xbf");
	flash_write(cookie, message);
	assert_true(strlen(COOKIE_DRAFT) + strlen(cookie) <= 4096);
	assert_int_equal(flash_read(text, cookie), 0);
	assert_string_equal(text, message);
}

static void
a_message_that_is_too_long_is_cut_between_code_points(void **state)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX];
	char message[2 * FLASH_MAX] = "!";
	int i;

	(void)state;
	for (i = 0; i < FLASH_CODE_POINTS + 100; i++)
		(void)strcat(message, "\xe2\x82\xac");
	flash_write(cookie, message);
	assert_int_equal(flash_read(text, cookie), 0);
	message[1 + 3 * (2 * FLASH_PAIRS - 1)] = '\0';
	assert_string_equal(text, message);

	flash_write(cookie, "!cut \xe2\x82");
	assert_int_equal(flash_read(text, cookie), 0);
	assert_string_equal(text, "!cut ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cookie_is_found_at_any_position),
		cmocka_unit_test(the_first_of_two_cookies_counts),
		cmocka_unit_test(only_the_whole_name_matches),
		cmocka_unit_test(a_value_that_is_too_long_is_ignored),
		cmocka_unit_test(a_message_survives_the_round_trip_in_a_cookie),
		cmocka_unit_test(anything_else_is_not_a_message),
		cmocka_unit_test(a_message_that_is_too_long_is_ignored),
		cmocka_unit_test(the_longest_post_survives_the_round_trip),
		cmocka_unit_test(
		    a_message_that_is_too_long_is_cut_between_code_points),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
