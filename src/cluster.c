#include <sys/stat.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "cluster.h"
#include "cluster_log.h"
#include "cluster_place.h"
#include "connection.h"
#include "lock.h"

#define DATABASE      "microblog"
#define PORT	      "5432" /* the end of the socket's name, no more */
#define LOOK_PERIOD   50000  /* microseconds */
#define LOOKS	      1200   /* a minute until it must answer, */
#define RECOVER_LOOKS 36000  /* half an hour if it repairs its files */
#define STOP_LOOKS    1200   /* a minute until it is asked less kindly */

/* The one of this process. */
static struct {
	struct cluster_place place;
	pid_t owner;   /* who stops it; 0: nobody does */
	pid_t started; /* for cluster_abandon(): postmaster, or initdb */
} cluster;

/* The connection string of an account for a database, to be freed. */
static char *
string_for(const char *account, const char *database)
{
	struct buffer out = { 0 };

	connection_set(&out, "host", cluster.place.sockets);
	connection_set(&out, "hostaddr", ""); /* whatever PGHOSTADDR says */
	connection_set(&out, "port", PORT);
	connection_set(&out, "user", account);
	connection_set(&out, "dbname", database);
	return (out.data);
}

/* Does the process work in the cluster's folder? Every postmaster does. */
static int
works_there(pid_t process)
{
	char link[40], folder[PATH_MAX];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/%d/cwd", (int)process);
	length = readlink(link, folder, sizeof(folder) - 1);
	if (length == -1)
		return (0);
	folder[length] = '\0';
	return (strcmp(folder, cluster.place.folder) == 0);
}

/*
 * The postmaster that runs on the cluster, 0 if none does. The file that names
 * it outlives a crash: if its number belongs to another process by now, that
 * would keep PostgreSQL from starting, so the file is removed.
 */
static pid_t
find_postmaster(void)
{
	char path[PATH_MAX + 16];
	FILE *file;
	int number = 0;

	(void)snprintf(
	    path, sizeof(path), "%s/postmaster.pid", cluster.place.folder);
	file = fopen(path, "re");
	if (file == NULL)
		return (0);
	if (fscanf(file, "%d", &number) != 1)
		number = 0;
	(void)fclose(file);
	if (number <= 0 || kill(number, 0) == -1)
		return (0);
	if (works_there(number))
		return (number);
	(void)unlink(path);
	return (0);
}

/* Start a program, its words going to the log. */
static pid_t
spawn(const struct account *account, const char *const arguments[], int apart,
    char error[FAILURE_MAX])
{
	pid_t child;
	int output = cluster_log_open(cluster.place.log);

	if (output == -1)
		return (failure(error, "cannot write %s: %s", cluster.place.log,
		    strerror(errno)));
	child = account_spawn(account, arguments, output, apart);
	if (child == -1)
		(void)failure(
		    error, "cannot start a process: %s", strerror(errno));
	(void)close(output);
	return (child);
}

