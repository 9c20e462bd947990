/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postgres/postgres_log.h"

#define LOG_MAX	  (10 * 1024 * 1024) /* bytes */
#define SHOWN_MAX 2048		     /* bytes, with the NUL */

/* Where the output of the last program begins. */
static off_t beginning;

static int
open_log(const char *path)
{
	char old[PATH_MAX + 4];
	struct stat status;

	beginning = lstat(path, &status) == 0 ? status.st_size : 0;
	if (beginning > LOG_MAX) {
		(void)snprintf(old, sizeof(old), "%s.1", path);
		(void)rename(path, old);
		beginning = 0;
	}
	return (open(path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
}

pid_t
postgres_log_spawn(const char *path, const struct os_user *user,
    const char *const arguments[], int detached, char error[FAILURE_MAX])
{
	pid_t child;
	int output = open_log(path);

	if (output == -1)
		return (failure(
		    error, "cannot write %s: %s", path, strerror(errno)));
	child = os_user_spawn(user, arguments, output, detached);
	if (child == -1)
		(void)failure(
		    error, "cannot start a process: %s", strerror(errno));
	(void)close(output);
	return (child);
}

/* Read the end of that output into ${text}, as a string. */
static void
read_end(const char *path, char text[SHOWN_MAX])
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	off_t start;
	ssize_t length = 0;

	if (file != -1) {
		start = lseek(file, 0, SEEK_END) - (SHOWN_MAX - 1);
		if (start < beginning)
			start = beginning;
		length = pread(file, text, SHOWN_MAX - 1, start);
		(void)close(file);
	}
	text[length > 0 ? length : 0] = '\0';
}

/* What PostgreSQL says, and what that means; the first that fits counts. */
static const struct cause {
	const char *said;
	const char *meaning;
} causes[] = {
	{ "could not resize shared memory segment",
	    "/dev/shm is too small for PostgreSQL; give it 64 MB (for a"
	    " container: --shm-size=64m)" },
	{ "could not open shared memory segment", "/dev/shm cannot be used" },
	{ "could not create shared memory segment",
	    "the kernel's limits for shared memory are too low" },
	{ "could not map anonymous shared memory",
	    "there is too little memory" },
	{ "could not create semaphores",
	    "the kernel's limits for semaphores are too low" },
	{ "No space left on device", "the disk is full" },
	{ "Check free disk space", "the disk is full" },
	{ "Disk quota exceeded", "the disk quota is used up" },
	{ "Read-only file system", "the disk is mounted read-only" },
	{ "Permission denied", "permission denied" },
};
#define CAUSES (sizeof(causes) / sizeof(causes[0]))

void
postgres_log_explain(
    const char *path, const char *what, char error[FAILURE_MAX])
{
	char text[SHOWN_MAX];
	size_t i;

	read_end(path, text);
	for (i = 0; i < CAUSES; i++)
		if (strstr(text, causes[i].said) != NULL)
			break;
	fputs(text, stderr);
	(void)failure(error,
	    "%s%s%s (its last messages are above; the whole log is %s)", what,
	    i < CAUSES ? ": " : "", i < CAUSES ? causes[i].meaning : "", path);
}
