/* SPDX-License-Identifier: ISC */
#include "archive/csv.h"

#include <string.h>

/*
 * Read the quoted field behind the quote at ${from}, in place. Return the byte
 * behind the closing quote, or NULL if there is none.
 */
static char *
unquote(char *from)
{
	char *to = from;

	for (; *from != '\0'; from++) {
		if (*from == '"' && *++from != '"') {
			*to = '\0';
			return (from);
		}
		*to++ = *from;
	}
	return (NULL);
}

/*
 * Read one field, which begins at *${at}, and move *${at} to the comma or to
 * the NUL behind it. Return NULL if a quote is in the wrong place.
 */
static char *
read_field(char **at)
{
	char *start = *at;

	if (*start != '"') {
		*at += strcspn(start, ",\"");
		return (**at == '"' ? NULL : start);
	}
	start++;
	*at = unquote(start);
	if (*at == NULL || (**at != ',' && **at != '\0'))
		return (NULL);
	return (start);
}

int
csv_parse(struct csv_row *row, char *line, char error[FAILURE_MAX])
{
	char *field, end;

	row->count = 0;
	do {
		if (row->count == CSV_FIELDS)
			return (failure(error, "there are more than %d fields",
			    CSV_FIELDS));
		field = read_field(&line);
		if (field == NULL)
			return (failure(error,
			    "a quotation mark is missing; write \"...\" around"
			    " a field that has one, and double those inside"));
		end = *line;
		*line++ = '\0';
		row->fields[row->count++] = field;
	} while (end == ',');
	return (0);
}

static void
write_field(struct buffer *out, const char *field)
{
	size_t length;

	if (strpbrk(field, ",\"\r\n") == NULL) {
		buffer_text(out, field);
		return;
	}
	buffer_text(out, "\"");
	for (; *field != '\0'; field += length) {
		length = strcspn(field, "\"");
		buffer_add(out, field, length);
		if (field[length] == '"') {
			buffer_text(out, "\"\"");
			length++;
		}
	}
	buffer_text(out, "\"");
}

void
csv_write(struct buffer *out, const char *const *fields, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_text(out, ",");
		write_field(out, fields[i]);
	}
	buffer_text(out, "\n");
}
