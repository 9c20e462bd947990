/*
 * One microblog at a time runs from a folder. The lock is on var/lock; it is
 * the kernel's, so that none is left behind by a killed program. The workers
 * of a site inherit it.
 */
#ifndef LOCK_H
#define LOCK_H

#include "base/failure.h"

enum lock_result {
	LOCK_TAKEN,  /* until the process and its children end */
	LOCK_SITE,   /* a site runs from this folder */
	LOCK_FAILED, /* ${error} says why */
};

/*
 * lock_site(error):
 * For a site. Waits some seconds for one that is just stopping.
 * Answer: LOCK_TAKEN or LOCK_FAILED.
 */
enum lock_result lock_site(char[FAILURE_MAX]);

/*
 * lock_command(error):
 * For a command. Waits for another one to end.
 */
enum lock_result lock_command(char[FAILURE_MAX]);

#endif
