/* SPDX-License-Identifier: ISC */
/*
 * One microblog at a time manages the private database of a folder: the site,
 * or a command while no site runs. The kernel holds the lock, on var/lock, so a
 * killed program leaves none behind. The workers of a site inherit it.
 */
#ifndef LOCK_H
#define LOCK_H

#include "base/failure.h"

enum lock_holder { LOCK_FOR_SITE, LOCK_FOR_COMMAND };

enum lock_result {
	LOCK_TAKEN,  /* until this process and its children end */
	LOCK_SITE,   /* a site is running from this folder */
	LOCK_FAILED, /* ${error} says why */
};

/*
 * lock_take(holder, error):
 * Lock the working directory. Wait for a command that holds the lock to end. If
 * a site holds it, return LOCK_SITE to a command; for another site, wait a few
 * seconds in case the first is just stopping, then fail.
 */
enum lock_result lock_take(enum lock_holder, char[FAILURE_MAX]);

#endif
