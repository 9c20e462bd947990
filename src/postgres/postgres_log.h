/* SPDX-License-Identifier: ISC */
/* The log of the private PostgreSQL and its initdb. */
#ifndef POSTGRES_LOG_H
#define POSTGRES_LOG_H

#include "base/failure.h"
#include "postgres/os_user.h"

/*
 * postgres_log_spawn(path, user, arguments, detached, error):
 * Call os_user_spawn() with the program's output appended to the log ${path}.
 * A log that has grown long is renamed first, and the one before it dropped.
 * Return the process id; or -1, and ${error} says why not.
 */
pid_t postgres_log_spawn(const char *, const struct os_user *,
    const char *const[], int, char[FAILURE_MAX]);

/*
 * postgres_log_explain(path, what, error):
 * Copy what the last program logged to standard error. Write ${what}, with the
 * reason if the log tells a common one, to ${error}.
 */
void postgres_log_explain(const char *, const char *, char[FAILURE_MAX]);

#endif
