/* The postmaster of the private PostgreSQL: from its start to its end. */
#ifndef POSTGRES_SERVER_H
#define POSTGRES_SERVER_H

#include <sys/types.h>

#include "base/failure.h"
#include "postgres/postgres_place.h"

#define POSTMASTER_LOOK_PERIOD 50000 /* microseconds */
#define POSTMASTER_LOOKS       1200  /* a minute until it must answer */

/*
 * postgres_server_find(place):
 * The postmaster that runs on the cluster, 0 if none does. The file that names
 * it outlives a crash: if its number belongs to another process by now, that
 * would keep PostgreSQL from starting, so the file is removed.
 */
pid_t postgres_server_find(const struct postgres_place *);

/*
 * postgres_server_start(place, error):
 * Start one, and do not wait until it answers.
 * Answer: its process id; or -1, and ${error} says why not.
 */
pid_t postgres_server_start(const struct postgres_place *, char[FAILURE_MAX]);

/*
 * postgres_server_is_gone(process):
 * 1 if it is gone, or only its exit status is left, which is fetched; else 0.
 * (If it was taken over that is for somebody else to do, who may never do it.)
 */
int postgres_server_is_gone(pid_t);

/*
 * postgres_server_wait(process, string):
 * Wait until it answers who connects as ${string} says.
 * Answer: 0 when it answers, 1 when it ended, -1 when it took too long.
 */
int postgres_server_wait(pid_t, const char *);

/* postgres_server_stop(process): and wait until it is gone. */
void postgres_server_stop(pid_t);

#endif
