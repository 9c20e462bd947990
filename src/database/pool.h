/*
 * The worker's connections to the database: Kore's pool of them. But none is
 * handed out that died while it lay there, and a new one is opened while the
 * worker serves others. (Kore calls PQconnectdb(), which waits: a frozen server
 * would freeze the site, too. Only the look-up of a server's name is waited for
 * here, so DATABASE_URL had better give its number.)
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
	POOL_TAKEN,	 /* there is a connection: sql.conn->db */
	POOL_WAITING,	 /* the request sleeps and is woken: call again */
	POOL_UNAVAILABLE /* the database is away: ${reason} */
};

/* A connection that is somebody's for a while. Zeroed before its first use. */
struct borrowed {
	struct kore_pgsql sql; /* sql.conn is NULL if it was lost */
	char reason[200];

	/* The rest is pool.c's. */
	struct http_request *request;
	PGconn *connecting;	 /* a new one on its way */
	struct kore_event event; /* it can go on */
	int waits;		 /* for the next try */
	TAILQ_ENTRY(borrowed) list;
};

/* pool_register(connection_string): conninfo the database is; at start. */
void pool_register(const char *);

/* pool_worker(): open for business; once in each worker. */
void pool_worker(void);

/*
 * pool_take(borrowed, request):
 * Take a connection for ${request}; who does has had a turn (turn.h), so there
 * are never more than pgsql_conn_max of kore.conf. While the database is away
 * for an instant only, as for a restart, ${request} waits for it.
 */
enum pool_state pool_take(struct borrowed *, struct http_request *);

/* pool_give(borrowed): the connection is in order and others may have it.
 * Harmless if there is none. */
void pool_give(struct borrowed *);

/* pool_discard(borrowed): end the connection, whatever its state. Harmless if
 * there is none. */
void pool_discard(struct borrowed *);

#endif
