/*
 * Whose turn it is to use one of the worker's connections to the database:
 * first come, first served. (Kore's own queue hands a connection that comes
 * free to whoever asks next, and sends who waited for it to the end.)
 */
#ifndef TURN_H
#define TURN_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>

enum turn_state {
	TURN_TAKEN,   /* go ahead, and give it back */
	TURN_WAITING, /* the request sleeps and is woken when it has its turn */
	TURN_REFUSED  /* too many wait: pgsql_queue_limit of kore.conf, or as
			 flood.h says */
};

/* Zeroed before its first use. */
struct turn {
	enum { TURN_NONE, TURN_QUEUED, TURN_HELD } state;
	struct http_request *request;
	TAILQ_ENTRY(turn) list;
};

/* turn_worker(): in each worker, before it serves; after flood_start(). */
void turn_worker(void);

/*
 * turn_take(turn, request):
 * Take a turn for ${request}, or go on waiting for it, or go on having it.
 */
enum turn_state turn_take(struct turn *, struct http_request *);

/* turn_give(turn): it is the next one's, or nobody waits for it any more.
 * Harmless if there is none. */
void turn_give(struct turn *);

#endif
