/* SPDX-License-Identifier: ISC */
/* What the site and the operator's commands do first: find the database. */
#ifndef START_H
#define START_H

#include <libpq-fe.h>

#include "base/failure.h"

enum start_as {
	START_SITE,
	START_COMMAND,
	START_LOOK /* a command that creates no database */
};

/*
 * start_database(as, error):
 * Find the database and bring its schema up to date: DATABASE_URL's, or the
 * private one, which is started if it does not run and stops when the process
 * ends. The schema belongs to the role of DATABASE_OWNER_URL, if that is set,
 * or to the owner of the private database; then the site's role is another and
 * gets the rights that the site needs.
 * Return the connection string of the site's role, which the caller frees; or
 * NULL, and ${error} says what is wrong.
 */
char *start_database(enum start_as, char[FAILURE_MAX]);

/*
 * start_find(error):
 * Return what start_database() returns, for a process beside the workers: it
 * does not touch the database, which the site has started and migrated.
 */
char *start_find(char[FAILURE_MAX]);
/* Connection strings; the owner's is NULL if the site's role owns the schema.
 */
struct start_strings {
	char *site;
	char *owner;
};

/*
 * start_locate(as, strings, error):
 * Find the database as start_database() does, but leave its schema alone.
 * Return 0 and set both ${strings}, which must be NULL before; or -1, and
 * ${error} says what is wrong. Call start_forget() in either case.
 */
int start_locate(enum start_as, struct start_strings *, char[FAILURE_MAX]);

/*
 * start_connect(string, error):
 * Connect to a database that is fit for the site. Return a connection that the
 * caller must PQfinish(); or NULL, and ${error} says what is wrong.
 */
PGconn *start_connect(const char *, char[FAILURE_MAX]);

/*
 * start_prepare(strings, error):
 * Bring the schema up to date and grant the site's role its rights.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int start_prepare(const struct start_strings *, char[FAILURE_MAX]);

/* start_forget(strings): Free the ${strings}. */
void start_forget(struct start_strings *);

#endif
