/* SPDX-License-Identifier: ISC */
/* What the site and the operator's commands do first: find the database. */
#ifndef START_H
#define START_H

#include "base/failure.h"

enum start_as { START_SITE, START_COMMAND };

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

#endif
