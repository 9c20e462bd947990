/* SPDX-License-Identifier: ISC */
#include "load.h"

#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "database/connection.h"

#define COPY_BUFFER 65536

static PGconn *connection;

static struct {
	char data[COPY_BUFFER];
	size_t length;
} copy;

void
load_die(const char *what)
{
	fprintf(stderr, "dataset: %s: %s\n", what,
	    connection != NULL ? PQerrorMessage(connection) : "");
	exit(EXIT_FAILURE);
}

void
load_open(void)
{
	const char *url = getenv("DATABASE_URL");
	char error[FAILURE_MAX] = "no DATABASE_URL";
	char *string = url != NULL ? connection_string(url, error) : NULL;

	connection = string != NULL ? connection_open(string, error) : NULL;
	if (connection == NULL)
		load_die(error);
	free(string);
}

void
load_close(void)
{
	PQfinish(connection);
}

void
load_sql(const char *statement)
{
	PGresult *result = PQexec(connection, statement);

	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
	    PQresultStatus(result) != PGRES_TUPLES_OK)
		load_die(statement);
	PQclear(result);
}

/*
 * COPY FREEZE into a table that the same transaction has emptied writes no WAL
 * and leaves nothing to vacuum.
 */
void
load_begin(const char *table, const char *columns)
{
	char statement[LOAD_ROW];
	PGresult *result;

	load_sql("BEGIN");
	(void)snprintf(statement, sizeof(statement), "TRUNCATE %s", table);
	load_sql(statement);
	(void)snprintf(statement, sizeof(statement),
	    "COPY %s (%s) FROM STDIN (FREEZE)", table, columns);
	result = PQexec(connection, statement);
	if (PQresultStatus(result) != PGRES_COPY_IN)
		load_die(statement);
	PQclear(result);
	copy.length = 0;
}

static void
copy_flush(void)
{
	if (PQputCopyData(connection, copy.data, (int)copy.length) != 1)
		load_die("copy");
	copy.length = 0;
}

void
load_row(const char *format, ...)
{
	va_list arguments;

	if (copy.length + LOAD_ROW > COPY_BUFFER)
		copy_flush();
	va_start(arguments, format);
	copy.length += (size_t)vsnprintf(
	    copy.data + copy.length, LOAD_ROW, format, arguments);
	va_end(arguments);
}

void
load_end(void)
{
	PGresult *result;

	copy_flush();
	if (PQputCopyEnd(connection, NULL) != 1)
		load_die("copy");
	while ((result = PQgetResult(connection)) != NULL) {
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			load_die("copy");
		PQclear(result);
	}
	load_sql("COMMIT");
}