/* Run a program to its end. Answer: 0 if it went well. */
static int
run(const struct account *account, const char *const arguments[],
    char error[FAILURE_MAX])
{
	pid_t child, ended;
	int status;

	cluster_log_begin(cluster.place.log);
	child = spawn(account, arguments, 0, error);
	if (child == -1)
		return (-1);
	cluster.started = child;
	do
		ended = waitpid(child, &status, 0);
	while (ended == -1 && errno == EINTR);
	cluster.started = 0;
	if (ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (0);
	cluster_log_explain(
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
	const struct account self = { .other = 0 };
	const char *const make[] = { initdb, "-k", "-E", "UTF8",
		"--locale=C.UTF-8", "-A", "trust", "-U", CLUSTER_OWNER, "-D",
		made, NULL };

	(void)snprintf(made, sizeof(made), "%s.new", cluster.place.folder);
	(void)snprintf(
	    initdb, sizeof(initdb), "%s/initdb", cluster.place.programs);
	printf("Making the database in %s (once) ...\n", cluster.place.base);
	if (access(made, F_OK) == 0 && run(&self, clean, error) == -1)
		return (-1);
	if (account_folder(&cluster.place.account, made, error) == -1 ||
	    run(&cluster.place.account, make, error) == -1)
		return (-1);
	if (rename(made, cluster.place.folder) == -1)
		return (failure(
		    error, "cannot rename %s: %s", made, strerror(errno)));
	return (0);
}

static pid_t
start_postmaster(char error[FAILURE_MAX])
{
	char postgres[80];
	const char *const start[] = { postgres, "-D", cluster.place.folder,
		"-k", cluster.place.sockets, "-p", PORT, "-c",
		"listen_addresses=", "-c", "unix_socket_permissions=0700", "-c",
		"max_connections=100", "-c", "fsync=on", "-c",
		"full_page_writes=on", NULL };

	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", cluster.place.programs);
	return (spawn(&cluster.place.account, start, 1, error));
}

/*
 * Gone, or only its exit status is left, which is fetched. (If it was taken
 * over that is for somebody else to do, who may never do it.)
 */
static int
is_gone(pid_t process)
{
	char folder[40];

	(void)waitpid(process, NULL, WNOHANG);
	(void)snprintf(folder, sizeof(folder), "/proc/%d/cwd", (int)process);
	return (access(folder, F_OK) == -1 && errno == ENOENT);
}

/* Answer: 0 when it answers, 1 when it ended, -1 when it took too long. */
static int
wait_ready(pid_t postmaster, const char *string)
{
	PGPing answer;
	int i;

	for (i = 0; i < RECOVER_LOOKS; i++) {
		answer = PQping(string);
		if (answer == PQPING_OK)
			return (0);
		if (is_gone(postmaster))
			return (1);
		if (i >= LOOKS && answer != PQPING_REJECT)
			break;
		if (i == LOOKS)
			printf("PostgreSQL is still repairing its files.\n");
		(void)usleep(LOOK_PERIOD);
	}
	return (-1);
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
		    " WHERE rolname = '" CLUSTER_SITE "')",
		    "CREATE ROLE " CLUSTER_SITE " LOGIN", error);
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

	cluster_log_begin(cluster.place.log);
	found = find_postmaster();
	cluster.started = found;
	if (found != 0 && wait_ready(found, string) == 0)
		return (0);
	cluster.started = start_postmaster(error);
	if (cluster.started == -1)
		return (-1);
	answer = wait_ready(cluster.started, string);
	if (answer == 0)
		return (0);
	if (answer == -1)
		(void)kill(cluster.started, SIGQUIT);
	cluster_log_explain(cluster.place.log,
	    answer == 1 ? "PostgreSQL does not start"
			: "PostgreSQL does not answer",
	    error);
	return (-1);
}

void
cluster_owner(void)
{
	if (cluster.owner != 0)
		cluster.owner = getpid();
}

void
cluster_abandon(void)
{
	if (cluster.owner == getpid() && cluster.started > 0)
		(void)kill(cluster.started, SIGINT);
}

int
cluster_watch(char error[FAILURE_MAX])
{
	static time_t looked;
	static int told;
	time_t now = time(NULL);
	pid_t child;

	if (cluster.owner != getpid() || now == looked)
		return (0);
	looked = now;
	if (!is_gone(cluster.started)) {
		told = 0;
		return (0);
	}
	child = start_postmaster(error);
	if (child != -1)
		cluster.started = child;
	if (told++)
		return (0);
	return (child == -1 ? -1 : 1);
}

/* At exit: if this process is the one to do so; and wait until it is gone. */
static void
cluster_stop(void)
{
	pid_t postmaster;
	int i;

	if (cluster.owner != getpid())
		return;
	cluster.owner = 0;
	postmaster = find_postmaster();
	if (postmaster == 0) /* or it has not got as far as its file */
		postmaster = cluster.started;
	if (postmaster <= 0)
		return;
	(void)kill(postmaster, SIGINT); /* a "fast" shutdown */
	for (i = 0; !is_gone(postmaster); i++) {
		if (i == STOP_LOOKS)
			(void)kill(postmaster, SIGQUIT);
		(void)usleep(LOOK_PERIOD);
	}
}

/* The lock is ours: so is the cluster. */
static int
start_own(char error[FAILURE_MAX])
{
	char *string;
	int answer;

	cluster.owner = getpid();
	if (cluster_place_find(&cluster.place, error) == -1 ||
	    (!cluster_place_exists(&cluster.place) &&
		make_cluster(error) == -1))
		return (-1);
	(void)atexit(cluster_stop);
	string = string_for(CLUSTER_OWNER, "postgres");
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

	if (cluster_place_find(&cluster.place, error) == -1)
		return (-1);
	string = cluster_string(CLUSTER_SITE);
	for (i = 0; i < LOOKS && PQping(string) != PQPING_OK; i++)
		(void)usleep(LOOK_PERIOD);
	free(string);
	if (i == LOOKS)
		return (failure(error,
		    "a microblog runs from this folder, but its database does"
		    " not answer"));
	return (0);
}

char *
cluster_string(const char *account)
{
	return (string_for(account, DATABASE));
}

int
cluster_start(char error[FAILURE_MAX])
{
	if (lock_site(error) != LOCK_TAKEN)
		return (-1);
	return (start_own(error));
}

int
cluster_join(char error[FAILURE_MAX])
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
