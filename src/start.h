/* What the site and the operator's commands do first: find the database. */
#ifndef START_H
#define START_H

#include <libpq-fe.h>

#include "failure.h"

enum start_as { START_SITE, START_COMMAND };

/*
 * start_database(as, error):
 * The connection string of the database: DATABASE_URL's, else the private
 * one's, which is started for this. It stops when the process ends. A command
 * uses the one of a site that is running.
 * Answer: a string to be freed; or NULL, and ${error} says what is wrong.
 */
char *start_database(enum start_as, char[FAILURE_MAX]);

/*
 * start_migrate(string, error):
 * Connect, and bring the schema up to date.
 * Answer: that connection; or NULL, and ${error} says what is wrong.
 */
PGconn *start_migrate(const char *, char[FAILURE_MAX]);

#endif
