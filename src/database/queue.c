/* SPDX-License-Identifier: ISC */
#include "database/queue.h"

#include <kore/pgsql.h>

#include "database/overload.h"

static TAILQ_HEAD(place_list, place) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;

void
queue_worker(void)
{
	overload_worker(worker->id, pgsql_conn_max);
}

static void
enter_queue(struct place *place)
{
	TAILQ_INSERT_TAIL(&queue, place, list);
	overload_waiting(++queued, kore_time_ms());
}

static void
leave_queue(struct place *place)
{
	TAILQ_REMOVE(&queue, place, list);
	overload_waiting(--queued, kore_time_ms());
}

enum queue_state
queue_take(struct place *place, struct http_request *request)
{
	if (place->state == PLACE_HELD)
		return (QUEUE_TAKEN);
	if (place->state == PLACE_NONE && held < pgsql_conn_max) {
		place->state = PLACE_HELD;
		held++;
		return (QUEUE_TAKEN);
	}
	if (place->state == PLACE_NONE) {
		if (queued >= pgsql_queue_limit ||
		    overload_refuses(kore_time_ms()))
			return (QUEUE_REFUSED);
		place->state = PLACE_QUEUED;
		place->request = request;
		enter_queue(place);
	}
	http_request_sleep(request);
	return (QUEUE_WAITING);
}

void
queue_give(struct place *place)
{
	struct place *next = TAILQ_FIRST(&queue);

	if (place->state == PLACE_QUEUED)
		leave_queue(place);
	else if (place->state == PLACE_HELD && next != NULL) {
		leave_queue(next);
		next->state = PLACE_HELD;
		http_request_wakeup(next->request);
	} else if (place->state == PLACE_HELD)
		held--;
	place->state = PLACE_NONE;
}
