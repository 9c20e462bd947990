/* SPDX-License-Identifier: ISC */
/* What the commands of several files need. */
#ifndef COMMAND_SHARED_H
#define COMMAND_SHARED_H

#include <libpq-fe.h>
#include <stdint.h>

#include "model/query.h"

/* The exit status of a command; USAGE is that of a wrong command line. */
enum status { DONE, FAILED, USAGE, WARNED };

/*
 * command_complain(sentence):
 * Print to standard error what went wrong, and return FAILED.
 */
int command_complain(const char *);

/*
 * command_database():
 * Connect to the database, with its schema up to date, as the site's role.
 * Return a connection that the caller must PQfinish(), or NULL after a
 * complaint.
 */
PGconn *command_database(void);

/*
 * command_ask(connection, query):
 * Return the rows of ${query}, which the caller must PQclear(), or NULL after a
 * complaint.
 */
PGresult *command_ask(PGconn *, struct query);

/* An option of a command and its value, as in --days 7; NULL: not given. */
struct command_option {
	const char *name;
	const char *value;
};

/*
 * command_options(arguments, options):
 * Read options and their values from ${arguments}, which end with NULL, into
 * ${options}, which end with one without a name. Return DONE; or USAGE after a
 * complaint, if there is anything else.
 */
int command_options(char **, struct command_option *);

/*
 * command_number(text, most, number):
 * Store in ${number} what ${text} says, from 1 to ${most}. Return DONE, or
 * FAILED if it is no such number.
 */
int command_number(const char *, int64_t, int64_t *);

/*
 * command_take_output():
 * Return a file descriptor of standard output, for data. From now on, whatever
 * is printed goes to standard error.
 */
int command_take_output(void);

#endif
