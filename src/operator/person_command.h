/* SPDX-License-Identifier: ISC */
/* The commands about members. */
#ifndef PERSON_COMMAND_H
#define PERSON_COMMAND_H

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

#endif
