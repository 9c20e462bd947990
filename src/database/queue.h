/*
 * Whose turn it is to use one of the worker's connections to the database:
 * first come, first served. (Kore's own queue hands a connection that comes
 * free to whoever asks next, and sends who waited for it to the end.)
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <sys/types.h>
#include <sys/queue.h>
#include <kore/kore.h>
#include <kore/http.h>

enum queue_state {
	QUEUE_TAKEN,   /* go ahead, and give it back */
	QUEUE_WAITING, /* the request sleeps and is woken when it has its turn
			*/
	QUEUE_REFUSED  /* too many wait: pgsql_queue_limit of kore.conf, or as
			 flood.h says */
};

/* Zeroed before its first use. */
struct place {
	enum { PLACE_NONE, PLACE_QUEUED, PLACE_HELD } state;
	struct http_request *request;
	TAILQ_ENTRY(place) list;
};

/* queue_worker(): in each worker, before it serves; after overload_start(). */
void queue_worker(void);

/*
 * queue_take(turn, request):
 * Take a turn for ${request}, or go on waiting for it, or go on having it.
 */
enum queue_state queue_take(struct place *, struct http_request *);

/* queue_give(turn): it is the next one's, or nobody waits for it any more.
 * Harmless if there is none. */
void queue_give(struct place *);

#endif
