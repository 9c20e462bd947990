/*
 * The private PostgreSQL of a microblog that was given no other: a cluster in
 * var/postgresql below the working directory, reached only through a Unix
 * socket in a folder that nobody else may enter, started and stopped with the
 * program. (Whoever can enter that folder, its account and root, needs no
 * password: they could read the cluster's files just as well.)
 */
#ifndef POSTGRES_H
#define POSTGRES_H

#include "base/failure.h"

/* Its accounts: the one that may do all, and the one that the site has. */
#define POSTGRES_OWNER "microblog"
#define POSTGRES_SITE  "microblog_site"

/*
 * postgres_start(error):
 * Start the private PostgreSQL for a site, which is then the only one that
 * runs from this folder; make it at the first start; take over one that a
 * killed program left running.
 * Answer: 0; or -1, and ${error} says why not.
 */
int postgres_start(char[FAILURE_MAX]);

/*
 * postgres_join(error):
 * The same for a command: it uses the one of the site that runs from this
 * folder, or starts it for as long as the command takes.
 */
int postgres_join(char[FAILURE_MAX]);

/*
 * postgres_string(account):
 * After one of these two, what connection_string() takes for one of the
 * accounts above; to be freed.
 */
char *postgres_string(const char *);

/*
 * postgres_owner():
 * From now on this process is the one that stops it when it exits. (It is at
 * first the one that started it; daemon() changes that.)
 */
void postgres_owner(void);

/*
 * postgres_watch(error):
 * Look after it, at most once a second: if it ended by itself it is started
 * again, and nobody waits until it answers. Nothing happens in a process that
 * is not the one to stop it.
 * Answer: 0 if there is nothing to tell, 1 if it is being started again, -1 if
 * it cannot be, and ${error} says why not; told once, until it ran for a while.
 */
int postgres_watch(char[FAILURE_MAX]);

/*
 * postgres_abandon():
 * Tell it to stop and do not wait: all that a signal handler may do.
 */
void postgres_abandon(void);

#endif
