/* SPDX-License-Identifier: ISC */
/*
 * Bring the schema up to date: apply the files of sql/schema in the order of
 * their numbers, each in its own transaction, and record them in the table
 * "migration", so that none is applied twice.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <libpq-fe.h>
#include <stddef.h>

#include "base/failure.h"

struct migration {
	const char *file;     /* its name, which begins with its number */
	const char *text;     /* its statements */
	const char *checksum; /* 64 hexadecimal digits */
};

/*
 * migrate(connection, error):
 * Apply the compiled-in files that the database does not have yet, and print a
 * line for each. A second program that does the same waits for the first. A
 * role that does not own the schema can only check that nothing is missing.
 * Return how many files were applied, or -1 with the reason in ${error}; the
 * files before the one that failed stay applied.
 */
int migrate(PGconn *, char[FAILURE_MAX]);

/*
 * migrate_list(connection, list, count, error):
 * Do the same with the ${count} files of ${list}, numbered 1, 2, 3, ...
 */
int migrate_list(PGconn *, const struct migration *, size_t, char[FAILURE_MAX]);

/*
 * migrate_files(list, error):
 * Set ${list} to the compiled-in files. Return how many there are, or -1 with
 * the reason in ${error}.
 */
int migrate_files(const struct migration **, char[FAILURE_MAX]);

/*
 * migrate_grant(connection, role, error):
 * As the owner, grant ${role} what the site's statements need, and revoke
 * everything else (sql/schema/grants.sql).
 * Return 0, or -1 with the reason in ${error}.
 */
int migrate_grant(PGconn *, const char *, char[FAILURE_MAX]);

#endif
