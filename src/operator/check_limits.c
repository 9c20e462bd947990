/* SPDX-License-Identifier: ISC */
#include <sys/resource.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "database/connection.h"
#include "http/link_network.h"
#include "model/rate.h"
#include "model/upkeep.h"
#include "operator/check_limits.h"

#define NAME "limits"

/*
 * Files that a worker has open besides its connections and those of the
 * database: sockets to listen on and to the other processes, epoll, the log,
 * and those that a library opens for a moment. (Counted: 15.)
 */
#define FILES_SPARE 64

/* Connections of commands, and of what runs beside the workers. */
#define DATABASE_SPARE 5

static void
check_rates(const struct kore_conf *conf, struct checks *checks)
{
	char error[FAILURE_MAX];
	int visitor, member;

	if (rate_read(getenv("RATE_LIMITS"), error) == -1) {
		check_add(checks, NAME, CHECK_FAILED, "%s", error);
		return;
	}
	visitor = rate_limit(RATE_PAGES_VISITOR);
	member = rate_limit(RATE_PAGES_MEMBER);
	if (member != 0 && (visitor == 0 || visitor > member) &&
	    rate_window(RATE_PAGES_VISITOR) <= rate_window(RATE_PAGES_MEMBER))
		check_add(checks, NAME, CHECK_WARNING,
		    "RATE_LIMITS allows a visitor %s pages than a member; set"
		    " pages-visitor lower than pages-member",
		    visitor == 0 ? "any number of pages, rather" : "more");
	if (conf->worker_connections != 0 &&
	    rate_limit(RATE_CONNECTIONS) >= conf->worker_connections)
		check_add(checks, NAME, CHECK_WARNING,
		    "connections=%d in RATE_LIMITS lets one address take all"
		    " %ld connections of a worker; set it lower than"
		    " worker_max_connections in kore.conf",
		    rate_limit(RATE_CONNECTIONS), conf->worker_connections);
}

static void
check_networks(struct checks *checks)
{
	char error[FAILURE_MAX];

	if (link_network_read(getenv(LINK_NETWORKS_NAME), error) == -1)
		check_add(checks, NAME, CHECK_FAILED, "%s", error);
}

static void
check_files(const struct kore_conf *conf, struct checks *checks)
{
	long needed =
	    conf->worker_connections + conf->database_connections + FILES_SPARE;
	struct rlimit limit;

	if (conf->worker_files == 0 || conf->worker_connections == 0)
		return;
	if (conf->worker_files < needed)
		check_add(checks, NAME, CHECK_FAILED,
		    "worker_rlimit_nofiles is %ld, too few for"
		    " worker_max_connections %ld; set it to at least %ld in"
		    " kore.conf",
		    conf->worker_files, conf->worker_connections, needed);
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && getuid() != 0 &&
	    limit.rlim_max < (rlim_t)conf->worker_files)
		check_add(checks, NAME, CHECK_WARNING,
		    "worker_rlimit_nofiles is %ld, and this OS user may open"
		    " only %ld files (ulimit -Hn; LimitNOFILE of a systemd"
		    " unit); raise that or lower worker_max_connections and"
		    " worker_rlimit_nofiles",
		    conf->worker_files, (long)limit.rlim_max);
}

/* The kernel's limit, for all processes together. */
static void
check_all_files(const struct kore_conf *conf, struct checks *checks)
{
	FILE *file = fopen("/proc/sys/fs/file-max", "re");
	long long most = 0, needed;

	if (file == NULL)
		return;
	if (fscanf(file, "%lld", &most) != 1)
		most = 0;
	(void)fclose(file);
	needed = (long long)conf->workers * conf->worker_files;
	if (most > 0 && needed > most)
		check_add(checks, NAME, CHECK_FAILED,
		    "the workers may open %lld files, and the kernel allows"
		    " %lld in all (fs.file-max); raise that with sysctl",
		    needed, most);
}

void
check_limits(const struct kore_conf *conf, struct checks *checks)
{
	size_t before = checks->count;

	check_rates(conf, checks);
	check_networks(checks);
	check_files(conf, checks);
	check_all_files(conf, checks);
	if (checks->count == before)
		check_add(
		    checks, NAME, CHECK_OK, "do not contradict each other");
}

/* Compare with one limit of the database; a negative one is none. */
static void
compare(long needed, const char *text, const char *what, struct checks *checks)
{
	long most = strtol(text, NULL, 10);

	if (most < 0)
		return;
	if (needed > most)
		check_add(checks, "connections", CHECK_FAILED,
		    "the workers of kore.conf may open %ld connections to the"
		    " database (workers, times pgsql_conn_max and one), and %s"
		    " allows %ld; raise that, or lower pgsql_conn_max",
		    needed, what, most);
	else if (needed + DATABASE_SPARE > most)
		check_add(checks, "connections", CHECK_WARNING,
		    "the workers of kore.conf may open %ld connections to the"
		    " database, and %s allows %ld, which leaves fewer than %d"
		    " for commands; raise that, or lower pgsql_conn_max",
		    needed, what, most, DATABASE_SPARE);
}

void
check_connection_limits(
    PGconn *connection, const struct kore_conf *conf, struct checks *checks)
{
	struct query query = check_connections();
	PGresult *rows = connection_ask(connection, &query);
	long needed = conf->workers * (conf->database_connections + 1);
	size_t before = checks->count;

	if (PQntuples(rows) == 1 && conf->database_connections != 0) {
		compare(needed, PQgetvalue(rows, 0, 0),
		    "max_connections of PostgreSQL", checks);
		compare(needed, PQgetvalue(rows, 0, 1),
		    "CONNECTION LIMIT of the role", checks);
		compare(needed, PQgetvalue(rows, 0, 2),
		    "CONNECTION LIMIT of the database", checks);
		if (checks->count == before)
			check_add(checks, "connections", CHECK_OK,
			    "%ld of %s that the database allows, for this"
			    " node",
			    needed, PQgetvalue(rows, 0, 0));
	}
	PQclear(rows);
}
