/* SPDX-License-Identifier: ISC */
/*
 * What commands print about rows of the database: for people, or with --json
 * for programs. The names in the JSON are those of the columns;
 * ids are strings.
 */
#ifndef COMMAND_OUTPUT_H
#define COMMAND_OUTPUT_H

#include <libpq-fe.h>

/*
 * command_output_json():
 * From now on, print JSON to standard output. Everything else goes to standard
 * error.
 */
void command_output_json(void);

/*
 * command_print_rows(rows, none):
 * Print a table with the names of the columns above it, or the sentence ${none}
 * if there are no rows. As JSON, print an array with an object for each row.
 */
void command_print_rows(const PGresult *, const char *);

/*
 * command_output_add(name, value):
 * Let the next object that command_print_row() prints also say this, which is
 * not in the database. Both are borrowed until then.
 */
void command_output_add(const char *, const char *);

/*
 * command_print_row(rows, format, ...):
 * Print a sentence, formatted as by printf(), and a newline. As JSON, print the
 * first of ${rows} as an object instead.
 */
void command_print_row(const PGresult *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

#endif
