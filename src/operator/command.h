/* The operator's commands: microblog help, migrate, person add, ... */
#ifndef COMMAND_H
#define COMMAND_H

/*
 * command_run(argc, argv):
 * Do what the words behind the program's name say.
 * Answer: the exit status: 0 done, 1 it failed, 2 no such command. What
 * happened was printed.
 */
int command_run(int, char **);

#endif
