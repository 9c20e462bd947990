/*
 * ask ROUNDS: take the time of questions, each asked of the database of
 * DATABASE_URL over one connection, prepared, as the site asks. Read from
 * standard input, one a line, tabs between:
 *
 *	point name value...	name.sql is in the folder sql; up to 8 values
 *
 * All are asked in turn, ROUNDS times, so that a noise of the machine falls on
 * all alike. Printed is, for each time it was asked, the point and how long it
 * took in microseconds; but not for the first rounds, in which PostgreSQL plans
 * it and reads what it needs.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "database/connection.h"

#define FIRST_ROUNDS 6
#define QUESTIONS    4096
#define LINE_SIZE    512
#define VALUES	     8

static struct exchange {
	char line[LINE_SIZE]; /* the fields below are in it */
	const char *point, *name;
	const char *values[VALUES];
	int count;
} questions[QUESTIONS];

static PGconn *connection;

static void __attribute__((noreturn)) die(const char *what)
{
	fprintf(stderr, "ask: %s: %s\n", what,
	    connection != NULL ? PQerrorMessage(connection) : "");
	exit(EXIT_FAILURE);
}

/* Answer: 0 at the end of the input. */
static int
read_question(struct exchange *question)
{
	char *rest = question->line;

	if (fgets(question->line, sizeof(question->line), stdin) == NULL)
		return (0);
	question->line[strcspn(question->line, "\n")] = '\0';
	question->point = strsep(&rest, "\t");
	question->name = strsep(&rest, "\t");
	if (question->name == NULL)
		die("a line without a question");
	while (rest != NULL && question->count < VALUES)
		question->values[question->count++] = strsep(&rest, "\t");
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

/* Those of the same name are prepared once. */
static void
prepare_all(int count)
{
	int i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < i; j++)
			if (strcmp(questions[j].name, questions[i].name) == 0)
				break;
		if (j == i)
			prepare(questions[i].name);
	}
}

static double
ask(const struct exchange *question)
{
	struct timespec from, to;
	PGresult *result;

	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	result = PQexecPrepared(connection, question->name, question->count,
	    question->values, NULL, NULL, 0);
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		die(question->point);
	PQclear(result);
	return ((double)(to.tv_sec - from.tv_sec) * 1e6 +
		(double)(to.tv_nsec - from.tv_nsec) / 1e3);
}

static void
ask_all(int count, int rounds)
{
	double spent;
	int round, i;

	for (round = 0; round < FIRST_ROUNDS + rounds; round++)
		for (i = 0; i < count; i++) {
			spent = ask(&questions[i]);
			if (round >= FIRST_ROUNDS)
				printf("%s\t%.1f\n", questions[i].point, spent);
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
		die("usage: DATABASE_URL=... ask ROUNDS");
	string = connection_string(url, error);
	connection = string != NULL ? connection_open(string, error) : NULL;
	if (connection == NULL)
		die(error);
	while (count < QUESTIONS && read_question(&questions[count]))
		count++;
	prepare_all(count);
	ask_all(count, atoi(argv[1]));
	PQfinish(connection);
	free(string);
	return (EXIT_SUCCESS);
}
