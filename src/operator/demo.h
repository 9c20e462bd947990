/* Sample people and posts, for looking at the site. */
#ifndef DEMO_H
#define DEMO_H

#include <libpq-fe.h>

#include "base/failure.h"

/*
 * demo_fill(connection, error):
 * Add the people of the demonstration, who follow each other and have posted
 * for two weeks what assets/demo.txt says; all or nothing. Whoever is there
 * already is left alone. What was done is printed.
 * Answer: 0; or -1, and ${error} says what is wrong.
 */
int demo_fill(PGconn *, char[FAILURE_MAX]);

#endif
