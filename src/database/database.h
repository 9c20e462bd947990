/*
 * How questions travel to PostgreSQL and back without the worker waiting:
 * through Kore's asynchronous pgsql layer, several in one round trip, prepared
 * once a connection, and asked again once when what only reads was lost on the
 * way.
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
	DATABASE_DONE,	      /* ${rows} holds the answer */
	DATABASE_UNAVAILABLE, /* nobody answered, or not in time: try later */
	DATABASE_FAILED	      /* a fault of ours: the statement was refused */
};

#define EXCHANGE_QUERIES 4 /* that can travel together */

/* Queries under way together. Zeroed before its first use. */
struct exchange {
	/* To each query its answer. */
	PGresult *rows[EXCHANGE_QUERIES];
	char reason[256]; /* why it is away or failed, for the log */

	/* The rest is database.c's. */
	struct kore_event event; /* there is something to read */
	struct query queries[EXCHANGE_QUERIES];
	int count;
	struct http_request *request;
	struct borrowed borrowed;
	struct place place;
	enum { EXCHANGE_NONE, EXCHANGE_CONNECT, EXCHANGE_SENT } phase;
	int at;		    /* the query whose answer comes next */
	unsigned preparing; /* a bit for each that is to be prepared first */
	int over;	    /* nothing more will come */
	PGresult *error;    /* what the server refused one of them with */
	int tries;	    /* how often it was asked */
	int expired;	    /* its deadline passed */
	uint64_t deadline;  /* Kore's clock, ms */
	TAILQ_ENTRY(exchange) list;
};

/* database_worker(): start watching the deadlines; once in each worker. */
void database_worker(void);

/*
 * database_ask(exchange, request, queries, count):
 * Ask ${count} queries at once, at most EXCHANGE_QUERIES; their values are
 * borrowed until the question is over. What writes travels alone. While the
 * answer is DATABASE_WAITING the request sleeps; call database_continue()
 * whenever it was woken. After DATABASE_DONE, and only then, ${rows} are
 * the asker's to PQclear(); after DATABASE_UNAVAILABLE and DATABASE_FAILED
 * ${reason} says why.
 */
enum database_state database_ask(
    struct exchange *, struct http_request *, const struct query *, int);
enum database_state database_continue(struct exchange *);

/*
 * database_in_doubt(exchange):
 * 1 if it is not known whether ${exchange}, which is under way or lost, wrote
 * or will yet write something; else 0.
 */
int database_in_doubt(const struct exchange *);

/*
 * database_drop(exchange):
 * The request is over; whatever is under way is forgotten. Harmless when
 * nothing is, and when called again.
 */
void database_drop(struct exchange *);

#endif
