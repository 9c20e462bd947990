#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postgres/postgres_log.h"

#define LOG_MAX	   (10 * 1024 * 1024) /* bytes */
#define SHOWN_SIZE 4096
#define SHOWN	   10 /* lines */

static off_t beginning;

static int
open_log(const char *path)
{
	char old[PATH_MAX + 4];
	struct stat status;

	if (lstat(path, &status) == 0 && status.st_size > LOG_MAX) {
		(void)snprintf(old, sizeof(old), "%s.1", path);
		(void)rename(path, old);
		beginning = 0;
	}
	return (open(path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
}

pid_t
postgres_log_spawn(const char *path, const struct os_user *account,
    const char *const arguments[], int apart, char error[FAILURE_MAX])
{
	pid_t child;
	int output = open_log(path);

	if (output == -1)
		return (failure(
		    error, "cannot write %s: %s", path, strerror(errno)));
	child = os_user_spawn(account, arguments, output, apart);
	if (child == -1)
		(void)failure(
		    error, "cannot start a process: %s", strerror(errno));
	(void)close(output);
	return (child);
}

void
postgres_log_begin(const char *path)
{
	struct stat status;

	beginning = stat(path, &status) == 0 ? status.st_size : 0;
}

/* The end of what was said, as a string. */
static void
read_end(const char *path, char text[SHOWN_SIZE])
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	off_t start, end;
	ssize_t length = 0;

	if (file != -1) {
		end = lseek(file, 0, SEEK_END);
		start = end - (SHOWN_SIZE - 1);
		if (start < beginning)
			start = beginning;
		length = pread(file, text, SHOWN_SIZE - 1, start);
		(void)close(file);
	}
	text[length > 0 ? length : 0] = '\0';
}

/* Where the last lines begin. */
static const char *
last_lines(const char *text)
{
	const char *line = text + strlen(text);
	int count = 0;

	while (line > text) {
		if (line[-1] == '\n' && count++ == SHOWN)
			break;
		line--;
	}
	return (line);
}

void
postgres_log_explain(
    const char *path, const char *what, char error[FAILURE_MAX])
{
	char text[SHOWN_SIZE];
	const char *reason = "";

	read_end(path, text);
	if (strstr(text, "No space left on device") != NULL ||
	    strstr(text, "Check free disk space") != NULL)
		reason = ": the disk is full";
	else if (strstr(text, "Permission denied") != NULL)
		reason = ": it may not do so";
	fputs(last_lines(text), stderr);
	(void)failure(error,
	    "%s%s (its last words are above, all of them in"
	    " %s)",
	    what, reason, path);
}
