#include <sys/wait.h>
#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postgres/postgres_log.h"
#include "postgres/postgres_server.h"

#define RECOVER_LOOKS 36000 /* half an hour if it repairs its files */
#define STOP_LOOKS    1200  /* a minute until it is asked less kindly */

/* Does the process work in the cluster's folder? Every postmaster does. */
static int
works_there(const struct postgres_place *place, pid_t process)
{
	char link[40], folder[PATH_MAX];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/%d/cwd", (int)process);
	length = readlink(link, folder, sizeof(folder) - 1);
	if (length == -1)
		return (0);
	folder[length] = '\0';
	return (strcmp(folder, place->folder) == 0);
}

pid_t
postgres_server_find(const struct postgres_place *place)
{
	char path[PATH_MAX + 16];
	FILE *file;
	int number = 0;

	(void)snprintf(path, sizeof(path), "%s/postmaster.pid", place->folder);
	file = fopen(path, "re");
	if (file == NULL)
		return (0);
	if (fscanf(file, "%d", &number) != 1)
		number = 0;
	(void)fclose(file);
	if (number <= 0 || kill(number, 0) == -1)
		return (0);
	if (works_there(place, number))
		return (number);
	(void)unlink(path);
	return (0);
}

pid_t
postgres_server_start(
    const struct postgres_place *place, char error[FAILURE_MAX])
{
	char postgres[80];
	const char *const start[] = { postgres, "-D", place->folder, "-k",
		place->sockets, "-p", POSTGRES_PORT, "-c",
		"listen_addresses=", "-c", "unix_socket_permissions=0700", "-c",
		"max_connections=100", "-c", "fsync=on", "-c",
		"full_page_writes=on", NULL };

	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", place->programs);
	return (
	    postgres_log_spawn(place->log, &place->account, start, 1, error));
}

int
postgres_server_is_gone(pid_t process)
{
	char folder[40];

	(void)waitpid(process, NULL, WNOHANG);
	(void)snprintf(folder, sizeof(folder), "/proc/%d/cwd", (int)process);
	return (access(folder, F_OK) == -1 && errno == ENOENT);
}

int
postgres_server_wait(pid_t postmaster, const char *string)
{
	PGPing answer;
	int i;

	for (i = 0; i < RECOVER_LOOKS; i++) {
		answer = PQping(string);
		if (answer == PQPING_OK)
			return (0);
		if (postgres_server_is_gone(postmaster))
			return (1);
		if (i >= POSTMASTER_LOOKS && answer != PQPING_REJECT)
			break;
		if (i == POSTMASTER_LOOKS)
			printf("PostgreSQL is still repairing its files.\n");
		(void)usleep(POSTMASTER_LOOK_PERIOD);
	}
	return (-1);
}

void
postgres_server_stop(pid_t postmaster)
{
	int i;

	(void)kill(postmaster, SIGINT); /* a "fast" shutdown */
	for (i = 0; !postgres_server_is_gone(postmaster); i++) {
		if (i == STOP_LOOKS)
			(void)kill(postmaster, SIGQUIT);
		(void)usleep(POSTMASTER_LOOK_PERIOD);
	}
}
