/* SPDX-License-Identifier: ISC */
/* A temporary database on the site's server, for trying a backup. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdint.h>

#include "base/failure.h"
#include "operator/start.h"

struct scratch {
	PGconn *server; /* a connection to the site's database */
	char name[40];
	struct start_strings strings; /* of the temporary database */
};

/*
 * scratch_create(scratch, strings, error):
 * Create an empty database on the server of ${strings}, whose role needs the
 * right to do that. Remove those that a killed program left behind.
 * Return 0 and set ${scratch}; or -1, and ${error} says what to do.
 */
int scratch_create(
    struct scratch *, const struct start_strings *, char[FAILURE_MAX]);

/* scratch_size(scratch): return its bytes on the server's disk, 0 if unknown.
 */
int64_t scratch_size(const struct scratch *);

/*
 * scratch_remove(scratch, error):
 * Remove it. Return 0; or -1, and ${error} says what to do.
 */
int scratch_remove(struct scratch *, char[FAILURE_MAX]);

#endif
