/* SPDX-License-Identifier: ISC */
/*
 * Borrowed bytes, and how to take them apart.
 */
#ifndef SLICE_H
#define SLICE_H

#include <stddef.h>

struct slice {
	const char *bytes; /* not NUL-terminated */
	size_t length;
};

/* slice_cut(rest, end): cut what is before ${end} off ${rest}; return it. */
struct slice slice_cut(struct slice *, const char *);

/*
 * slice_until(rest, byte):
 * Cut off ${rest} what is before the first ${byte}, or all if there is none,
 * and return it. The byte itself is cut off, too, but not returned.
 */
struct slice slice_until(struct slice *, char);

/*
 * slice_token(rest):
 * Cut a token (RFC 9110, 5.6.2) off the front of ${rest}, and return it; it is
 * empty if there is none.
 */
struct slice slice_token(struct slice *);

/*
 * slice_skip(rest, byte):
 * If ${rest} begins with ${byte}, cut it off and return 1; else return 0.
 */
int slice_skip(struct slice *, char);

/* slice_trim(slice): return ${slice} without the white space around it. */
struct slice slice_trim(struct slice);

/*
 * slice_equals(slice, text):
 * slice_equals_nocase(slice, text):
 * slice_begins(slice, text):
 * Return 1 if ${slice} is ${text}; or is ${text} in any case; or begins with
 * ${text} in any case. Else return 0.
 */
int slice_equals(struct slice, const char *);
int slice_equals_nocase(struct slice, const char *);
int slice_begins(struct slice, const char *);

#endif
