/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "database/connection.h"
#include "errand/errand.h"

#define LINE	      1000  /* bytes */
#define LOOK_PERIOD   60000 /* ms; in case that news got lost */
#define RECONNECT_MIN 250   /* ms, doubled after each failure, */
#define RECONNECT_MAX 10000 /* up to this */

/*
 * A piece of work may take longer than a page. And we look for work once a
 * minute, or after two if a mail server is slow: a process that is silent for
 * longer was stopped in its middle, and must not keep its locks.
 */
#define SESSION_SETTINGS                                          \
	"SET statement_timeout = '30s'; SET lock_timeout = '2s';" \
	" SET idle_session_timeout = '3min'"

void (*errand_confine)(const char *);

static const struct errand *current;
static const char *called; /* in the log */
static volatile sig_atomic_t over;
static int wake[2]; /* a signal writes to the second, we poll the first */
static int to_system_log;
static int away; /* and logged */

int
errand_is_over(void)
{
	return (over);
}

static void
note_signal(int number)
{
	(void)number;
	over = 1;
	(void)!write(wake[1], "", 1);
}

/* Does this lead to /dev/null? */
static int
is_null(int file)
{
	struct stat status;

	return (fstat(file, &status) == -1 ||
		(S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3)));
}

void
errand_log(const char *format, ...)
{
	char line[LINE];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (to_system_log)
		syslog(LOG_ERR, "[%s]: %s", called, line);
	else
		printf("[%s]: %s\n", called, line);
}

void
errand_complain(const PGconn *connection, const char *what)
{
	char error[FAILURE_MAX];

	if (PQstatus(connection) != CONNECTION_OK)
		return;
	connection_error(connection, error);
	errand_log("%s: %s", what, error);
}

/* If a signal is ignored, as beside the workers, Ctrl-C is for the parent. */
static void
catch_signals(void)
{
	static const int deadly[] = { SIGTERM, SIGINT };
	struct sigaction action = { .sa_handler = note_signal }, old;
	size_t i;

	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (sigaction(deadly[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			(void)sigaction(deadly[i], &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

void
errand_wait(int file, int time)
{
	struct pollfd files[] = {
		{ .fd = wake[0], .events = POLLIN },
		{ .fd = file, .events = POLLIN },
	};

	if (!over)
		(void)poll(files, 2, time);
}

/* Wait until the server sends something; ${connection} may be NULL. */
static void
wait_for(const PGconn *connection, int time)
{
	errand_wait(connection != NULL ? PQsocket(connection) : -1, time);
}

static int
subscribe(PGconn *connection)
{
	struct query query = current->listen();
	PGresult *result = PQexec(connection, SESSION_SETTINGS);
	int done = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	if (!done)
		return (-1);
	result = connection_ask(connection, &query);
	done = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	return (done ? 0 : -1);
}

static void
log_away(const char *reason)
{
	if (!away && !over)
		errand_log("the database is away: %s", reason);
	away = 1;
}

/* Return a connection, or NULL if a signal has arrived before there was one. */
static PGconn *
connect_to(const char *string)
{
	char error[FAILURE_MAX];
	int pause = RECONNECT_MIN;
	PGconn *connection = NULL;

	while (!over) {
		connection = connection_open(string, error);
		if (connection != NULL && subscribe(connection) == 0)
			break;
		if (connection != NULL)
			connection_error(connection, error);
		PQfinish(connection);
		connection = NULL;
		log_away(error);
		wait_for(NULL, pause);
		pause = pause < RECONNECT_MAX / 2 ? 2 * pause : RECONNECT_MAX;
	}
	if (connection != NULL && away)
		errand_log("the database is back");
	away = 0;
	return (connection);
}

/* We look for work in any case, so it does not matter what the news say. */
static void
take_news(PGconn *connection)
{
	PGnotify *news;

	(void)PQconsumeInput(connection);
	while ((news = PQnotifies(connection)) != NULL)
		PQfreemem(news);
}

/* Work until a signal arrives or the connection is lost. */
static void
work_with(PGconn *connection)
{
	int wait;

	while (!over && PQstatus(connection) == CONNECTION_OK) {
		wait = LOOK_PERIOD;
		take_news(connection);
		if (current->work(connection, &wait) == 0 &&
		    PQstatus(connection) == CONNECTION_OK)
			wait_for(connection, wait);
	}
}

/* The name by which operators find the connection. */
static char *
named_string(const char *string)
{
	struct buffer text = { 0 }, name = { 0 };

	buffer_text(&text, string);
	buffer_format(&name, "microblog %s", current->name);
	connection_set(&text, "application_name", name.data);
	buffer_free(&name);
	return (text.data);
}

int
errand_begin(const char *name)
{
	called = name;
	to_system_log = is_null(STDOUT_FILENO);
	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) == -1)
		return (-1);
	catch_signals();
	if (errand_confine != NULL)
		errand_confine(name);
	return (0);
}

void
errand_run(const struct errand *errand, const char *given)
{
	char reason[FAILURE_MAX], *string;
	PGconn *connection;

	current = errand;
	if (errand_begin(errand->name) == -1)
		return;
	string = named_string(given);
	while ((connection = connect_to(string)) != NULL) {
		work_with(connection);
		connection_error(connection, reason);
		if (!over)
			log_away(reason);
		PQfinish(connection);
	}
	free(string);
}
