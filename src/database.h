/*
 * How a question travels to PostgreSQL and back without the worker waiting:
 * through Kore's asynchronous pgsql layer, prepared once a connection, over
 * connections that were looked at before use, and asked again once when one
 * that only reads was lost on the way.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/pgsql.h>

#include <stdint.h>

#include "query.h"

enum database_state {
	DATABASE_WAITING,  /* the request sleeps and will be woken */
	DATABASE_ANSWERED, /* ${rows} holds the answer */
	DATABASE_AWAY,	   /* nobody answered, or not in time: try later */
	DATABASE_FAILED	   /* a fault of ours: the statement was refused */
};

enum question_phase {
	QUESTION_NONE,
	QUESTION_CONNECT,
	QUESTION_PREPARE,
	QUESTION_SENT,
	QUESTION_FINISH
};

/* One question under way. Zeroed before its first use. */
struct question {
	PGresult *rows;	  /* the asker takes it over, and clears it */
	char reason[256]; /* why it is away or failed, for the log */

	/* The rest is database.c's. */
	const struct query *query;
	struct http_request *request;
	struct kore_pgsql sql;
	enum question_phase phase;
	enum database_state outcome;
	int again;	   /* ask once more when it is finished */
	int tries;	   /* how often it was asked */
	int expired;	   /* its deadline passed */
	uint64_t deadline; /* Kore's clock, ms */
	TAILQ_ENTRY(question) list;
};

/* database_register(connection_string): where the database is; at start. */
void database_register(const char *);

/* database_worker(): start watching the deadlines; once in each worker. */
void database_worker(void);

/*
 * database_ask(question, request, query):
 * Ask ${query}, which is borrowed until the question is over. While the answer
 * is DATABASE_WAITING the request sleeps; call database_continue() whenever it
 * was woken.
 */
enum database_state database_ask(
    struct question *, struct http_request *, const struct query *);
enum database_state database_continue(struct question *);

/*
 * database_drop(question):
 * The request is over; whatever is under way is forgotten. Harmless when
 * nothing is, and when called again.
 */
void database_drop(struct question *);

#endif
