/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "mail/mime.h"

static void
check_words(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	mime_words(&out, text, strlen("Subject: "));
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

static void
short_ascii_stays_as_it_is(void **state)
{
	(void)state;
	check_words("You have a new follower", "You have a new follower");
	check_words("1 = 1?", "1 = 1?");
}

static void
anything_else_becomes_an_encoded_word(void **state)
{
	(void)state;
	check_words("Zoë", "=?utf-8?B?Wm/Dqw==?=");
	check_words("😀", "=?utf-8?B?8J+YgA==?=");
	check_words(
	    "=?utf-8?B?Wm/Dqw==?=", "=?utf-8?B?PT91dGYtOD9CP1dtL0Rxdz09Pz0=?=");
}

static void
a_control_character_becomes_a_space(void **state)
{
	(void)state;
	check_words("a\r\nBcc: b", "=?utf-8?B?YSAgQmNjOiBi?=");
	check_words("a\tb\x7f", "=?utf-8?B?YSBiIA==?=");
}

/* Every line is short, every word ends with a whole character. */
static void
long_text_is_folded_between_characters(void **state)
{
	struct buffer text = { 0 }, out = { 0 };
	const char *line, *end;
	size_t length;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		buffer_text(&text, i % 3 ? "ü" : "😀");
	mime_words(&out, text.data, strlen("Subject: "));
	for (line = out.data; line != NULL; line = end) {
		end = strstr(line, "\r\n ");
		length = end != NULL ? (size_t)(end - line) : strlen(line);
		assert_true(
		    length + (line == out.data ? strlen("Subject: ") : 1) <=
		    76);
		assert_memory_equal(line, "=?utf-8?B?", 10);
		assert_memory_equal(line + length - 2, "?=", 2);
		if (end != NULL)
			end += 3;
	}
	assert_true(strstr(out.data, "\r\n ") != NULL);
	buffer_free(&text);
	buffer_free(&out);
}

static void
check_phrase(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	mime_phrase(&out, text, strlen("From: "));
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

static void
a_name_before_an_address_is_quoted(void **state)
{
	(void)state;
	check_phrase("Our site", "\"Our site\"");
	check_phrase("a \"b\" \\ <c@d>, e", "\"a \\\"b\\\" \\\\ <c@d>, e\"");
	check_phrase("Zoë", "=?utf-8?B?Wm/Dqw==?=");
}

static void
check_body(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	buffer_text(&out, ""); /* so that there is a text, if an empty one */
	mime_body(&out, text);
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

static void
a_body_is_quoted_printable(void **state)
{
	(void)state;
	check_body("", "");
	check_body("one\ntwo\r\nthree\n", "one\r\ntwo\r\nthree\r\n");
	check_body("1=1 ü\n", "1=3D1 =C3=BC\r\n");
	check_body("space \ntab\t\nend ", "space=20\r\ntab=09\r\nend=20");
	check_body("a\rb", "a=0Db");
	check_body(".\n..\n", ".\r\n..\r\n");
}

static void
a_line_of_a_body_has_at_most_76_bytes(void **state)
{
	char text[201];
	struct buffer out = { 0 };
	const char *line, *end;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text + 74, "=", 1);
	text[sizeof(text) - 1] = '\0';
	mime_body(&out, text);
	for (line = out.data; (end = strstr(line, "\r\n")) != NULL;
	     line = end + 2) {
		assert_in_range(end - line, 74, 76);
		assert_int_equal(end[-1], '=');
	}
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_ascii_stays_as_it_is),
		cmocka_unit_test(anything_else_becomes_an_encoded_word),
		cmocka_unit_test(a_control_character_becomes_a_space),
		cmocka_unit_test(long_text_is_folded_between_characters),
		cmocka_unit_test(a_name_before_an_address_is_quoted),
		cmocka_unit_test(a_body_is_quoted_printable),
		cmocka_unit_test(a_line_of_a_body_has_at_most_76_bytes),
	};

	return (cmocka_run_group_tests_name("mime", tests, NULL, NULL));
}
