/* SPDX-License-Identifier: ISC */
/*
 * The queue for the worker's connections to the database: first come, first
 * served. (Kore's own queue gives a freed connection to the next caller and
 * moves the request that waited for it to the back.)
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>

enum queue_state {
	QUEUE_TAKEN,   /* the request may use a connection */
	QUEUE_WAITING, /* the request sleeps; call again when it wakes */
	QUEUE_REFUSED  /* kore.conf's pgsql_queue_limit, or overload.h */
};

/* A request's place. Zero it before its first use. */
struct place {
	enum { PLACE_NONE, PLACE_QUEUED, PLACE_HELD } state;
	struct http_request *request;
	TAILQ_ENTRY(place) list;
};

/* queue_worker(): reset the queue. Call once in each worker. */
void queue_worker(void);

/*
 * queue_take(place, request):
 * Take a place for ${request}, or continue to wait for it, or continue to hold
 * it. At most pgsql_conn_max of kore.conf are held at once.
 */
enum queue_state queue_take(struct place *, struct http_request *);

/* queue_give(place): pass the place on to the next request, or leave the queue.
 * Does nothing if there is no place. */
void queue_give(struct place *);

#endif
