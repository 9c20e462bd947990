/* SPDX-License-Identifier: ISC */
/* The commands check and check --json. */
#ifndef CHECK_COMMAND_H
#define CHECK_COMMAND_H

/*
 * check_command_text(arguments):
 * check_command_json(arguments):
 * Check everything that can be checked from outside of the site, and print what
 * was found: one line each, or as JSON. There are no arguments.
 * Return the exit status: 0 if all is well, 1 if something has failed, 3 if
 * there are only warnings.
 */
int check_command_text(char **);
int check_command_json(char **);

#endif
