/* SPDX-License-Identifier: ISC */
/* How many rows each table has. */
#ifndef TABLE_COUNT_H
#define TABLE_COUNT_H

#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

#define TABLES_MAX 200
#define TABLE_NAME 64 /* PostgreSQL's NAMEDATALEN */

struct table_count {
	char name[TABLE_NAME];
	int64_t rows;
};

struct table_counts {
	struct table_count list[TABLES_MAX];
	size_t count;
};

/*
 * table_counts_add(counts, name, rows):
 * Append a table. Return 0, or -1 if there is no room or the name is too long.
 */
int table_counts_add(struct table_counts *, const char *, int64_t);

/*
 * table_counts_read(connection, counts, error):
 * Count the rows of every table that our role may read, which reads all of
 * them. Return 0; or -1, and ${error} says which cannot be read, and why.
 */
int table_counts_read(PGconn *, struct table_counts *, char[FAILURE_MAX]);

/* table_counts_rows(counts, name): return the rows of a table, -1 if there is
 * no such table. */
int64_t table_counts_rows(const struct table_counts *, const char *);

/*
 * table_counts_compare(expected, found, error):
 * Return 0 if both have the same tables with as many rows; or -1, and ${error}
 * names the first that differs.
 */
int table_counts_compare(const struct table_counts *,
    const struct table_counts *, char[FAILURE_MAX]);

#endif
