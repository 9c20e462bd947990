/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>
#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postgres/postgres_log.h"
#include "postgres/postgres_server.h"

#define CHECK_PERIOD	50000 /* microseconds */
#define START_CHECKS	1200  /* a minute until it has to respond, */
#define RECOVERY_CHECKS 36000 /* or half an hour while it recovers */
#define STOP_CHECKS	1200  /* a minute before it has to stop at once */

/* Is this process the postmaster? It works in the data directory. */
static int
is_postmaster(const struct postgres_place *place, pid_t process)
{
	char link[40], folder[PATH_MAX];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/%d/cwd", (int)process);
	length = readlink(link, folder, sizeof(folder) - 1);
	if (length == -1)
		return (0);
	folder[length] = '\0';
	return (strcmp(folder, place->data) == 0);
}

pid_t
postgres_server_find(const struct postgres_place *place)
{
	char file_name[PATH_MAX + 16], lock[PATH_MAX + 32];
	FILE *file;
	int process;

	(void)snprintf(
	    file_name, sizeof(file_name), "%s/postmaster.pid", place->data);
	file = fopen(file_name, "re");
	if (file == NULL)
		return (0);
	if (fscanf(file, "%d", &process) != 1 || process < 0)
		process = 0;
	(void)fclose(file);
	if (process == 0 || is_postmaster(place, process))
		return (process);
	(void)unlink(file_name);
	(void)snprintf(
	    lock, sizeof(lock), "%s/" POSTGRES_SOCKET ".lock", place->sockets);
	(void)unlink(lock);
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

	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", place->programs);
	return (postgres_log_spawn(place->log, &place->user, start, 1, error));
}

int
postgres_server_is_gone(pid_t process)
{
	char folder[40];

	(void)waitpid(process, NULL, WNOHANG);
	(void)snprintf(folder, sizeof(folder), "/proc/%d/cwd", (int)process);
	return (access(folder, F_OK) == -1 && errno == ENOENT);
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
