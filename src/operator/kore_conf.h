/* SPDX-License-Identifier: ISC */
/*
 * What kore.conf says, for commands, which run without Kore. Of a setting that
 * occurs several times, the last one counts, as for Kore.
 */
#ifndef KORE_CONF_H
#define KORE_CONF_H

#include <limits.h>
#include <stddef.h>

#include "base/failure.h"

#define KORE_CONF_NAME	"kore.conf" /* in the working directory */
#define KORE_CONF_PAIRS 8	    /* certificates */

struct kore_conf {
	/* Numbers; 0 is one that is not set. */
	long workers;
	long worker_connections;
	long worker_files;
	long database_connections;

	char key_folder[PATH_MAX]; /* of the key manager; "" is ours */
	struct {
		char certificate[PATH_MAX];
		char key[PATH_MAX];
	} pairs[KORE_CONF_PAIRS];
	size_t pair_count;
};

/*
 * kore_conf_read(conf, error):
 * Read kore.conf and what it includes.
 * Return 0; or -1, and ${error} says what cannot be read.
 */
int kore_conf_read(struct kore_conf *, char[FAILURE_MAX]);

/*
 * kore_conf_line(conf, line):
 * Read one ${line}, which is changed, except for an include.
 * Return the file that it includes, or NULL.
 */
const char *kore_conf_line(struct kore_conf *, char *);

#endif
