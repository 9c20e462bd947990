/* SPDX-License-Identifier: ISC */
/* The postmaster of the private PostgreSQL: from its start to its end. */
#ifndef POSTGRES_SERVER_H
#define POSTGRES_SERVER_H

#include <sys/types.h>

#include "base/failure.h"
#include "postgres/postgres_place.h"

enum postgres_server_state {
	SERVER_READY,
	SERVER_ENDED,
	SERVER_SILENT, /* it took too long */
};

/*
 * postgres_server_find(place):
 * Return the process id of the postmaster that runs on the data directory, 0 if
 * there is none.
 */
pid_t postgres_server_find(const struct postgres_place *);

/*
 * postgres_server_start(place, error):
 * Start a postmaster, without waiting for it to accept connections. Before
 * that, kill the processes that one left behind when it was killed, and remove
 * its lock files, over which PostgreSQL would refuse to start.
 * Return its process id; 0 if the processes are just ending, so try again soon;
 * or -1, and ${error} says why not.
 */
pid_t postgres_server_start(const struct postgres_place *, char[FAILURE_MAX]);

/*
 * postgres_server_is_gone(process):
 * Return 1 if the process has ended, else 0.
 */
int postgres_server_is_gone(pid_t);

/*
 * postgres_server_wait(process, string):
 * Wait until a client with the connection string ${string} is let in. Give up
 * when the postmaster ${process} ends; 0 is one that another program watches.
 */
enum postgres_server_state postgres_server_wait(pid_t, const char *);

/* postgres_server_stop(process): stop the postmaster and wait for its end. */
void postgres_server_stop(pid_t);

#endif
