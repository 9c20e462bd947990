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
#define SITE	   "site"    /* what the holder writes into the file, */
#define COMMAND	   "command" /* with its process id behind it */
#define PATIENCE   50	     /* tries, a tenth of a second apart */
#define TRY_PERIOD 100000    /* microseconds */

static int
open_file(char error[FAILURE_MAX])
{
	int file;

	if (mkdir(FOLDER, 0755) == -1 && errno != EEXIST)
		return (failure(
		    error, "cannot make the folder var: %s", strerror(errno)));
	file = open(FILE_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file == -1)
		return (failure(error,
		    "cannot open " FILE_NAME ": %s (was microblog started by"
		    " another account here?)",
		    strerror(errno)));
	return (file);
}

static int
read_holder(int file, char holder[40])
{
	ssize_t length = pread(file, holder, 39, 0);

	holder[length > 0 ? length : 0] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
	return (strncmp(holder, SITE, strlen(SITE)) == 0);
}

static void
write_holder(int file, const char *kind)
{
	(void)!ftruncate(file, 0);
	(void)dprintf(file, "%s %d\n", kind, (int)getpid());
}

enum lock_result
lock_site(char error[FAILURE_MAX])
{
	char holder[40];
	int i, file = open_file(error);

	if (file == -1)
		return (LOCK_FAILED);
	for (i = 0; i < PATIENCE; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0) {
			write_holder(file, SITE);
			return (LOCK_TAKEN);
		}
		(void)usleep(TRY_PERIOD);
	}
	if (read_holder(file, holder))
		(void)failure(error,
		    "microblog is already running from this folder (%s)",
		    holder);
	else
		(void)failure(error,
		    "a microblog command is at work in this folder (%s); start"
		    " the site when it is done",
		    holder);
	(void)close(file);
	return (LOCK_FAILED);
}

enum lock_result
lock_command(char error[FAILURE_MAX])
{
	char holder[40];
	int said = 0, file = open_file(error);

	if (file == -1)
		return (LOCK_FAILED);
	while (flock(file, LOCK_EX | LOCK_NB) == -1) {
		if (read_holder(file, holder)) {
			(void)close(file);
			return (LOCK_SITE);
		}
		if (!said)
			printf("Waiting for another microblog command.\n");
		said = 1;
		(void)usleep(TRY_PERIOD);
	}
	write_holder(file, COMMAND);
	return (LOCK_TAKEN);
}
