/* SPDX-License-Identifier: ISC */
/* Processes that are not our children, as /proc shows them. */
#ifndef PROCESS_H
#define PROCESS_H

#include <sys/types.h>

#include "postgres/os_user.h"

/*
 * process_is_gone(process):
 * Return 1 if the process has ended, else 0. A zombie has ended: if it is not
 * our child, its parent may never fetch its exit status.
 */
int process_is_gone(pid_t);

/*
 * process_find(program, user, folder, after):
 * Return the lowest id above ${after} of a process that runs ${program} with
 * the working directory ${folder}, or 0 if there is none. We look as ${user},
 * because root without CAP_SYS_PTRACE cannot see the folder of other OS users.
 */
pid_t process_find(const char *, const struct os_user *, const char *, pid_t);

#endif
