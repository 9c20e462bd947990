/* SPDX-License-Identifier: ISC */
/*
 * The clerk: the process that does what would take too long for a page, in
 * steps that nobody notices.
 *
 * An errand of the clerk is one statement that does one step: it changes some
 * hundred rows at most, and several clerks may run it at once. It returns a row
 * if there was something to do, or will be:
 *
 *	more		true: do the next step at once (may be missing)
 *	wait		seconds until the next step is due (may be missing, or
 *NULL) changed		topics of public pages that changed (news.h; may be
 *missing)
 *
 * To add one, append it to the list in clerk.c. Who makes work for it calls
 * pg_notify('microblog_clerk', '') in the same transaction; otherwise the clerk
 * finds it within a minute.
 */
#ifndef CLERK_H
#define CLERK_H

/*
 * clerk_run(string):
 * Do what is due in the database of the connection string ${string}, until
 * SIGTERM or SIGINT arrives. Return 0, the exit status.
 */
int clerk_run(const char *);

#endif
