/* SPDX-License-Identifier: ISC */
/* Sample people and posts, for looking at the site. */
#ifndef DEMO_H
#define DEMO_H

#include <libpq-fe.h>

#include "base/failure.h"

/*
 * demo_fill(connection, error):
 * Add the sample people, who follow one another and have written the posts of
 * assets/data/demo.txt during the last two weeks. Add all or nothing, leave
 * alone people who are there already, and print what was done.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int demo_fill(PGconn *, char[FAILURE_MAX]);

#endif
