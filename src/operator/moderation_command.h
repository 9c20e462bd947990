/* SPDX-License-Identifier: ISC */
/*
 * The commands that moderate. Each takes a connection and its arguments, which
 * end with NULL, and returns the exit status.
 */
#ifndef MODERATION_COMMAND_H
#define MODERATION_COMMAND_H

#include <libpq-fe.h>

/* person list [--only suspended] [--newest COUNT] */
int moderation_command_people(PGconn *, char **);

/* person show NICK */
int moderation_command_person(PGconn *, char **);

/* person suspend|restore NICK [--words TEXT] */
int moderation_command_suspend(PGconn *, char **);
int moderation_command_restore(PGconn *, char **);

/*
 * moderation_command_remove(connection, nickname):
 * Delete the account of the member with this ${nickname}. It cannot be undone,
 * and is not asked again.
 */
int moderation_command_remove(PGconn *, const char *);

/* post show ID, post remove ID [--words TEXT] */
int moderation_command_post(PGconn *, char **);
int moderation_command_remove_post(PGconn *, char **);

/* moderation log [--before ID], moderation undo ID */
int moderation_command_log(PGconn *, char **);
int moderation_command_undo(PGconn *, char **);

/* moderation close NETWORK|DOMAIN [--days COUNT] [--words TEXT],
 * moderation open NETWORK|DOMAIN */
int moderation_command_close(PGconn *, char **);
int moderation_command_open(PGconn *, char **);

#endif
