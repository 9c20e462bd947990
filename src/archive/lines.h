/* SPDX-License-Identifier: ISC */
/*
 * Cut a file into lines while it is read, so that only one line has to be kept.
 */
#ifndef LINES_H
#define LINES_H

#include <sys/types.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

/* Bytes of a line. The longest post has 4,000 bytes of UTF-8, of which JSON
 * makes six times as many at most, and 600 around them. */
#define LINE_MAX_BYTES 32768

/*
 * Write up to ${size} bytes to ${out}; return how many, 0 at the end; or -1,
 * and ${error} says why.
 */
typedef ssize_t lines_source(void *, char *, size_t, char[FAILURE_MAX]);

struct lines {
	lines_source *source;
	void *arg;
	int64_t number; /* of the line that was read last, from 1 */

	/* The rest is private. */
	int ended;
	size_t from, to; /* what is unread in ${bytes} */
	char bytes[LINE_MAX_BYTES + 1];
};

enum line_result { LINE_END, LINE_OK, LINE_TOO_LONG, LINE_ERROR };

/*
 * lines_open(lines, source, arg):
 * Begin to read from ${source}, which is called with ${arg}.
 */
void lines_open(struct lines *, lines_source *, void *);

/*
 * lines_read(lines, line, length, error):
 * Read the next line, without its line break, and lend it until the next call:
 * NUL-terminated, of ${length} bytes, among which may be NULs. A line that is
 * too long is skipped. After LINE_ERROR, ${error} says why.
 */
enum line_result lines_read(
    struct lines *, char **, size_t *, char[FAILURE_MAX]);

#endif
