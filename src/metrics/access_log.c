/* SPDX-License-Identifier: ISC */
#include "metrics/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "metrics/counters.h"

#define LINE 400 /* bytes; PIPE_BUF is the most that a pipe takes undivided */
#define ROOM (1024 * 1024) /* bytes in the pipe: some thousand lines */

static int ends[2] = { -1, -1 };
static int with_addresses;

int
access_log_start(
    const char *place, const char *addresses, char error[FAILURE_MAX])
{
	if (addresses == NULL || *addresses == '\0')
		addresses = "off";
	with_addresses = strcmp(addresses, "on") == 0;
	if (!with_addresses && strcmp(addresses, "off") != 0)
		return (failure(error,
		    "ACCESS_LOG_ADDRESSES: \"%s\" is neither on nor off",
		    addresses));
	if (place == NULL || *place == '\0')
		return (0);
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == -1)
		return (failure(error, "ACCESS_LOG: cannot make a pipe: %s",
		    strerror(errno)));
	/* Where the system allows less, lines are only lost sooner. */
	(void)fcntl(ends[1], F_SETPIPE_SZ, ROOM);
	return (1);
}

int
access_log_end(void)
{
	return (ends[0]);
}

int
access_log_is_on(void)
{
	return (ends[1] != -1);
}

int
access_log_has_addresses(void)
{
	return (with_addresses);
}

static int
write_time(char *out, size_t size)
{
	struct timespec now;
	struct tm utc;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &utc);
	return (snprintf(out, size,
	    "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\"",
	    utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
	    utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000));
}

/* Write a text, or null. */
static int
write_text(char *out, size_t size, const char *name, const char *text)
{
	if (text == NULL)
		return (snprintf(out, size, ",\"%s\":null", name));
	return (snprintf(out, size, ",\"%s\":\"%s\"", name, text));
}

/* None of our texts is long, or has a character that JSON escapes. */
static size_t
compose(char out[LINE], const struct access_line *line)
{
	size_t length = (size_t)write_time(out, LINE);

	length +=
	    (size_t)write_text(out + length, LINE - length, "id", line->id);
	length += (size_t)write_text(
	    out + length, LINE - length, "method", line->method);
	length +=
	    (size_t)write_text(out + length, LINE - length, "page", line->page);
	length += (size_t)snprintf(out + length, LINE - length,
	    ",\"status\":%d,\"bytes\":%" PRIu64 ",\"ms\":%.3f", line->status,
	    line->bytes, (double)line->microseconds / 1000);
	if (with_addresses)
		length += (size_t)write_text(
		    out + length, LINE - length, "address", line->address);
	length += (size_t)snprintf(out + length, LINE - length, "}\n");
	return (length);
}

void
access_log_add(const struct access_line *line)
{
	char text[LINE];
	size_t length;

	_Static_assert(LINE <= PIPE_BUF, "a line must be written undivided");
	if (ends[1] == -1)
		return;
	length = compose(text, line);
	if (write(ends[1], text, length) == (ssize_t)length)
		counter_add(COUNTER_LOG_LINES, 1);
	else
		counter_add(COUNTER_LOG_LOST, 1);
}
