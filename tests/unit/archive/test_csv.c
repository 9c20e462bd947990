/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "archive/csv.h"
#include "archive/lines.h"

/* Parse a copy of ${text}, which lives until the next call. */
static int
parse(struct csv_row *row, const char *text)
{
	static char line[200];
	char error[FAILURE_MAX] = "";
	int status;

	assert_true(strlen(text) < sizeof(line));
	strcpy(line, text);
	status = csv_parse(row, line, error);
	assert_true((status == -1) == (error[0] != '\0'));
	return (status);
}

static void
fields_are_separated_by_commas(void **state)
{
	struct csv_row row;

	(void)state;
	assert_int_equal(parse(&row, "susan@example.org,true,,de"), 0);
	assert_int_equal(row.count, 4);
	assert_string_equal(row.fields[0], "susan@example.org");
	assert_string_equal(row.fields[2], "");
	assert_string_equal(row.fields[3], "de");
	assert_int_equal(parse(&row, ","), 0);
	assert_int_equal(row.count, 2);
	assert_int_equal(parse(&row, ""), 0);
	assert_int_equal(row.count, 1);
}

static void
a_quoted_field_may_contain_commas_and_quotes(void **state)
{
	struct csv_row row;

	(void)state;
	assert_int_equal(parse(&row, "\"a, \"\"b\"\"\",\"\",\"\"\"\",c"), 0);
	assert_int_equal(row.count, 4);
	assert_string_equal(row.fields[0], "a, \"b\"");
	assert_string_equal(row.fields[1], "");
	assert_string_equal(row.fields[2], "\"");
	assert_string_equal(row.fields[3], "c");
}

static void
a_quote_in_the_wrong_place_is_an_error(void **state)
{
	static const char *const lines[] = { "a\"b", "\"a", "\"a\"b", "\"",
		"a,\"", "\"\"\"", "1,2,3,4,5,6,7,8,9" };
	struct csv_row row;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(parse(&row, lines[i]), -1);
}

static void
what_is_written_is_read_again(void **state)
{
	static const char *const fields[] = { "plain", "", "a,b", "\"", "\"\"x",
		"=1+1", "ü \"and\" 猫" };
	struct buffer out = { 0 };
	struct csv_row row;
	size_t i;

	(void)state;
	csv_write(&out, fields, 7);
	assert_string_equal(out.data, "plain,,\"a,b\",\"\"\"\",\"\"\"\"\"x\","
				      "=1+1,\"ü \"\"and\"\" 猫\"\n");
	out.data[out.length - 1] = '\0';
	assert_int_equal(parse(&row, out.data), 0);
	assert_int_equal(row.count, 7);
	for (i = 0; i < 7; i++)
		assert_string_equal(row.fields[i], fields[i]);
	buffer_free(&out);
}

/* A source of lines that gives a few bytes at a time. */
struct source {
	const char *text;
	size_t left, step;
};

static ssize_t
give(void *arg, char *out, size_t size, char error[FAILURE_MAX])
{
	struct source *source = arg;
	size_t length = source->step;

	if (source->text == NULL)
		return (failure(error, "nothing to read"));
	if (length > size)
		length = size;
	if (length > source->left)
		length = source->left;
	memcpy(out, source->text, length);
	source->text += length;
	source->left -= length;
	return ((ssize_t)length);
}

/* Assert that the next line is ${expected}. */
static void
assert_line(struct lines *lines, const char *expected)
{
	char error[FAILURE_MAX], *line;
	size_t length;

	assert_int_equal(lines_read(lines, &line, &length, error), LINE_OK);
	assert_string_equal(line, expected);
	assert_int_equal(length, strlen(expected));
}

static void
assert_no_line(struct lines *lines, enum line_result result)
{
	char error[FAILURE_MAX], *line;
	size_t length;

	assert_int_equal(lines_read(lines, &line, &length, error), result);
}

static void
lines_are_the_same_however_they_arrive(void **state)
{
	static const char text[] = "one\r\n\ntwo\nthree";
	static struct lines lines;
	size_t step;

	(void)state;
	for (step = 1; step < sizeof(text); step++) {
		struct source source = { text, strlen(text), step };

		lines_open(&lines, give, &source);
		assert_line(&lines, "one");
		assert_line(&lines, "");
		assert_line(&lines, "two");
		assert_int_equal(lines.number, 3);
		assert_line(&lines, "three");
		assert_no_line(&lines, LINE_END);
	}
}

static void
a_line_that_is_too_long_is_skipped(void **state)
{
	size_t length = 3 * (size_t)LINE_MAX_BYTES;
	char *text = malloc(length + 8);
	struct source source = { text, length + 7, 5000 };
	static struct lines lines;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', length);
	memcpy(text, "a\n", 2);
	memcpy(text + length, "\nnext\n", 7);
	source.left = length + 6;
	lines_open(&lines, give, &source);
	assert_line(&lines, "a");
	assert_no_line(&lines, LINE_TOO_LONG);
	assert_int_equal(lines.number, 2);
	assert_line(&lines, "next");
	assert_no_line(&lines, LINE_END);
	free(text);
}

static void
a_source_may_fail(void **state)
{
	struct source source = { NULL, 0, 0 };
	static struct lines lines;

	(void)state;
	lines_open(&lines, give, &source);
	assert_no_line(&lines, LINE_ERROR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_separated_by_commas),
		cmocka_unit_test(a_quoted_field_may_contain_commas_and_quotes),
		cmocka_unit_test(a_quote_in_the_wrong_place_is_an_error),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(lines_are_the_same_however_they_arrive),
		cmocka_unit_test(a_line_that_is_too_long_is_skipped),
		cmocka_unit_test(a_source_may_fail),
	};

	return (cmocka_run_group_tests_name("csv", tests, NULL, NULL));
}
