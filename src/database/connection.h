/*
 * Where the database is, and connections to it that one waits for, as start,
 * commands and tests do. (The workers' are pool.h's and news_line.h's.)
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <libpq-fe.h>

#include "base/buffer.h"
#include "base/failure.h"
#include "model/query.h"

/*
 * connection_string(url, error):
 * Make the connection string that everything uses out of ${url}, which is an
 * address (postgresql://...) or a list (host=... dbname=...): what it says,
 * and what the site needs besides.
 * Answer: a string to be freed; or NULL, and ${error} says what is wrong with
 * it, as a sentence that lacks its subject. A password never gets there.
 */
char *connection_string(const char *, char[FAILURE_MAX]);

/*
 * connection_open(string, error):
 * Connect with the string that connection_string() made, and wait; statements
 * may take as long as they like. Answer: a connection for PQfinish(); or NULL,
 * and ${error} says why not.
 */
PGconn *connection_open(const char *, char[FAILURE_MAX]);

/*
 * connection_set(out, keyword, value):
 * Add "keyword='value' " to a connection string, quoted as libpq reads it.
 */
void connection_set(struct buffer *, const char *, const char *);

/* connection_readable(connection): 1 if the server has sent something. */
int connection_readable(const PGconn *);

/*
 * connection_error(connection, error):
 * What the last question over ${connection} failed of, in one line.
 */
void connection_error(const PGconn *, char[FAILURE_MAX]);

/*
 * connection_ask(connection, query):
 * Ask ${query} over ${connection} and wait. The answer is never NULL and is
 * the caller's to PQclear(); its status tells whether it went well.
 * For commands and tests: the site asks through database.h.
 */
PGresult *connection_ask(PGconn *, const struct query *);

#endif
