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

#define DATABASE "microblog"

/* The one of this process. */
static struct {
	struct postgres_place place;
	pid_t owner;   /* who stops it; 0: nobody does */
	pid_t started; /* for postgres_abandon(): postmaster, or initdb */
} cluster;

/* The connection string of an account for a database, to be freed. */
static char *
string_for(const char *account, const char *database)
{
	struct buffer out = { 0 };

	connection_set(&out, "host", cluster.place.sockets);
	connection_set(&out, "hostaddr", ""); /* whatever PGHOSTADDR says */
	connection_set(&out, "port", POSTGRES_PORT);
	connection_set(&out, "user", account);
	connection_set(&out, "dbname", database);
	return (out.data);
}

/* Run a program to its end. Answer: 0 if it went well. */
static int
run(const struct os_user *account, const char *const arguments[],
    char error[FAILURE_MAX])
{
	pid_t child, ended;
	int status;

	postgres_log_begin(cluster.place.log);
	child =
	    postgres_log_spawn(cluster.place.log, account, arguments, 0, error);
	if (child == -1)
		return (-1);
	cluster.started = child;
	do
		ended = waitpid(child, &status, 0);
	while (ended == -1 && errno == EINTR);
	cluster.started = 0;
	if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (0);
	postgres_log_explain(
	    cluster.place.log, "cannot make the database", error);
	return (-1);
}

/*
 * Made under another name first, so that what bears the right one is whole.
 * "trust" is no door left open: nobody but the account and root gets as far as
 * the socket. Checksums (-k) tell of a disk that does not keep what it got.
 */
static int
make_cluster(char error[FAILURE_MAX])
{
	char made[PATH_MAX + 8], initdb[80];
	const char *const clean[] = { "/bin/rm", "-rf", "--", made, NULL };
	const struct os_user self = { .other = 0 };
	const char *const make[] = { initdb, "-k", "-E", "UTF8",
		"--locale=C.UTF-8", "-A", "trust", "-U", POSTGRES_OWNER, "-D",
		made, NULL };

	(void)snprintf(made, sizeof(made), "%s.new", cluster.place.folder);
	(void)snprintf(
	    initdb, sizeof(initdb), "%s/initdb", cluster.place.programs);
	printf("Making the database in %s (once) ...\n", cluster.place.base);
	if (access(made, F_OK) == 0 && run(&self, clean, error) == -1)
		return (-1);
	if (os_user_make_folder(&cluster.place.account, made, error) == -1 ||
	    run(&cluster.place.account, make, error) == -1)
		return (-1);
	if (rename(made, cluster.place.folder) == -1)
		return (failure(
		    error, "cannot rename %s: %s", made, strerror(errno)));
	return (0);
}

/* Do what ${text} says unless ${missing} has no row: it is there already. */
static int
make(PGconn *connection, const char *missing, const char *text,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result = PQexec(connection, missing);
	int answer = 0;

	if (PQresultStatus(result) == PGRES_TUPLES_OK &&
	    PQntuples(result) == 1) {
		PQclear(result);
		result = PQexec(connection, text);
	}
	if (PQresultStatus(result) != PGRES_TUPLES_OK &&
	    PQresultStatus(result) != PGRES_COMMAND_OK) {
		connection_error(connection, reason);
		answer = failure(error,
		    "the private PostgreSQL does not work: %.900s", reason);
	}
	PQclear(result);
	return (answer);
}

/* The database in the cluster and the site's account. */
static int
make_inside(const char *string, char error[FAILURE_MAX])
{
	PGconn *connection = PQconnectdb(string);
	int answer;

	answer = make(connection,
	    "SELECT WHERE NOT EXISTS (SELECT FROM pg_database"
	    " WHERE datname = '" DATABASE "')",
	    "CREATE DATABASE " DATABASE, error);
	if (answer == 0)
		answer = make(connection,
		    "SELECT WHERE NOT EXISTS (SELECT FROM pg_roles"
		    " WHERE rolname = '" POSTGRES_SITE "')",
		    "CREATE ROLE " POSTGRES_SITE " LOGIN", error);
	PQfinish(connection);
	return (answer);
}

