/* SPDX-License-Identifier: ISC */
/* The commands about members. */
#ifndef PERSON_COMMAND_H
#define PERSON_COMMAND_H

#include <libpq-fe.h>

/*
 * person_command_add(arguments):
 * Add the member with the nickname ${arguments}[0] and the e-mail address
 * ${arguments}[1]; ask for a password. Return the exit status.
 */
int person_command_add(char **);

/*
 * person_command_password(arguments):
 * Ask for a new password of the member with the nickname ${arguments}[0].
 * Return the exit status.
 */
int person_command_password(char **);

/*
 * person_command_link(connection, nickname):
 * Print a link with which the member with this ${nickname} sets a new password,
 * for the operator to pass on: for members whose mail does not arrive, and for
 * sites that send none. Return the exit status.
 */
int person_command_link(PGconn *, const char *);

/*
 * person_command_two_factor(connection, nickname):
 * Turn two-factor sign-in off for the member with this ${nickname}. Return the
 * exit status.
 */
int person_command_two_factor(PGconn *, const char *);

/*
 * person_command_role(connection, arguments):
 * Give the member with the nickname ${arguments}[0] the role ${arguments}[1].
 * Return the exit status.
 */
int person_command_role(PGconn *, char **);

/*
 * person_command_remove(arguments):
 * Delete the account of the member with the nickname ${arguments}[0], as if
 * they had done so. Unless there is an ${arguments}[1], the operator must type
 * the nickname again. Return the exit status.
 */
int person_command_remove(char **);

#endif
