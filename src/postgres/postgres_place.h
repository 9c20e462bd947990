/* Where the private PostgreSQL is: its programs, its files, its account. */
#ifndef POSTGRES_PLACE_H
#define POSTGRES_PLACE_H

#include <limits.h>

#include "base/failure.h"
#include "postgres/os_user.h"

#define POSTGRES_PORT "5432" /* the end of the socket's name, no more */

/* What is appended to a folder of ours has room in a path. */
#define PLACE_MAX (PATH_MAX - 64)

struct postgres_place {
	struct os_user account;
	char programs[64];	/* initdb and postgres are in there */
	char base[PLACE_MAX];	/* everything but the sockets is in there */
	char folder[PATH_MAX];	/* the cluster */
	char sockets[PATH_MAX]; /* short enough for a socket's address */
	char log[PATH_MAX];
};

/*
 * postgres_place_find(place, error):
 * Find out where the cluster of the working directory is, or should be made,
 * and make the folders around it. It is in var/; if we are root and the
 * account that runs PostgreSQL cannot get there, in /var/lib/microblog, and
 * that is printed.
 * Answer: 0; or -1, and ${error} says what is wrong.
 */
int postgres_place_find(struct postgres_place *, char[FAILURE_MAX]);

/* postgres_place_exists(place): 1 if the cluster was made, else 0. */
int postgres_place_exists(const struct postgres_place *);

#endif
