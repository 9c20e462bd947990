/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database/connection.h"

#define TEXT_RESULTS 0

/*
 * The timeouts make the server stop what a page has given up waiting for. JIT
 * compilation never pays off for statements as small as ours. With generic
 * plans each statement is planned once per connection: if its first five
 * executions happen to be for people who follow few others, the server would
 * otherwise plan each later one again, which takes longer than running it.
 */
#define SESSION_OPTIONS                                \
	"-c statement_timeout=3s -c lock_timeout=2s"   \
	" -c idle_in_transaction_session_timeout=10s"  \
	" -c client_connection_check_interval=1s"      \
	" -c timezone=UTC -c datestyle=ISO -c jit=off" \
	" -c plan_cache_mode=force_generic_plan"

/* Settings that the site adds to DATABASE_URL. */
static const struct setting {
	const char *keyword;
	const char *value;
	int weak; /* DATABASE_URL may override it */
} settings[] = {
	{ "connect_timeout", "2", 1 }, /* for startup and commands */
	{ "application_name", "microblog", 1 },
	{ "client_encoding", "UTF8", 0 },
	/* Looking for a Kerberos ticket uses forbidden system calls. */
	{ "gssencmode", "disable", 0 },
};
#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

void
connection_set(struct buffer *out, const char *keyword, const char *value)
{
	buffer_format(out, "%s='", keyword);
	for (; *value != '\0'; value++) {
		if (*value == '\'' || *value == '\\')
			buffer_add(out, "\\", 1);
		buffer_add(out, value, 1);
	}
	buffer_text(out, "' ");
}

/* Append ${text} as one line, as far as there is room. */
static void
add_line(char error[FAILURE_MAX], const char *text)
{
	size_t i, length = strlen(error);

	for (i = 0; text[i] != '\0' && length < FAILURE_MAX - 1; i++) {
		if (text[i] == '\t')
			continue;
		error[length++] = text[i] == '\n' ? ' ' : text[i];
	}
	while (length > 0 && error[length - 1] == ' ')
		length--;
	error[length] = '\0';
}

/*
 * libpq quotes the text that it could not parse, which may contain the
 * password: leave it out.
 */
static void
report_malformed(char error[FAILURE_MAX], char *reason)
{
	char *first = strchr(reason, '"'), *last = strrchr(reason, '"');

	reason[strcspn(reason, "\n")] = '\0';
	if (first != NULL)
		*first = '\0';
	(void)failure(error,
	    "cannot be understood: %s%s%s (it should look like"
	    " postgresql://user@host/database or host=... dbname=...)",
	    reason, first != NULL ? "\"...\"" : "",
	    first != NULL ? last + 1 : "");
}

static const char *
option_value(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++)
		if (strcmp(options->keyword, keyword) == 0)
			return (options->val);
	return (NULL);
}

/* Return 1 if one of our settings replaces what DATABASE_URL says. */
static int
replaced(const char *keyword)
{
	size_t i;

	for (i = 0; i < SETTINGS; i++)
		if (strcmp(settings[i].keyword, keyword) == 0)
			return (!settings[i].weak);
	return (strcmp(keyword, "options") == 0);
}

/* If an option is given twice, the server uses the last one: ours. */
static void
set_session_options(struct buffer *out, const char *given)
{
	struct buffer options = { 0 };

	if (given != NULL && *given != '\0')
		buffer_format(&options, "%s ", given);
	buffer_text(&options, SESSION_OPTIONS);
	connection_set(out, "options", options.data);
	buffer_free(&options);
}

char *
connection_string(const char *url, char error[FAILURE_MAX])
{
	struct buffer out = { 0 };
	PQconninfoOption *options, *option;
	char *reason = NULL, no_memory[] = "no memory";
	size_t i;

	options = PQconninfoParse(url, &reason);
	if (options == NULL) {
		report_malformed(error, reason != NULL ? reason : no_memory);
		PQfreemem(reason);
		return (NULL);
	}
	for (option = options; option->keyword != NULL; option++)
		if (option->val != NULL && !replaced(option->keyword))
			connection_set(&out, option->keyword, option->val);
	for (i = 0; i < SETTINGS; i++)
		if (!settings[i].weak ||
		    option_value(options, settings[i].keyword) == NULL)
			connection_set(
			    &out, settings[i].keyword, settings[i].value);
	set_session_options(&out, option_value(options, "options"));
	PQconninfoFree(options);
	return (out.data);
}

int
connection_readable(const PGconn *connection)
{
	struct pollfd socket = { .fd = PQsocket(connection), .events = POLLIN };

	return (poll(&socket, 1, 0) > 0);
}

void
connection_error(const PGconn *connection, char error[FAILURE_MAX])
{
	error[0] = '\0';
	add_line(error, PQerrorMessage(connection));
}

PGconn *
connection_open(const char *string, char error[FAILURE_MAX])
{
	PGconn *connection;
	PGresult *result;
	ExecStatusType status;

	connection = PQconnectdb(string);
	if (PQstatus(connection) != CONNECTION_OK) {
		connection_error(connection, error);
		PQfinish(connection);
		return (NULL);
	}
	result = PQexec(connection,
	    "SET statement_timeout = 0; SET lock_timeout = 0;"
	    " SET idle_in_transaction_session_timeout = 0");
	status = PQresultStatus(result);
	PQclear(result);
	if (status != PGRES_COMMAND_OK) {
		connection_error(connection, error);
		PQfinish(connection);
		return (NULL);
	}
	return (connection);
}

PGresult *
connection_ask(PGconn *connection, const struct query *query)
{
	struct query_parameters parameters;
	PGresult *rows;

	query_parameters(query, &parameters);
	rows = PQexecParams(connection, query->text, parameters.count, NULL,
	    parameters.values, parameters.lengths, parameters.formats,
	    TEXT_RESULTS);
	if (rows == NULL)
		rows = PQmakeEmptyPGresult(connection, PGRES_FATAL_ERROR);
	if (rows == NULL)
		abort(); /* no memory */
	return (rows);
}
