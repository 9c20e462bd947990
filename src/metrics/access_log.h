/* SPDX-License-Identifier: ISC */
/*
 * The access log: a line of JSON for each request. Workers write the lines into
 * a pipe that they share, and never wait: each line goes in at once and
 * undivided, or is lost and counted. A process beside the workers takes the
 * lines from there to a file (errand/logger.h).
 *
 * What is in a line is ours, not the client's: the page instead of the address,
 * which may be secret. Only the network address is the client's, if the
 * operator wants it.
 */
#ifndef ACCESS_LOG_H
#define ACCESS_LOG_H

#include <stdint.h>

#include "base/failure.h"

#define ACCESS_LOG_NAME "ACCESS_LOG" /* in the environment */

/* A request that is over. */
struct access_line {
	const char *id;	    /* or NULL: it never became a request */
	const char *method; /* or NULL */
	const char *page;
	int status;
	uint64_t bytes;
	uint64_t microseconds;
	const char *address; /* or NULL */
};

/*
 * access_log_start(place, addresses, error):
 * Log requests if ${place} is neither NULL nor empty; ${addresses} is "on",
 * "off", NULL or empty. Call it in the parent, before the workers are forked.
 * Return 1 if there is a log, 0 if there is none, and -1 if something is wrong,
 * which is in ${error}.
 */
int access_log_start(const char *, const char *, char[FAILURE_MAX]);

/* access_log_end(): Return the end of the pipe from which the lines come. */
int access_log_end(void);

/* access_log_is_on(), access_log_has_addresses(): Return 1 or 0. */
int access_log_is_on(void);
int access_log_has_addresses(void);

/* access_log_add(line): Write ${line} into the pipe, if there is a log. */
void access_log_add(const struct access_line *);

#endif
