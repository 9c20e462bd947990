/* What the site and the operator's commands do first: find the database. */
#ifndef START_H
#define START_H

#include "base/failure.h"

enum start_as { START_SITE, START_COMMAND };

/*
 * start_database(as, error):
 * Find the database and bring its schema up to date: DATABASE_URL's, else the
 * private one, which is started for this and stops when the process ends. (A
 * command uses the one of a site that is running.) The schema belongs to the
 * account of DATABASE_OWNER_URL, if that is set, or to the private one's owner;
 * the site's account is then another, which may do what the site does and no
 * more.
 * Answer: the connection string of the site's account, to be freed; or NULL,
 * and ${error} says what is wrong.
 */
char *start_database(enum start_as, char[FAILURE_MAX]);

#endif
