/* SPDX-License-Identifier: ISC */
#include "operator/command_output.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "operator/command_shared.h"

/* Types whose values are the same in JSON; fixed by PostgreSQL's pg_type.dat.
 */
enum { BOOLEAN = 16, BIGINT = 20, SMALLINT = 21, INTEGER = 23 };

static FILE *json;
static const char *added_name, *added_value;

void
command_output_json(void)
{
	json = fdopen(command_take_output(), "w");
	if (json == NULL)
		abort(); /* no memory */
}

/* Is this column the id of something? Ids exceed 2^53, beyond which JavaScript
 * and others round numbers; so in JSON they are text, whatever their size. */
static int
is_id(const char *column)
{
	static const char *const ids[] = { "id", "author", "entry", "post",
		"report" };
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (strcmp(ids[i], column) == 0)
			return (1);
	return (0);
}

static json_t *
json_value(const PGresult *rows, int row, int column)
{
	const char *text = PQgetvalue(rows, row, column);

	if (PQgetisnull(rows, row, column))
		return (json_null());
	switch (PQftype(rows, column)) {
	case BOOLEAN:
		return (json_boolean(*text == 't'));
	case BIGINT:
		if (is_id(PQfname(rows, column)))
			return (json_string(text));
		/* FALLTHROUGH */
	case INTEGER:
	case SMALLINT:
		return (json_integer(strtoll(text, NULL, 10)));
	default:
		return (json_string(text));
	}
}

static json_t *
json_row(const PGresult *rows, int row)
{
	json_t *object = json_object();
	int column;

	for (column = 0; column < PQnfields(rows); column++)
		(void)json_object_set_new(object, PQfname(rows, column),
		    json_value(rows, row, column));
	return (object);
}

/* Print ${root} and free it. */
static void
print_json(json_t *root)
{
	if (root == NULL)
		abort(); /* no memory */
	(void)json_dumpf(root, json, JSON_INDENT(2));
	fputs("\n", json);
	(void)fflush(json);
	json_decref(root);
}

static const char *
value(const PGresult *rows, int row, int column)
{
	if (row == -1)
		return (PQfname(rows, column));
	return (PQgetisnull(rows, row, column) ? "-"
					       : PQgetvalue(rows, row, column));
}

static size_t
width_of(const PGresult *rows, int column)
{
	size_t width = 0, length;
	int row;

	for (row = -1; row < PQntuples(rows); row++) {
		length = text_length(value(rows, row, column));
		if (length > width)
			width = length;
	}
	return (width);
}

/* Print a value without what could control a terminal. */
static void
print_plain(const char *c)
{
	for (; *c != '\0'; c++)
		(void)putchar((unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c);
}

static void
print_line(const PGresult *rows, int row)
{
	size_t length;
	int column, last = PQnfields(rows) - 1;

	for (column = 0; column <= last; column++) {
		print_plain(value(rows, row, column));
		length = text_length(value(rows, row, column));
		if (column < last)
			printf("%*s",
			    (int)(width_of(rows, column) - length + 2), "");
	}
	printf("\n");
}

void
command_print_rows(const PGresult *rows, const char *none)
{
	json_t *list;
	int row;

	if (json != NULL) {
		list = json_array();
		for (row = 0; row < PQntuples(rows); row++)
			(void)json_array_append_new(list, json_row(rows, row));
		print_json(list);
		return;
	}
	if (PQntuples(rows) == 0)
		printf("%s\n", none);
	for (row = -1; row < PQntuples(rows) && PQntuples(rows) > 0; row++)
		print_line(rows, row);
}

void
command_output_add(const char *name, const char *text)
{
	added_name = name;
	added_value = text;
}

void
command_print_row(const PGresult *rows, const char *format, ...)
{
	va_list arguments;
	json_t *object;

	if (json != NULL) {
		object = json_row(rows, 0);
		if (added_name != NULL)
			(void)json_object_set_new(
			    object, added_name, json_string(added_value));
		print_json(object);
		return;
	}
	va_start(arguments, format);
	(void)vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
}
