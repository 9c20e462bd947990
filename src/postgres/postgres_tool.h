/* SPDX-License-Identifier: ISC */
/*
 * PostgreSQL's own programs pg_dump and pg_restore, started without a shell.
 * They get the connection in their environment, so that no other OS user can
 * read a password in the list of processes.
 */
#ifndef POSTGRES_TOOL_H
#define POSTGRES_TOOL_H

#include <sys/types.h>
#include <libpq-fe.h>

#include "base/failure.h"

#define TOOL_ARGUMENTS 8
#define TOOL_SAID_MAX  600 /* bytes, with the NUL */

struct postgres_tool {
	pid_t process;
	int output;	/* its standard output, to be read */
	int complaints; /* its standard error */
	char said[TOOL_SAID_MAX];
};

/*
 * postgres_tool_start(tool, name, arguments, connection, input, error):
 * Start the program ${name} of the installed PostgreSQL that has the version of
 * the server, or is the next newer one, with at most TOOL_ARGUMENTS
 * ${arguments} and a NULL. It connects as ${connection} does, and reads from
 * the file descriptor ${input}. It ends when this process does.
 * Return 0; or -1, and ${error} says what to install.
 */
int postgres_tool_start(struct postgres_tool *, const char *,
    const char *const[], PGconn *, int, char[FAILURE_MAX]);

/*
 * postgres_tool_read(tool, data, size):
 * Read up to ${size} bytes of its output. Return their number, 0 if it has
 * ended; or -1 if there is nothing yet, after a fraction of a second or when a
 * signal has arrived.
 */
ssize_t postgres_tool_read(struct postgres_tool *, void *, size_t);

/*
 * postgres_tool_end(tool, error):
 * Wait for its end. Return 0 if it succeeded; or -1, and ${error} has the
 * beginning of what it said.
 */
int postgres_tool_end(struct postgres_tool *, char[FAILURE_MAX]);

/* postgres_tool_stop(tool): end it, and wait for that. */
void postgres_tool_stop(struct postgres_tool *);

#endif
