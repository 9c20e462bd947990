/* SPDX-License-Identifier: ISC */
/*
 * The worker's connections to the database, kept in Kore's pool. Connections
 * that died in the pool are discarded, and new ones are opened without blocking
 * the worker. (Kore's PQconnectdb() blocks, so a frozen server would freeze the
 * site.) Only resolving the server's name blocks, so DATABASE_URL should give
 * an IP address.
 */
#ifndef POOL_H
#define POOL_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/pgsql.h>

#include <libpq-fe.h>

enum pool_state {
	POOL_TAKEN,	 /* the connection is sql.conn->db */
	POOL_WAITING,	 /* the request sleeps; call again when it wakes */
	POOL_UNAVAILABLE /* the database is away; ${reason} says why */
};

/* A connection on loan to one request. Zero it before its first use. */
struct borrowed {
	struct kore_pgsql sql; /* sql.conn is NULL if the connection was lost */
	char reason[200];

	/* The rest is private to pool.c. */
	struct http_request *request;
	PGconn *connecting;	 /* a new connection being opened */
	struct kore_event event; /* its socket is ready */
	int waits;		 /* in the list, for the next attempt */
	TAILQ_ENTRY(borrowed) list;
};

/* pool_register(connection_string): set the database to use. Call at start. */
void pool_register(const char *);

/* pool_worker(): make the pool ready. Call once in each worker. */
void pool_worker(void);

/*
 * pool_take(borrowed, request):
 * Take a connection for ${request}, which must hold a place (queue.h), so that
 * there are never more than kore.conf's pgsql_conn_max. If the database is away
 * only briefly, as during a restart, ${request} waits for it.
 */
enum pool_state pool_take(struct borrowed *, struct http_request *);

/* pool_give(borrowed): return a working connection to the pool. Does nothing if
 * there is none. */
void pool_give(struct borrowed *);

/* pool_discard(borrowed): close the connection, whatever its state. Does
 * nothing if there is none. */
void pool_discard(struct borrowed *);

#endif
