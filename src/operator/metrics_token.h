/* SPDX-License-Identifier: ISC */
/*
 * With this secret, programs on other machines may read /metrics:
 * METRICS_TOKEN or METRICS_TOKEN_FILE in the environment.
 */
#ifndef METRICS_TOKEN_H
#define METRICS_TOKEN_H

#include "base/failure.h"

/*
 * metrics_token_read(error):
 * Read the token from the environment and take it out of there; we keep only
 * its hash. Call it in the parent, before the workers are forked. Return 0, or
 * -1 if a setting is wrong, with the reason in ${error}.
 */
int metrics_token_read(char[FAILURE_MAX]);

/*
 * metrics_token_valid(field):
 * Return 1 if ${field}, an Authorization header or NULL, is "Bearer " and the
 * token; else 0, also if there is no token. The time that this takes does not
 * reveal how much of it was right.
 */
int metrics_token_valid(const char *);

#endif
