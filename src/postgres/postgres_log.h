/* What the private PostgreSQL and its initdb say. */
#ifndef POSTGRES_LOG_H
#define POSTGRES_LOG_H

#include "base/failure.h"
#include "postgres/os_user.h"

/*
 * postgres_log_spawn(path, account, arguments, apart, error):
 * os_user_spawn(), with what the program says going to the log; to a new one
 * if it has grown long, and the old one is kept once.
 * Answer: its process id; or -1, and ${error} says why not.
 */
pid_t postgres_log_spawn(const char *, const struct os_user *,
    const char *const[], int, char[FAILURE_MAX]);

/*
 * postgres_log_begin(path):
 * What is said from now on is what postgres_log_explain() is about.
 */
void postgres_log_begin(const char *);

/*
 * postgres_log_explain(path, what, error):
 * Print the last lines that were said to standard error, and write ${what}
 * with the reason, if they tell it, to ${error}.
 */
void postgres_log_explain(const char *, const char *, char[FAILURE_MAX]);

#endif
