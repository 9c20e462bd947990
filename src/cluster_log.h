/* What the private PostgreSQL and its initdb say. */
#ifndef CLUSTER_LOG_H
#define CLUSTER_LOG_H

#include "account.h"
#include "failure.h"

/*
 * cluster_log_spawn(path, account, arguments, apart, error):
 * account_spawn(), with what the program says going to the log; to a new one
 * if it has grown long, and the old one is kept once.
 * Answer: its process id; or -1, and ${error} says why not.
 */
pid_t cluster_log_spawn(const char *, const struct account *,
    const char *const[], int, char[FAILURE_MAX]);

/*
 * cluster_log_begin(path):
 * What is said from now on is what cluster_log_explain() is about.
 */
void cluster_log_begin(const char *);

/*
 * cluster_log_explain(path, what, error):
 * Print the last lines that were said to standard error, and write ${what}
 * with the reason, if they tell it, to ${error}.
 */
void cluster_log_explain(const char *, const char *, char[FAILURE_MAX]);

#endif
