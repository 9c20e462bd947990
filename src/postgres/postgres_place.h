/* SPDX-License-Identifier: ISC */
/* Where the private PostgreSQL is: its programs, its files, its OS user. */
#ifndef POSTGRES_PLACE_H
#define POSTGRES_PLACE_H

#include <limits.h>

#include "base/failure.h"
#include "postgres/os_user.h"

#define POSTGRES_PORT	"5432" /* only the end of the socket's name */
#define POSTGRES_SOCKET ".s.PGSQL." POSTGRES_PORT

/* What we append to a folder still fits into a path. */
#define PLACE_MAX (PATH_MAX - 64)

struct postgres_place {
	struct os_user user;
	char programs[64];	/* the folder of initdb and postgres */
	char base[PLACE_MAX];	/* holds everything but the sockets */
	char data[PATH_MAX];	/* PostgreSQL's data directory */
	char sockets[PATH_MAX]; /* short enough for a socket's address */
	char log[PATH_MAX];
};

/*
 * postgres_place_find(place, error):
 * Find out where the data directory of the working directory is, or is to be
 * created, and create the folders around it. It is in var/, unless we are root
 * and the OS user that runs PostgreSQL cannot enter var/; then it is in
 * /var/lib/microblog, and a line printed says so.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int postgres_place_find(struct postgres_place *, char[FAILURE_MAX]);

/* postgres_place_exists(place): 1 if the data directory exists, else 0. */
int postgres_place_exists(const struct postgres_place *);

#endif
