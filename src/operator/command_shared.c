/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
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
command_options(char **arguments, struct command_option *options)
{
	struct command_option *option;

	for (; *arguments != NULL; arguments += 2) {
		for (option = options; option->name != NULL; option++)
			if (strcmp(option->name, *arguments) == 0)
				break;
		if (option->name == NULL || arguments[1] == NULL) {
			fprintf(stderr,
			    option->name == NULL
				? "microblog: there is no option %s here\n"
				: "microblog: %s needs a value behind it\n",
			    *arguments);
			return (USAGE);
		}
		option->value = arguments[1];
	}
	return (DONE);
}

int
command_number(const char *text, int64_t most, int64_t *number)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (!ascii_is_digit(*text) || *end != '\0' || errno != 0 || value < 1 ||
	    value > most)
		return (FAILED);
	*number = value;
	return (DONE);
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