/*
 * Until it answers. One that runs already is taken over; but it may just be
 * stopping, and then ours is started.
 */
static int
bring_up(const char *string, char error[FAILURE_MAX])
{
	pid_t found;
	int answer;

	postgres_log_begin(cluster.place.log);
	found = postgres_server_find(&cluster.place);
	cluster.started = found;
	if (found != 0 && postgres_server_wait(found, string) == 0)
		return (0);
	cluster.started = postgres_server_start(&cluster.place, error);
	if (cluster.started == -1)
		return (-1);
	answer = postgres_server_wait(cluster.started, string);
	if (answer == 0)
		return (0);
	if (answer == -1)
		(void)kill(cluster.started, SIGQUIT);
	postgres_log_explain(cluster.place.log,
	    answer == 1 ? "PostgreSQL does not start"
			: "PostgreSQL does not answer",
	    error);
	return (-1);
}

void
postgres_owner(void)
{
	if (cluster.owner != 0)
		cluster.owner = getpid();
}

void
postgres_abandon(void)
{
	if (cluster.owner == getpid() && cluster.started > 0)
		(void)kill(cluster.started, SIGINT);
}

int
postgres_watch(char error[FAILURE_MAX])
{
	static time_t looked;
	static int told;
	time_t now = time(NULL);
	pid_t child;

	if (cluster.owner != getpid() || now == looked)
		return (0);
	looked = now;
	if (!postgres_server_is_gone(cluster.started)) {
		told = 0;
		return (0);
	}
	child = postgres_server_start(&cluster.place, error);
	if (child != -1)
		cluster.started = child;
	if (told++)
		return (0);
	return (child == -1 ? -1 : 1);
}

/* At exit: if this process is the one to do so; and wait until it is gone. */
static void
postgres_stop(void)
{
	pid_t postmaster;

	if (cluster.owner != getpid())
		return;
	cluster.owner = 0;
	postmaster = postgres_server_find(&cluster.place);
	if (postmaster == 0) /* or it has not got as far as its file */
		postmaster = cluster.started;
	if (postmaster > 0)
		postgres_server_stop(postmaster);
}

/* The lock is ours: so is the cluster. */
static int
start_own(char error[FAILURE_MAX])
{
	char *string;
	int answer;

	cluster.owner = getpid();
	if (postgres_place_find(&cluster.place, error) == -1 ||
	    (!postgres_place_exists(&cluster.place) &&
		make_cluster(error) == -1))
		return (-1);
	(void)atexit(postgres_stop);
	string = string_for(POSTGRES_OWNER, "postgres");
	answer = bring_up(string, error);
	if (answer == 0)
		answer = make_inside(string, error);
	free(string);
	return (answer);
}

/* A site has the lock: its cluster answers, or will soon. */
static int
use_theirs(char error[FAILURE_MAX])
{
	char *string;
	int i;

	if (postgres_place_find(&cluster.place, error) == -1)
		return (-1);
	string = postgres_string(POSTGRES_SITE);
	for (i = 0; i < POSTMASTER_LOOKS && PQping(string) != PQPING_OK; i++)
		(void)usleep(POSTMASTER_LOOK_PERIOD);
	free(string);
	if (i == POSTMASTER_LOOKS)
		return (failure(error,
		    "a microblog runs from this folder, but its database does"
		    " not answer"));
	return (0);
}

char *
postgres_string(const char *account)
{
	return (string_for(account, DATABASE));
}

int
postgres_start(char error[FAILURE_MAX])
{
	if (lock_site(error) != LOCK_TAKEN)
		return (-1);
	return (start_own(error));
}

int
postgres_join(char error[FAILURE_MAX])
{
	switch (lock_command(error)) {
	case LOCK_TAKEN:
		return (start_own(error));
	case LOCK_SITE:
		return (use_theirs(error));
	case LOCK_FAILED:
		break;
	}
	return (-1);
}
