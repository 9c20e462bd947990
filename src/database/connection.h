/* SPDX-License-Identifier: ISC */
/*
 * The connection string of the database, and blocking connections to it for
 * startup, commands and tests. (The workers use those of pool.h and
 * cache/news_listener.h.)
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <libpq-fe.h>

#include "base/buffer.h"
#include "base/failure.h"
#include "model/query.h"

/*
 * connection_string(url, error):
 * Build the connection string that everything uses: ${url}, either a URI
 * (postgresql://...) or a list (host=... dbname=...), plus the settings that
 * the site needs.
 * Return a string that the caller must free(); or NULL, and ${error} describes
 * the mistake as a sentence without its subject. It never contains a password.
 */
char *connection_string(const char *, char[FAILURE_MAX]);

/*
 * connection_open(string, error):
 * Connect with a string from connection_string(), blocking, with no limit on
 * how long statements may take.
 * Return a connection that the caller must PQfinish(); or NULL, and ${error}
 * says why.
 */
PGconn *connection_open(const char *, char[FAILURE_MAX]);

/*
 * connection_set(out, keyword, value):
 * Append "keyword='value' " to a connection string, quoted for libpq.
 */
void connection_set(struct buffer *, const char *, const char *);

/* connection_readable(connection): return 1 if the server sent something. */
int connection_readable(const PGconn *);

/*
 * connection_error(connection, error):
 * Set ${error} to the last error of ${connection}, in one line.
 */
void connection_error(const PGconn *, char[FAILURE_MAX]);

/*
 * connection_ask(connection, query):
 * Run ${query} and wait for its result, whose status says whether it succeeded.
 * It is never NULL, and the caller must PQclear() it. For commands and tests;
 * pages use database.h.
 */
PGresult *connection_ask(PGconn *, const struct query *);

#endif
