/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "postgres/postgres_log.h"
#include "postgres/postgres_server.h"
#include "postgres/process.h"

#define CHECK_PERIOD	50000 /* microseconds */
#define START_CHECKS	1200  /* a minute until it has to respond, */
#define RECOVERY_CHECKS 36000 /* or half an hour while it recovers */
#define STOP_CHECKS	1200  /* a minute before it has to stop at once */

/*
 * The one rule for everything that a PostgreSQL may have left behind: only a
 * PostgreSQL process whose working directory is the data directory has a claim
 * to it. What lock files say does not matter, because after a crash the number
 * in them may be that of any other process. Return the next such process after
 * ${process}, or 0.
 */
static pid_t
next_claim(const struct postgres_place *place, pid_t process)
{
	return (process_find("postgres", &place->user, place->data, process));
}

static void
lock_path(const struct postgres_place *place, char path[PATH_MAX + 32])
{
	(void)snprintf(path, PATH_MAX + 32, "%s/postmaster.pid", place->data);
}

/* Of all with a claim, the postmaster is the one that its lock file names. */
pid_t
postgres_server_find(const struct postgres_place *place)
{
	char path[PATH_MAX + 32];
	pid_t process = 0;
	FILE *file;
	int named;

	lock_path(place, path);
	file = fopen(path, "re");
	if (file == NULL)
		return (0);
	if (fscanf(file, "%d", &named) != 1)
		named = 0;
	(void)fclose(file);
	/* A single-user PostgreSQL writes its number with a minus. */
	do
		process = next_claim(place, process);
	while (process != 0 && process != named && process != -named);
	return (process);
}

/*
 * Without a postmaster, kill what it left behind, and remove its lock files if
 * nothing is left. Return 0, or -1 if something is.
 */
static int
clear(const struct postgres_place *place)
{
	char path[PATH_MAX + 32];
	pid_t process = next_claim(place, 0);

	if (postgres_server_find(place) != 0)
		return (0);
	if (process != 0) {
		for (; process != 0; process = next_claim(place, process))
			(void)kill(process, SIGKILL);
		return (-1);
	}
	lock_path(place, path);
	(void)unlink(path);
	(void)snprintf(
	    path, sizeof(path), "%s/" POSTGRES_SOCKET ".lock", place->sockets);
	(void)unlink(path);
	return (0);
}

pid_t
postgres_server_start(
    const struct postgres_place *place, char error[FAILURE_MAX])
{
	char postgres[80];
	const char *const start[] = { postgres, "-D", place->data, "-k",
		place->sockets, "-p", POSTGRES_PORT, "-c",
		"listen_addresses=", "-c", "unix_socket_permissions=0700", "-c",
		"max_connections=100", "-c", "fsync=on", "-c",
		"full_page_writes=on", NULL };

	if (clear(place) == -1)
		return (0);
	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", place->programs);
	return (postgres_log_spawn(place->log, &place->user, start, 1, error));
}

int
postgres_server_is_gone(pid_t process)
{
	(void)waitpid(process, NULL, WNOHANG);
	return (process_is_gone(process));
}

enum postgres_server_state
postgres_server_wait(pid_t postmaster, const char *string)
{
	PGPing state;
	int i;

	for (i = 0; i < RECOVERY_CHECKS; i++) {
		state = PQping(string);
		if (state == PQPING_OK)
			return (SERVER_READY);
		if (postmaster != 0 && postgres_server_is_gone(postmaster))
			return (SERVER_ENDED);
		if (i >= START_CHECKS && state != PQPING_REJECT)
			break;
		if (i == START_CHECKS)
			printf("PostgreSQL is still recovering.\n");
		(void)usleep(CHECK_PERIOD);
	}
	return (SERVER_SILENT);
}

void
postgres_server_stop(pid_t postmaster)
{
	int i;

	(void)kill(postmaster, SIGINT); /* a "fast" shutdown */
	for (i = 0; !postgres_server_is_gone(postmaster); i++) {
		if (i == STOP_CHECKS)
			(void)kill(postmaster, SIGQUIT);
		(void)usleep(CHECK_PERIOD);
	}
}
