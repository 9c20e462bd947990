/* SPDX-License-Identifier: ISC */
/*
 * query_times ROUNDS: measure how long queries take in the database of
 * DATABASE_URL, over one connection and prepared, as the site sends them. Read
 * the queries from standard input, one per line, separated by tabs:
 *
 *	point name value...	for sql/name.sql; up to 8 values
 *
 * Run all of them in turn, ROUNDS times, so that noise affects all alike. Print
 * a line with the point and the microseconds for each run; but not for the
 * first rounds, in which PostgreSQL plans the query and reads its pages.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "database/connection.h"

#define FIRST_ROUNDS 6
#define QUERIES	     4096
#define LINE_SIZE    512
#define VALUES	     8

static struct timed_query {
	char line[LINE_SIZE]; /* the fields below are in it */
	const char *point, *name;
	const char *values[VALUES];
	int count;
} queries[QUERIES];

static PGconn *connection;

static void __attribute__((noreturn)) die(const char *what)
{
	fprintf(stderr, "query_times: %s: %s\n", what,
	    connection != NULL ? PQerrorMessage(connection) : "");
	exit(EXIT_FAILURE);
}

/* Return 0 at the end of the input. */
static int
read_query(struct timed_query *query)
{
	char *rest = query->line;

	if (fgets(query->line, sizeof(query->line), stdin) == NULL)
		return (0);
	query->line[strcspn(query->line, "\n")] = '\0';
	query->point = strsep(&rest, "\t");
	query->name = strsep(&rest, "\t");
	if (query->name == NULL)
		die("a line without a query");
	while (rest != NULL && query->count < VALUES)
		query->values[query->count++] = strsep(&rest, "\t");
	return (1);
}

static void
prepare(const char *name)
{
	struct buffer text = { 0 };
	char path[LINE_SIZE], part[1024];
	PGresult *result;
	size_t length;
	FILE *file;

	(void)snprintf(path, sizeof(path), "sql/%s.sql", name);
	file = fopen(path, "r");
	if (file == NULL)
		die(path);
	while ((length = fread(part, 1, sizeof(part), file)) > 0)
		buffer_add(&text, part, length);
	(void)fclose(file);

	result = PQprepare(connection, name, text.data, 0, NULL);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		die(name);
	PQclear(result);
	buffer_free(&text);
}

/* Prepare each statement once. */
static void
prepare_all(int count)
{
	int i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < i; j++)
			if (strcmp(queries[j].name, queries[i].name) == 0)
				break;
		if (j == i)
			prepare(queries[i].name);
	}
}

/* Run a query. Return the microseconds it took. */
static double
run(const struct timed_query *query)
{
	struct timespec from, to;
	PGresult *result;

	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	result = PQexecPrepared(connection, query->name, query->count,
	    query->values, NULL, NULL, 0);
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		die(query->point);
	PQclear(result);
	return ((double)(to.tv_sec - from.tv_sec) * 1e6 +
		(double)(to.tv_nsec - from.tv_nsec) / 1e3);
}

static void
run_all(int count, int rounds)
{
	double spent;
	int round, i;

	for (round = 0; round < FIRST_ROUNDS + rounds; round++)
		for (i = 0; i < count; i++) {
			spent = run(&queries[i]);
			if (round >= FIRST_ROUNDS)
				printf("%s\t%.1f\n", queries[i].point, spent);
		}
}

int
main(int argc, char **argv)
{
	const char *url = getenv("DATABASE_URL");
	char error[FAILURE_MAX];
	char *string;
	int count = 0;

	if (argc != 2 || url == NULL)
		die("usage: DATABASE_URL=... query_times ROUNDS");
	string = connection_string(url, error);
	connection = string != NULL ? connection_open(string, error) : NULL;
	if (connection == NULL)
		die(error);
	while (count < QUERIES && read_query(&queries[count]))
		count++;
	prepare_all(count);
	run_all(count, atoi(argv[1]));
	PQfinish(connection);
	free(string);
	return (EXIT_SUCCESS);
}
