/* SPDX-License-Identifier: ISC */
#include "errand/logger.h"

#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "errand/errand.h"

#define ROOM 65536 /* bytes, some hundred lines */
#define LOOK 1000  /* ms */

static const char *place; /* NULL: standard output */
static int out = -1;
static int is_broken; /* and that was logged */

/* Is ${place} still the file that we write to? */
static int
is_same(void)
{
	struct stat here, there;

	return (fstat(out, &here) == 0 && stat(place, &there) == 0 &&
		here.st_dev == there.st_dev && here.st_ino == there.st_ino);
}

static void
complain(const char *what)
{
	if (!is_broken)
		errand_log("ACCESS_LOG: cannot %s %s: %s; lines are lost", what,
		    place == NULL ? "standard output" : place, strerror(errno));
	is_broken = 1;
}

/* Open the file, or the one that took its place. Return 0, or -1. */
static int
ready(void)
{
	if (place == NULL) {
		out = STDOUT_FILENO;
		return (0);
	}
	if (out != -1 && is_same())
		return (0);
	if (out != -1)
		(void)close(out);
	out = open(place, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
	if (out == -1)
		complain("open");
	return (out == -1 ? -1 : 0);
}

/* Write all of it, even if the first call takes only a part. */
static int
write_out(const char *text, size_t length)
{
	ssize_t done;

	while (length > 0) {
		done = write(out, text, length);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1) {
			complain("write to");
			return (-1);
		}
		text += done;
		length -= (size_t)done;
	}
	if (is_broken)
		errand_log("ACCESS_LOG: lines are written again");
	is_broken = 0;
	return (0);
}

/* Return how many bytes at the start of ${text} are whole lines that a pipe
 * takes undivided: others may write to standard output, too. */
static size_t
whole_lines(const char *text, size_t length)
{
	const char *end;

	if (length > PIPE_BUF)
		length = PIPE_BUF;
	end = memrchr(text, '\n', length);
	return (end == NULL ? 0 : (size_t)(end + 1 - text));
}

/* Write the lines of ${text}. Return how many bytes they are. */
static size_t
write_lines(const char *text, size_t length)
{
	size_t done = 0, lines;
	int works = ready() == 0;

	while ((lines = whole_lines(text + done, length - done)) > 0) {
		if (works)
			works = write_out(text + done, lines) == 0;
		done += lines;
	}
	return (done);
}

/* Take what is in the pipe. Return 1, 0 if it is empty, or -1 at its end. */
static int
take(void)
{
	static char text[ROOM];
	static size_t length;
	ssize_t more;
	size_t done;

	more = read(STDIN_FILENO, text + length, sizeof(text) - length);
	if (more == -1)
		return (errno == EAGAIN || errno == EINTR ? 0 : -1);
	if (more == 0)
		return (-1);
	length += (size_t)more;
	done = write_lines(text, length);
	length -= done;
	memmove(text, text + done, length);
	if (length == sizeof(text)) /* no line of ours is that long */
		length = 0;
	return (1);
}

int
logger_run(const char *given)
{
	int status;

	place = given == NULL || strcmp(given, "-") == 0 ? NULL : given;
	if (errand_begin("logger") == -1 ||
	    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) == -1)
		return (-1);
	for (;;) {
		status = take();
		if (status == -1 || (status == 0 && errand_is_over()))
			return (0);
		if (status == 0)
			errand_wait(STDIN_FILENO, LOOK);
	}
}
