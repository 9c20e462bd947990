/* SPDX-License-Identifier: ISC */
#include "database/queue.h"

#include <kore/pgsql.h>

#include "database/overload.h"
#include "metrics/counters.h"

static TAILQ_HEAD(place_list, place) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;

void
queue_worker(void)
{
	overload_worker(worker->id, pgsql_conn_max);
	gauge_set(GAUGE_DATABASE_MAX, pgsql_conn_max);
}

static void
enter_queue(struct place *place)
{
	TAILQ_INSERT_TAIL(&queue, place, list);
	overload_waiting(++queued, kore_time_ms());
	gauge_set(GAUGE_QUEUE, queued);
}

static void
leave_queue(struct place *place)
{
	TAILQ_REMOVE(&queue, place, list);
	overload_waiting(--queued, kore_time_ms());
	gauge_set(GAUGE_QUEUE, queued);
}

static int
is_refused(void)
{
	if (queued >= pgsql_queue_limit)
		counter_refusal(REFUSED_QUEUE);
	else if (overload_refuses(kore_time_ms()))
		counter_refusal(REFUSED_OVERLOAD);
	else
		return (0);
	return (1);
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
		if (is_refused())
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
