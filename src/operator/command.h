/* SPDX-License-Identifier: ISC */
/* The operator's commands: microblog help, migrate, person add, ... */
#ifndef COMMAND_H
#define COMMAND_H

/*
 * command_run(argc, argv):
 * Run the command that the arguments name, and print what happened. Return the
 * exit status: 0 done, 1 failed, 2 no such command.
 */
int command_run(int, char **);

#endif
