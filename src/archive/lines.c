/* SPDX-License-Identifier: ISC */
#include "archive/lines.h"

#include <string.h>

void
lines_open(struct lines *lines, lines_source *source, void *arg)
{
	lines->source = source;
	lines->arg = arg;
	lines->number = 0;
	lines->ended = 0;
	lines->from = lines->to = 0;
}

/* Read more behind what is unread. Return 0, or -1. */
static int
fill(struct lines *lines, char error[FAILURE_MAX])
{
	ssize_t length;

	memmove(
	    lines->bytes, lines->bytes + lines->from, lines->to - lines->from);
	lines->to -= lines->from;
	lines->from = 0;
	length = lines->source(lines->arg, lines->bytes + lines->to,
	    LINE_MAX_BYTES - lines->to, error);
	if (length < 0)
		return (-1);
	lines->ended = length == 0;
	lines->to += (size_t)length;
	return (0);
}

/* Lend the line that ends at ${end}, before the line break there. */
static enum line_result
lend(struct lines *lines, char *end, char **line, size_t *length)
{
	*line = lines->bytes + lines->from;
	*length = (size_t)(end - *line);
	lines->from = (size_t)(end - lines->bytes);
	if (lines->from < lines->to)
		lines->from++;
	if (*length > 0 && end[-1] == '\r')
		(*length)--;
	(*line)[*length] = '\0';
	lines->number++;
	return (LINE_OK);
}

/* Skip the rest of a line that does not fit. */
static enum line_result
skip(struct lines *lines, char error[FAILURE_MAX])
{
	char *end = NULL;

	while (end == NULL && !lines->ended) {
		lines->from = lines->to = 0;
		if (fill(lines, error) == -1)
			return (LINE_ERROR);
		end = memchr(lines->bytes, '\n', lines->to);
	}
	lines->from =
	    end == NULL ? lines->to : (size_t)(end + 1 - lines->bytes);
	lines->number++;
	return (LINE_TOO_LONG);
}

enum line_result
lines_read(
    struct lines *lines, char **line, size_t *length, char error[FAILURE_MAX])
{
	char *end;

	for (;;) {
		end = memchr(
		    lines->bytes + lines->from, '\n', lines->to - lines->from);
		if (end != NULL)
			return (lend(lines, end, line, length));
		if (lines->ended && lines->from == lines->to)
			return (LINE_END);
		if (lines->ended)
			return (lend(
			    lines, lines->bytes + lines->to, line, length));
		if (lines->to - lines->from == LINE_MAX_BYTES)
			return (skip(lines, error));
		if (fill(lines, error) == -1)
			return (LINE_ERROR);
	}
}
