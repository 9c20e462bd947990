/* What the private PostgreSQL and its initdb say. */
#ifndef CLUSTER_LOG_H
#define CLUSTER_LOG_H

#include "failure.h"

/*
 * cluster_log_open(path):
 * Open the log for more, or a new one if it has grown long; the old one is
 * kept once. Answer: a file descriptor, or -1.
 */
int cluster_log_open(const char *);

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
