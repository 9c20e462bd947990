/* SPDX-License-Identifier: ISC */
/*
 * Rows of comma-separated values (RFC 4180), one in each line. A field of ours
 * never contains a line break, so a row that has one is an error.
 */
#ifndef CSV_H
#define CSV_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/failure.h"

#define CSV_FIELDS 8

struct csv_row {
	int count;
	const char *fields[CSV_FIELDS];
};

/*
 * csv_parse(row, line, error):
 * Parse ${line}, which is valid UTF-8 without its line break, in place; ${row}
 * borrows from it. Return 0; or -1, and ${error} says what is wrong.
 */
int csv_parse(struct csv_row *, char *, char[FAILURE_MAX]);

/*
 * csv_write(out, fields, count):
 * Add a row of ${count} fields to ${out}, quoted where necessary. csv_parse()
 * reads the same fields.
 */
void csv_write(struct buffer *, const char *const *, int);

#endif
