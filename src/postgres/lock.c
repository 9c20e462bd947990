/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postgres/lock.h"

#define FOLDER	   "var"
#define FILE_NAME  FOLDER "/lock"
#define HOLDER_MAX 40	  /* bytes of the file, with a NUL */
#define SITE_TRIES 50	  /* for a site that is stopping */
#define TRY_PERIOD 100000 /* microseconds */

static const char *const holders[] = {
	[LOCK_FOR_SITE] = "site",
	[LOCK_FOR_COMMAND] = "command",
};

static int
open_file(char error[FAILURE_MAX])
{
	int file;

	if (mkdir(FOLDER, 0755) == -1 && errno != EEXIST)
		return (
		    failure(error, "cannot create the folder " FOLDER ": %s",
			strerror(errno)));
	file = open(FILE_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file == -1)
		return (failure(error,
		    "cannot open " FILE_NAME ": %s (did another OS user start"
		    " microblog here?)",
		    strerror(errno)));
	return (file);
}

/* Read who holds the lock. Return 1 if it is a site. */
static int
read_holder(int file, char text[HOLDER_MAX])
{
	ssize_t length = pread(file, text, HOLDER_MAX - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	return (strncmp(text, holders[LOCK_FOR_SITE],
		    strlen(holders[LOCK_FOR_SITE])) == 0);
}

enum lock_result
lock_take(enum lock_holder holder, char error[FAILURE_MAX])
{
	char other[HOLDER_MAX];
	int tries, file = open_file(error);

	if (file == -1)
		return (LOCK_FAILED);
	for (tries = 0; flock(file, LOCK_EX | LOCK_NB) == -1; tries++) {
		if (!read_holder(file, other)) {
			if (tries == 0)
				printf("Waiting for another microblog command"
				       " to end.\n");
		} else if (holder == LOCK_FOR_COMMAND) {
			(void)close(file);
			return (LOCK_SITE);
		} else if (tries >= SITE_TRIES) {
			(void)close(file);
			(void)failure(error,
			    "microblog is already running from this folder"
			    " (%s)",
			    other);
			return (LOCK_FAILED);
		}
		(void)usleep(TRY_PERIOD);
	}
	(void)!ftruncate(file, 0);
	(void)dprintf(file, "%s, process %d", holders[holder], (int)getpid());
	return (LOCK_TAKEN);
}
