/*
 * The schema, brought up to date step by step: the files of sql/schema, each
 * in a transaction of its own, in the order of their numbers, and never twice.
 * Which ones a database has is written in its table "migration".
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <libpq-fe.h>
#include <stddef.h>

#include "base/failure.h"

struct migration {
	const char *file;     /* "0001_person.sql": its number comes first */
	const char *text;     /* its statements */
	const char *checksum; /* 64 hexadecimal digits */
};

/*
 * migrate(connection, error):
 * Apply what is compiled in and the database does not have yet, and print a
 * line for each file. A second program that does the same waits.
 * An account that does not own the schema can only find that all is there.
 * Answer: how many files were applied; or -1, and ${error} says why not, and
 * then the database is as the last file that went well left it.
 */
int migrate(PGconn *, char[FAILURE_MAX]);

/*
 * migrate_list(connection, list, count, error):
 * The same with the ${count} files of ${list}, numbered 1, 2, 3, ...
 */
int migrate_list(PGconn *, const struct migration *, size_t, char[FAILURE_MAX]);

/*
 * migrate_grant(connection, account, error):
 * As the owner, let ${account} do what the statements of the site do, and
 * nothing else: what sql/schema/grants.sql says.
 * Answer: 0; or -1, and ${error} says why not.
 */
int migrate_grant(PGconn *, const char *, char[FAILURE_MAX]);

#endif
