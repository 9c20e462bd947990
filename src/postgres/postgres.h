/* SPDX-License-Identifier: ISC */
/*
 * The private PostgreSQL of a microblog that was given no DATABASE_URL. Its
 * data directory is var/postgresql below the working directory. It has no
 * network, only a Unix socket in a folder that nobody else may enter, and it
 * starts and stops with the program. (It asks for no password: only its OS user
 * and root can enter that folder, and they could read the files as well.)
 */
#ifndef POSTGRES_H
#define POSTGRES_H

#include "base/failure.h"

/* Its roles: the owner of everything, and the one that the site uses. */
#define POSTGRES_OWNER "microblog"
#define POSTGRES_SITE  "microblog_site"

/*
 * postgres_start(error):
 * Start the private PostgreSQL for a site, the only one in this folder. The
 * first start creates it. If a killed program left it running, take it over.
 * Return 0; or -1, and ${error} says why not.
 */
int postgres_start(char[FAILURE_MAX]);

/*
 * postgres_join(error):
 * The same for a command: use the PostgreSQL of the site that runs from this
 * folder, or start it until the command ends.
 */
int postgres_join(char[FAILURE_MAX]);

/*
 * postgres_find(error):
 * Only find out where the private PostgreSQL of this folder is.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int postgres_find(char[FAILURE_MAX]);

/*
 * postgres_string(role):
 * After one of these, return what connection_string() needs to connect as
 * ${role}, one of the roles above. The caller frees it.
 */
char *postgres_string(const char *);

/*
 * postgres_folder():
 * After one of these two, return its data directory; or else NULL.
 */
const char *postgres_folder(void);

/*
 * postgres_owner():
 * From now on this process stops PostgreSQL when it exits. Until then it is the
 * process that started it, which daemon() leaves.
 */
void postgres_owner(void);

/*
 * postgres_watch(error):
 * If PostgreSQL has ended by itself, start it again, without waiting until it
 * accepts connections. Check at most once a second, and only in the process
 * that stops it. Return 0 if there is nothing to log, 1 if it is starting
 * again, -1 if it cannot be started, and ${error} says why. Until a restart
 * succeeds, only the first try returns 1 or -1.
 */
int postgres_watch(char[FAILURE_MAX]);

/*
 * postgres_abandon():
 * Tell PostgreSQL to stop, and do not wait. Safe in a signal handler.
 */
void postgres_abandon(void);

#endif
