/* SPDX-License-Identifier: ISC */
/*
 * csv_parse(): the fields lie in the line, in order; and what csv_write() makes
 * of them is read as the same fields.
 */
#include "fuzz.h"
#include "archive/csv.h"

static void
check_again(const struct csv_row *row)
{
	struct buffer out = { 0 };
	char error[FAILURE_MAX];
	struct csv_row again;
	int i;

	csv_write(&out, row->fields, row->count);
	assert(out.length > 0 && out.data[out.length - 1] == '\n');
	out.data[out.length - 1] = '\0';
	assert(csv_parse(&again, out.data, error) == 0);
	assert(again.count == row->count);
	for (i = 0; i < row->count; i++)
		assert(strcmp(again.fields[i], row->fields[i]) == 0);
	buffer_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = fuzz_text(data, size), error[FAILURE_MAX] = "";
	const char *at = line, *end = line + strlen(line);
	struct csv_row row;
	int i;

	if (csv_parse(&row, line, error) == -1) {
		assert(error[0] != '\0');
		free(line);
		return (0);
	}
	assert(row.count >= 1 && row.count <= CSV_FIELDS);
	for (i = 0; i < row.count; i++) {
		assert(row.fields[i] >= at && row.fields[i] <= end);
		at = row.fields[i] + strlen(row.fields[i]);
		assert(at <= end);
	}
	check_again(&row);
	free(line);
	return (0);
}
