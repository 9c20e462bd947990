/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"

static void
text_is_appended(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add(&buffer, "one, half", 5);
	buffer_text(&buffer, "two, ");
	buffer_format(&buffer, "%d %s", 3, "times");
	assert_string_equal(buffer.data, "one, two, 3 times");
	assert_int_equal(buffer.length, strlen(buffer.data));
	buffer_free(&buffer);
}

static void
adding_nothing_makes_an_empty_string(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add(&buffer, NULL, 0);
	assert_string_equal(buffer.data, "");
	buffer_text(&buffer, "");
	buffer_format(&buffer, "%s", "");
	assert_int_equal(buffer.length, 0);
	buffer_free(&buffer);
}

static void
a_buffer_grows_as_needed(void **state)
{
	struct buffer buffer = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		buffer_format(&buffer, "%c", 'a' + (int)(i % 26));
	assert_int_equal(buffer.length, 100000);
	for (i = 0; i < 100000; i++)
		assert_int_equal(buffer.data[i], 'a' + (int)(i % 26));
	assert_int_equal(buffer.data[i], '\0');
	buffer_free(&buffer);
}

static void
sizes_around_the_edge_of_the_memory_work(void **state)
{
	struct buffer buffer = { 0 };
	char text[2100];
	size_t length;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (length = 1000; length < sizeof(text); length++) {
		buffer_add(&buffer, text, length);
		assert_int_equal(strlen(buffer.data), length);
		buffer_free(&buffer);
		buffer_format(&buffer, "%.*s", (int)length, text);
		assert_int_equal(strlen(buffer.data), length);
		buffer_free(&buffer);
	}
}

static void
any_bytes_can_be_added(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_add(&buffer, "a\0b\377", 4);
	assert_int_equal(buffer.length, 4);
	assert_memory_equal(buffer.data, "a\0b\377", 5);
	buffer_free(&buffer);
}

static void
a_freed_buffer_can_be_used_again(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_free(&buffer);
	buffer_text(&buffer, "first");
	buffer_free(&buffer);
	assert_null(buffer.data);
	buffer_text(&buffer, "second");
	assert_string_equal(buffer.data, "second");
	buffer_free(&buffer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_appended),
		cmocka_unit_test(adding_nothing_makes_an_empty_string),
		cmocka_unit_test(a_buffer_grows_as_needed),
		cmocka_unit_test(sizes_around_the_edge_of_the_memory_work),
		cmocka_unit_test(any_bytes_can_be_added),
		cmocka_unit_test(a_freed_buffer_can_be_used_again),
	};

	return (cmocka_run_group_tests_name("buffer", tests, NULL, NULL));
}
