/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>
#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "database/connection.h"
#include "postgres/lock.h"
#include "postgres/postgres.h"
#include "postgres/postgres_log.h"
#include "postgres/postgres_place.h"
#include "postgres/postgres_server.h"

#define DATABASE     "microblog"
#define CLEAR_TRIES  200   /* ten seconds for killed processes to end */
#define CLEAR_PERIOD 50000 /* microseconds */
#define SETTLED	     60	   /* s after which one that started will stay */

static struct postgres_place place;
static pid_t owner;   /* the process that stops PostgreSQL; 0: none does */
static pid_t started; /* what runs: the postmaster, or initdb */

/* The connection string of a role for a database, to be freed. */
static char *
string_for(const char *role, const char *database)
{
	struct buffer out = { 0 };

	connection_set(&out, "host", place.sockets);
	connection_set(&out, "hostaddr", ""); /* whatever PGHOSTADDR says */
	connection_set(&out, "port", POSTGRES_PORT);
	connection_set(&out, "user", role);
	connection_set(&out, "dbname", database);
	return (out.data);
}

/* Run a program to its end. Return 0 if it succeeded. */
static int
run(const struct os_user *user, const char *const arguments[],
    char error[FAILURE_MAX])
{
	pid_t ended;
	int status;

	started = postgres_log_spawn(place.log, user, arguments, 0, error);
	if (started == -1)
		return (-1);
	do
		ended = waitpid(started, &status, 0);
	while (ended == -1 && errno == EINTR);
	started = 0;
	if (ended != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (0);
	postgres_log_explain(place.log, "cannot create the database", error);
	return (-1);
}

/*
 * Create the data directory, under another name until it is complete. "trust"
 * opens no door: only the OS user and root can get to the socket. Checksums
 * (-k) reveal a disk that does not keep what was written.
 */
static int
create_data(char error[FAILURE_MAX])
{
	char data[PATH_MAX + 8], initdb[80];
	const char *const clean[] = { "/bin/rm", "-rf", "--", data, NULL };
	const struct os_user self = { .switched = 0 };
	const char *const create[] = { initdb, "-k", "-E", "UTF8",
		"--locale=C.UTF-8", "-A", "trust", "-U", POSTGRES_OWNER, "-D",
		data, NULL };

	(void)snprintf(data, sizeof(data), "%s.new", place.data);
	(void)snprintf(initdb, sizeof(initdb), "%s/initdb", place.programs);
	printf("Creating the database in %s (only once) ...\n", place.base);
	if (access(data, F_OK) == 0 && run(&self, clean, error) == -1)
		return (-1);
	if (os_user_make_folder(&place.user, data, error) == -1 ||
	    run(&place.user, create, error) == -1)
		return (-1);
	if (rename(data, place.data) == -1)
		return (failure(
		    error, "cannot rename %s: %s", data, strerror(errno)));
	return (0);
}

/* Execute ${statement} if ${missing} has a row: there is something to do. */
static int
create(PGconn *connection, const char *missing, const char *statement,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result = PQexec(connection, missing);
	int status = 0;

	if (PQntuples(result) == 1) {
		PQclear(result);
		result = PQexec(connection, statement);
	}
	if (PQresultStatus(result) != PGRES_TUPLES_OK &&
	    PQresultStatus(result) != PGRES_COMMAND_OK) {
		connection_error(connection, reason);
		status = failure(error,
		    "cannot set up the private PostgreSQL: %.900s", reason);
	}
	PQclear(result);
	return (status);
}

/* Create the database and the site's role. */
static int
create_inside(const char *string, char error[FAILURE_MAX])
{
	PGconn *connection = PQconnectdb(string);
	int status;

	status = create(connection,
	    "SELECT WHERE NOT EXISTS (SELECT FROM pg_database"
	    " WHERE datname = '" DATABASE "')",
	    "CREATE DATABASE " DATABASE, error);
	if (status == 0)
		status = create(connection,
		    "SELECT WHERE NOT EXISTS (SELECT FROM pg_roles"
		    " WHERE rolname = '" POSTGRES_SITE "')",
		    "CREATE ROLE " POSTGRES_SITE " LOGIN", error);
	PQfinish(connection);
	return (status);
}

static pid_t
start_postmaster(char error[FAILURE_MAX])
{
	pid_t process;
	int i;

	for (i = 0; i < CLEAR_TRIES; i++) {
		process = postgres_server_start(&place, error);
		if (process != 0)
			return (process);
		(void)usleep(CLEAR_PERIOD);
	}
	return (failure(error,
	    "processes of an earlier PostgreSQL still work in %s and do not"
	    " end; \"pgrep -a postgres\" lists them",
	    place.data));
}

/* Take over a running postmaster; if there is none, or it ends, start ours. */
static int
bring_up(const char *string, char error[FAILURE_MAX])
{
	enum postgres_server_state state;

	started = postgres_server_find(&place);
	if (started != 0 &&
	    postgres_server_wait(started, string) == SERVER_READY)
		return (0);
	started = start_postmaster(error);
	if (started == -1)
		return (-1);
	state = postgres_server_wait(started, string);
	if (state == SERVER_READY)
		return (0);
	if (state == SERVER_SILENT)
		(void)kill(started, SIGQUIT);
	postgres_log_explain(place.log,
	    state == SERVER_ENDED ? "PostgreSQL does not start"
				  : "PostgreSQL does not accept connections",
	    error);
	return (-1);
}

void
postgres_owner(void)
{
	if (owner != 0)
		owner = getpid();
}

void
postgres_abandon(void)
{
	if (owner == getpid() && started > 0)
		(void)kill(started, SIGINT);
}

int
postgres_watch(char error[FAILURE_MAX])
{
	static time_t checked, started_at;
	static int told;
	time_t now = time(NULL);
	pid_t child;

	if (owner != getpid() || now == checked)
		return (0);
	checked = now;
	if (!postgres_server_is_gone(started)) {
		if (now - started_at >= SETTLED)
			told = 0;
		return (0);
	}
	started_at = now;
	child = postgres_server_find(&place);
	if (child == 0)
		child = postgres_server_start(&place, error);
	if (child == 0)
		return (0); /* try again in a second */
	if (child != -1)
		started = child;
	if (told++)
		return (0);
	return (child == -1 ? -1 : 1);
}

/* At exit, in the process whose task it is. */
static void
stop(void)
{
	if (owner == getpid() && started > 0)
		postgres_server_stop(started);
}

/* We hold the lock, so PostgreSQL is ours to create, start and stop. */
static int
start_own(char error[FAILURE_MAX])
{
	char *string;
	int status;

	owner = getpid();
	if (postgres_place_find(&place, error) == -1 ||
	    (!postgres_place_exists(&place) && create_data(error) == -1))
		return (-1);
	(void)atexit(stop);
	string = string_for(POSTGRES_OWNER, "postgres");
	status = bring_up(string, error);
	if (status == 0)
		status = create_inside(string, error);
	free(string);
	return (status);
}

/* A site holds the lock: its PostgreSQL is running, or about to. */
static int
use_theirs(char error[FAILURE_MAX])
{
	enum postgres_server_state state;
	char *string;

	if (postgres_place_find(&place, error) == -1)
		return (-1);
	string = postgres_string(POSTGRES_SITE);
	state = postgres_server_wait(0, string);
	free(string);
	if (state == SERVER_READY)
		return (0);
	return (failure(error,
	    "a site runs from this folder, but its database does not accept"
	    " connections"));
}

int
postgres_find(char error[FAILURE_MAX])
{
	return (postgres_place_find(&place, error));
}

char *
postgres_string(const char *role)
{
	return (string_for(role, DATABASE));
}

const char *
postgres_folder(void)
{
	return (place.data[0] != '\0' ? place.data : NULL);
}

int
postgres_start(char error[FAILURE_MAX])
{
	if (lock_take(LOCK_FOR_SITE, error) != LOCK_TAKEN)
		return (-1);
	return (start_own(error));
}

int
postgres_join(char error[FAILURE_MAX])
{
	switch (lock_take(LOCK_FOR_COMMAND, error)) {
	case LOCK_TAKEN:
		return (start_own(error));
	case LOCK_SITE:
		return (use_theirs(error));
	case LOCK_FAILED:
		break;
	}
	return (-1);
}
