/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "database/connection.h"
#include "operator/command_shared.h"
#include "operator/start.h"

int
command_complain(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	return (FAILED);
}

PGconn *
command_database(void)
{
	char error[FAILURE_MAX];
	char *string;
	PGconn *connection;

	if (sodium_init() == -1) {
		(void)command_complain("cannot initialize libsodium");
		return (NULL);
	}
	string = start_database(START_COMMAND, error);
	connection = string != NULL ? connection_open(string, error) : NULL;
	if (connection == NULL)
		(void)command_complain(error);
	free(string);
	return (connection);
}

PGresult *
command_ask(PGconn *connection, struct query query)
{
	char error[FAILURE_MAX];
	PGresult *rows = connection_ask(connection, &query);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK)
		return (rows);
	connection_error(connection, error);
	(void)command_complain(error);
	PQclear(rows);
	return (NULL);
}

int
command_take_output(void)
{
	int output;

	(void)fflush(stdout);
	output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	(void)dup2(STDERR_FILENO, STDOUT_FILENO);
	return (output);
}
