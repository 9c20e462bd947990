/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/interrupt.h"
#include "operator/progress.h"
#include "operator/table_count.h"

int
table_counts_add(struct table_counts *counts, const char *name, int64_t rows)
{
	struct table_count *table;

	if (counts->count == TABLES_MAX || strlen(name) >= TABLE_NAME)
		return (-1);
	table = &counts->list[counts->count++];
	(void)snprintf(table->name, sizeof(table->name), "%s", name);
	table->rows = rows;
	return (0);
}

/* Return the rows of the table ${name}, or -1. */
static int64_t
count_rows(PGconn *connection, const char *name, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	char *quoted = PQescapeIdentifier(connection, name, strlen(name));
	struct buffer text = { 0 };
	PGresult *rows;
	int64_t count = -1;

	buffer_format(
	    &text, "SELECT count(*) FROM %s", quoted != NULL ? quoted : name);
	PQfreemem(quoted);
	rows = PQexec(connection, text.data);
	buffer_free(&text);
	if (PQresultStatus(rows) == PGRES_TUPLES_OK)
		count = strtoll(PQgetvalue(rows, 0, 0), NULL, 10);
	else {
		connection_error(connection, reason);
		(void)failure(
		    error, "the table %s cannot be read: %.900s", name, reason);
	}
	PQclear(rows);
	return (count);
}

static int
count_all(PGconn *connection, const PGresult *names,
    struct table_counts *counts, char error[FAILURE_MAX])
{
	const char *name;
	int64_t rows;
	int i;

	for (i = 0; i < PQntuples(names); i++) {
		name = PQgetvalue(names, i, 0);
		progress_show("Counting the rows", -1, 0);
		rows = count_rows(connection, name, error);
		if (interrupt_check(error) == -1 || rows == -1)
			return (-1);
		if (table_counts_add(counts, name, rows) == -1)
			return (failure(error, "too many tables"));
	}
	return (0);
}

int
table_counts_read(
    PGconn *connection, struct table_counts *counts, char error[FAILURE_MAX])
{
	struct query query = table_list();
	PGresult *names = connection_ask(connection, &query);
	int status;

	counts->count = 0;
	if (PQresultStatus(names) == PGRES_TUPLES_OK)
		status = count_all(connection, names, counts, error);
	else {
		connection_error(connection, error);
		status = -1;
	}
	PQclear(names);
	return (status);
}

int64_t
table_counts_rows(const struct table_counts *counts, const char *name)
{
	size_t i;

	for (i = 0; i < counts->count; i++)
		if (strcmp(counts->list[i].name, name) == 0)
			return (counts->list[i].rows);
	return (-1);
}

int
table_counts_compare(const struct table_counts *expected,
    const struct table_counts *found, char error[FAILURE_MAX])
{
	const struct table_count *table;
	int64_t rows;
	size_t i;

	for (i = 0; i < expected->count; i++) {
		table = &expected->list[i];
		rows = table_counts_rows(found, table->name);
		if (rows != table->rows)
			return (failure(error,
			    "the table %s should have %" PRId64
			    " rows, and has %" PRId64,
			    table->name, table->rows, rows < 0 ? 0 : rows));
	}
	if (expected->count != found->count)
		return (failure(error,
		    "there should be %zu tables, and are"
		    " %zu",
		    expected->count, found->count));
	return (0);
}
