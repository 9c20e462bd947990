/* SPDX-License-Identifier: ISC */
/* The commands about who may become a member. */
#ifndef REGISTRATION_COMMAND_H
#define REGISTRATION_COMMAND_H

#include <libpq-fe.h>

/*
 * registration_command_door(connection, arguments):
 * Open or close the door: ${arguments}[0] is open, invite, approve or closed;
 * or if there is none, print how it is. Return the exit status.
 */
int registration_command_door(PGconn *, char **);

/*
 * registration_command_invite(connection, arguments):
 * Make an invitation with the options --uses, --days and --note, and print its
 * address. Return the exit status.
 */
int registration_command_invite(PGconn *, char **);

/* registration_command_list(connection, unused): Print the invitations. */
int registration_command_list(PGconn *, const char *);

/* registration_command_revoke(connection, id): Take an invitation back. */
int registration_command_revoke(PGconn *, const char *);

#endif
