/*
 * A piece of bytes that somebody else keeps, and how to take it apart.
 */
#ifndef SLICE_H
#define SLICE_H

#include <stddef.h>

struct slice {
	const char *bytes; /* not NUL-terminated */
	size_t length;
};

/* Of ASCII, in any locale. */
int is_digit(char);
int is_alphanumeric(char);

/* Cut what lies before ${end} off the front of ${rest}. */
struct slice slice_cut(struct slice *, const char *);

/* The same up to the first ${byte}, which goes too; all if there is none. */
struct slice slice_until(struct slice *, char);

/* The same up to the first byte that is no part of a token (RFC 9110, 5.6.2).
 */
struct slice slice_token(struct slice *);

/* If ${rest} begins with ${byte}, cut it off. Answer: 1 if it did, else 0. */
int slice_skip(struct slice *, char);

/* ${piece} without the white space around it. */
struct slice slice_trim(struct slice);

/* 1 if ${piece} is ${text}; or is it, capitals or not; or begins with it so. */
int slice_equals(struct slice, const char *);
int slice_equals_nocase(struct slice, const char *);
int slice_begins(struct slice, const char *);

#endif
