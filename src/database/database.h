/* SPDX-License-Identifier: ISC */
/*
 * Send queries to PostgreSQL without blocking the worker. Built on Kore's
 * asynchronous pgsql layer, it pipelines several queries in one round trip and
 * prepares each once per connection. If a connection is lost, queries that only
 * read are retried once.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>

#include <stdint.h>

#include "database/pool.h"
#include "database/queue.h"
#include "model/query.h"

enum database_state {
	DATABASE_WAITING,     /* the request sleeps and will be woken */
	DATABASE_DONE,	      /* ${rows} holds the results */
	DATABASE_UNAVAILABLE, /* no connection or no response in time: retry */
	DATABASE_FAILED	      /* the server rejected a query: our own bug */
};

enum exchange_phase {
	EXCHANGE_NONE, /* not under way */
	EXCHANGE_QUEUE,
	EXCHANGE_CONNECT,
	EXCHANGE_SEND,
	EXCHANGE_RECEIVE,
	EXCHANGE_ERROR, /* retry, or give up */
	EXCHANGE_DONE,
	EXCHANGE_UNAVAILABLE,
	EXCHANGE_FAILED
};

#define EXCHANGE_QUERIES 5 /* that can be sent together */

/* Queries that are sent together. Zero it before its first use. */
struct exchange {
	struct query queries[EXCHANGE_QUERIES];
	PGresult *rows[EXCHANGE_QUERIES]; /* of each query */
	int count;			  /* of queries */
	char reason[256];		  /* why it failed, for the log */

	/* The rest is private to database.c. */
	enum exchange_phase phase;
	struct http_request *request;
	struct place place;
	struct borrowed borrowed;
	struct kore_event event; /* the connection is readable */
	int at;			 /* the query whose result comes next */
	unsigned preparing;	 /* bit mask of queries being prepared */
	int received;		 /* everything, or the connection ended */
	PGresult *error;	 /* the first that the server reported */
	int retries;
	int expired;	   /* the deadline passed */
	uint64_t deadline; /* Kore's clock, ms */
	TAILQ_ENTRY(exchange) list;
};

/* database_worker(): start watching deadlines. Call once in each worker. */
void database_worker(void);

/*
 * database_ask(exchange, request, queries, count):
 * Start ${count} queries together, at most EXCHANGE_QUERIES. Their values are
 * borrowed until the exchange is over. A query that writes must be sent alone.
 * While the result is DATABASE_WAITING the request sleeps; call
 * database_continue() each time it wakes. After DATABASE_DONE the caller must
 * PQclear() the ${rows}; in any other state there are none. After
 * DATABASE_UNAVAILABLE and DATABASE_FAILED, ${reason} says why.
 */
enum database_state database_ask(
    struct exchange *, struct http_request *, const struct query *, int);
enum database_state database_continue(struct exchange *);

/*
 * database_in_doubt(exchange):
 * Return 1 if ${exchange}, which is under way or lost, may have written
 * something or may still do so; else 0.
 */
int database_in_doubt(const struct exchange *);

/*
 * database_drop(exchange):
 * Abandon the exchange because its request is over. Does nothing if the
 * exchange is not under way, so it may be called again.
 */
void database_drop(struct exchange *);

#endif
