/* SPDX-License-Identifier: ISC */
/* The commands backup, restore, and restore --try. */
#ifndef BACKUP_COMMAND_H
#define BACKUP_COMMAND_H

/*
 * backup_command_make(arguments):
 * Back up the database into the file ${arguments}[0], or to standard output if
 * that is "-". Return the exit status.
 */
int backup_command_make(char **);

/*
 * backup_command_restore(arguments):
 * Restore the backup ${arguments}[0] into the site's database, which must be
 * empty. Return the exit status.
 */
int backup_command_restore(char **);

/*
 * backup_command_try(arguments):
 * Restore the backup ${arguments}[0] into a database that is removed
 * afterwards, and print what it contains. Return the exit status.
 */
int backup_command_try(char **);

#endif
