/* SPDX-License-Identifier: ISC */
/* What "microblog check" finds: a list of what was looked at. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdio.h>

#include "base/failure.h"

#define CHECKS_MAX 40

enum check_state { CHECK_OK, CHECK_WARNING, CHECK_FAILED };

struct check {
	const char *name; /* one word; never freed */
	enum check_state state;
	char text[FAILURE_MAX]; /* what was found, and what to do about it */
};

struct checks {
	struct check list[CHECKS_MAX];
	size_t count;
};

/* check_add(checks, name, state, format, ...): append a check. */
void check_add(struct checks *, const char *, enum check_state, const char *,
    ...) __attribute__((format(printf, 4, 5)));

/* check_worst(checks): return the worst state of them. */
enum check_state check_worst(const struct checks *);

/*
 * check_print(checks, least):
 * Print a line for each check that is at least as bad as ${least}.
 */
void check_print(const struct checks *, enum check_state);

/* check_json(checks, out): write all of them to ${out} as one JSON object. */
void check_json(const struct checks *, FILE *);

#endif
