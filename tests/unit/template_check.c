/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "template_check.h"

#define COLUMNS 8
#define BOOLEAN 16 /* PostgreSQL's id of the type */

char complaint[ERROR_SIZE];
int complaints;

static void
note_complaint(const char *sentence)
{
	complaints++;
	(void)snprintf(complaint, sizeof(complaint), "%s", sentence);
}

int
listen_to_complaints(void **state)
{
	(void)state;
	template_complain = note_complaint;
	complaints = 0;
	return (0);
}

int
expect_no_complaints(void **state)
{
	(void)state;
	if (complaints > 0)
		print_error("complained: %s\n", complaint);
	return (complaints == 0 ? 0 : -1);
}

static void
set_field(PGresult *rows, int row, int column, const char *text)
{
	char *field = text == NULL ? NULL : strdup(text);
	int length = text == NULL ? -1 : (int)strlen(text);

	assert_true(PQsetvalue(rows, row, column, field, length));
	free(field);
}

PGresult *
check_rows(int columns, int rows, const char *const *text)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc attributes[COLUMNS];
	int row, i;

	assert_in_range(columns, 1, COLUMNS);
	memset(attributes, 0, sizeof(attributes));
	for (i = 0; i < columns; i++) {
		attributes[i].name = strdup(text[i]);
		attributes[i].typid =
		    strncmp(text[i], "is_", 3) == 0 ? BOOLEAN : 0;
	}
	assert_true(PQsetResultAttrs(result, columns, attributes));
	for (i = 0; i < columns; i++)
		free(attributes[i].name);
	for (row = 0; row < rows; row++) {
		for (i = 0; i < columns; i++)
			set_field(
			    result, row, i, text[(row + 1) * columns + i]);
	}
	return (result);
}

void
check_view(const char *text, const struct view *view, const char *expected)
{
	struct template *template;
	struct buffer out = { 0 };
	char error[ERROR_SIZE] = "";

	template = template_parse("test", text, error);
	assert_string_equal(error, "");
	assert_non_null(template);
	buffer_text(&out, "");
	template_render(template, view, &out);
	assert_string_equal(out.data, expected);
	template_free(template);
	buffer_free(&out);
}

void
check_value(const char *text, const char *name, const char *expected)
{
	struct view view = { 0 };

	view_value(&view, "name", name);
	check_view(text, &view, expected);
}

void
check_rejected(const char *text, const char *message)
{
	char error[ERROR_SIZE] = "";

	assert_null(template_parse("test", text, error));
	if (strstr(error, message) == NULL)
		fail_msg("%s: says \"%s\", not \"%s\"", text, error, message);
}
