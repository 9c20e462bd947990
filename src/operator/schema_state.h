/* SPDX-License-Identifier: ISC */
/* Which files of sql/schema made a database, or what a backup was made of. */
#ifndef SCHEMA_STATE_H
#define SCHEMA_STATE_H

#include <libpq-fe.h>

#include "base/failure.h"

#define SCHEMA_FILES 99 /* their names have two digits for this */

struct schema_file {
	char name[64];
	char checksum[65]; /* 64 hexadecimal digits */
};

struct schema_state {
	struct schema_file files[SCHEMA_FILES];
	int count;
};

/*
 * schema_state_add(state, name, checksum):
 * Append a file. Return 0, or -1 if the name, the checksum or the list is too
 * long.
 */
int schema_state_add(struct schema_state *, const char *, const char *);

/*
 * schema_state_read(connection, state, error):
 * Read the table "migration". Return 0; or -1, and ${error} says why not.
 */
int schema_state_read(PGconn *, struct schema_state *, char[FAILURE_MAX]);

/*
 * schema_state_missing(state, error):
 * Return how many files of this program the ${state} lacks; or -1 if it is that
 * of a newer program or of another version, and ${error} says of which.
 */
int schema_state_missing(const struct schema_state *, char[FAILURE_MAX]);

#endif
