/* SPDX-License-Identifier: ISC */
#include <sys/prctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "postgres/postgres_tool.h"

#define PROGRAMS     "/usr/lib/postgresql" /* one folder for each version */
#define NEWEST	     99
#define PATH_SIZE    80
#define READ_TIMEOUT 200 /* ms, so that progress is shown smoothly */

/* The messages in English, whatever the operator's language: we quote them. */
#define FIXED	  "PATH=/usr/local/bin:/usr/bin:/bin\nLC_ALL=C.UTF-8\n"
#define NAME	  "PGAPPNAME" /* the server should show its own */
#define VARIABLES 64
#define DISK_FULL "No space left on device"

static int
find(char path[PATH_SIZE], const char *name, int wanted)
{
	int version;

	for (version = wanted; version <= NEWEST; version++) {
		(void)snprintf(
		    path, PATH_SIZE, PROGRAMS "/%d/bin/%s", version, name);
		if (access(path, X_OK) == 0)
			return (0);
	}
	return (-1);
}

/*
 * Write the environment of the program to ${out}, one variable to a line: how
 * ${connection} connects, as the variables of libpq. A value with a line break
 * is left out; only a password could have one. (The programs set the timeouts
 * of our session options to none.)
 */
static void
write_environment(struct buffer *out, PGconn *connection)
{
	PQconninfoOption *options = PQconninfo(connection), *option;
	const char *home = getenv("HOME");

	buffer_text(out, FIXED);
	if (home != NULL && strchr(home, '\n') == NULL)
		buffer_format(out, "HOME=%s\n", home);
	if (options == NULL)
		abort(); /* no memory */
	for (option = options; option->keyword != NULL; option++)
		if (option->envvar != NULL && option->val != NULL &&
		    strcmp(option->envvar, NAME) != 0 &&
		    strchr(option->val, '\n') == NULL)
			buffer_format(
			    out, "%s=%s\n", option->envvar, option->val);
	PQconninfoFree(options);
}

/* Split the lines of ${text} into ${list}, which ends with NULL. */
static void
split(char *text, char *list[VARIABLES + 1])
{
	char *end;
	size_t count = 0;

	while (count < VARIABLES && (end = strchr(text, '\n')) != NULL) {
		*end = '\0';
		list[count++] = text;
		text = end + 1;
	}
	list[count] = NULL;
}

struct start {
	const char *path;
	char *words[TOOL_ARGUMENTS + 2];
	char *environment[VARIABLES + 1];
	int input, output, complaints;
};

/* In the child process. */
static void __attribute__((noreturn)) run(const struct start *start)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
		SIGPIPE };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)signal(signals[i], SIG_DFL);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) == -1 ||
	    dup2(start->input, STDIN_FILENO) == -1 ||
	    dup2(start->output, STDOUT_FILENO) == -1 ||
	    dup2(start->complaints, STDERR_FILENO) == -1 ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) == -1)
		_exit(126);
	(void)execve(start->path, start->words, start->environment);
	_exit(127);
}

/* Start it with two pipes that we read. Return its process id, or -1. */
static pid_t
spawn(struct postgres_tool *tool, struct start *start)
{
	int output[2], complaints[2];

	if (pipe2(output, O_CLOEXEC) == -1)
		return (-1);
	if (pipe2(complaints, O_CLOEXEC) == -1) {
		(void)close(output[0]);
		(void)close(output[1]);
		return (-1);
	}
	start->output = output[1];
	start->complaints = complaints[1];
	tool->process = fork();
	if (tool->process == 0)
		run(start);
	(void)close(output[1]);
	(void)close(complaints[1]);
	tool->output = output[0];
	tool->complaints = complaints[0];
	return (tool->process);
}

int
postgres_tool_start(struct postgres_tool *tool, const char *name,
    const char *const arguments[], PGconn *connection, int input,
    char error[FAILURE_MAX])
{
	int version = PQserverVersion(connection) / 10000;
	struct start start = { .input = input };
	struct buffer environment = { 0 };
	char path[PATH_SIZE];
	size_t i;

	tool->said[0] = '\0';
	if (find(path, name, version) == -1)
		return (failure(error,
		    "the server is PostgreSQL %d, and no %s of this version or"
		    " a newer one is installed in " PROGRAMS "; install"
		    " Debian's package postgresql-client-%d",
		    version, name, version));
	start.path = path;
	start.words[0] = path;
	for (i = 0; arguments[i] != NULL; i++)
		start.words[i + 1] = (char *)(uintptr_t)arguments[i];
	write_environment(&environment, connection);
	split(environment.data, start.environment);
	if (spawn(tool, &start) == -1) {
		buffer_free(&environment);
		return (failure(
		    error, "cannot start %s: %s", path, strerror(errno)));
	}
	explicit_bzero(environment.data, environment.length);
	buffer_free(&environment);
	return (0);
}

/* Keep the beginning of what it says. */
static void
listen_to(struct postgres_tool *tool)
{
	char text[TOOL_SAID_MAX];
	size_t said = strlen(tool->said);
	ssize_t length = read(tool->complaints, text, sizeof(text) - 1);

	if (length <= 0) {
		(void)close(tool->complaints);
		tool->complaints = -1;
		return;
	}
	text[length] = '\0';
	(void)snprintf(
	    tool->said + said, sizeof(tool->said) - said, "%s", text);
}

ssize_t
postgres_tool_read(struct postgres_tool *tool, void *data, size_t size)
{
	struct pollfd both[] = {
		{ .fd = tool->output, .events = POLLIN },
		{ .fd = tool->complaints, .events = POLLIN },
	};

	if (poll(both, 2, READ_TIMEOUT) <= 0)
		return (-1);
	if (both[1].revents != 0)
		listen_to(tool);
	if (both[0].revents == 0)
		return (-1);
	return (read(tool->output, data, size));
}

static int
wait_for(struct postgres_tool *tool)
{
	pid_t ended;
	int status = 0;

	while (tool->complaints != -1)
		listen_to(tool);
	(void)close(tool->output);
	do
		ended = waitpid(tool->process, &status, 0);
	while (ended == -1 && errno == EINTR);
	return (ended != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int
postgres_tool_end(struct postgres_tool *tool, char error[FAILURE_MAX])
{
	char *c;

	if (wait_for(tool))
		return (0);
	for (c = tool->said; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t')
			*c = c[1] == '\0' ? '\0' : ' ';
	return (failure(error, "%s%s",
	    strstr(tool->said, DISK_FULL) != NULL
		? "the disk of the database is full: "
		: "",
	    tool->said[0] != '\0' ? tool->said : "it was killed"));
}

void
postgres_tool_stop(struct postgres_tool *tool)
{
	(void)kill(tool->process, SIGTERM);
	(void)wait_for(tool);
}
