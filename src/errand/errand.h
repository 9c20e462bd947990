/* SPDX-License-Identifier: ISC */
/*
 * The loop of a process beside the workers: it waits in the database for work,
 * does it piece by piece, and sleeps until there is more. It only connects; the
 * site has brought the schema up to date.
 */
#ifndef ERRAND_H
#define ERRAND_H

#include <libpq-fe.h>

#include "model/query.h"

/* A process of this kind. */
struct errand {
	const char *name; /* of its command and in the log */

	/* The query that subscribes a connection to news of new work. */
	struct query (*listen)(void);

	/*
	 * Do one piece of work, in statements that cannot take long. Return 1
	 * if there may be more to do at once, else 0; then the next piece is
	 * due in ${wait} ms, if it was set to less than it was.
	 */
	int (*work)(PGconn *, int *wait);
};

/* Unless NULL, called with the name of the process before it has seen anything
 * from outside: it gives up all rights that it does not need. */
extern void (*errand_confine)(const char *);

/*
 * errand_run(errand, string):
 * Work for ever on the database of the connection string ${string}. When that
 * is away, wait until it is back. Return when SIGTERM or SIGINT has arrived and
 * the piece at hand is done.
 */
void errand_run(const struct errand *, const char *);

/*
 * errand_begin(name):
 * errand_wait(file, time):
 * For a process of another kind: become the process with this ${name}, which
 * catches signals and gives up its rights; and wait for ${time} ms, or until
 * ${file} can be read, or a signal has arrived. Return -1 if there is no way to
 * catch signals, else 0.
 */
int errand_begin(const char *);
void errand_wait(int, int);

/* errand_is_over(): Return 1 if such a signal has arrived, else 0. */
int errand_is_over(void);

/*
 * errand_log(format, ...):
 * Log a line, below the name of the process: to standard output, or to the
 * system log if nobody can see that, as beside a daemon.
 */
void errand_log(const char *, ...) __attribute__((format(printf, 1, 2)));

/*
 * errand_complain(connection, what):
 * Log the last error of ${connection}, unless it is lost, which the loop logs.
 */
void errand_complain(const PGconn *, const char *);

#endif
