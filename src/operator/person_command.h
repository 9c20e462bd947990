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

/*
 * person_command_two_factor(arguments):
 * Turn two-factor sign-in off for the member with the nickname ${arguments}[0],
 * if ${arguments}[1] is "off". Return the exit status.
 */
int person_command_two_factor(char **);

/*
 * person_command_remove(arguments):
 * Delete the account of the member with the nickname ${arguments}[0], as if
 * they had done so. Unless ${arguments}[1] is --yes, the operator must type the
 * nickname again. Return the exit status.
 */
int person_command_remove(char **);

#endif
