#include "turn.h"

#include <kore/pgsql.h>

#include "flood.h"

static TAILQ_HEAD(turn_list, turn) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;

void
turn_worker(void)
{
	flood_worker(worker->id, pgsql_conn_max);
}

static void
enter_queue(struct turn *turn)
{
	TAILQ_INSERT_TAIL(&queue, turn, list);
	flood_waiting(++queued, kore_time_ms());
}

static void
leave_queue(struct turn *turn)
{
	TAILQ_REMOVE(&queue, turn, list);
	flood_waiting(--queued, kore_time_ms());
}

enum turn_state
turn_take(struct turn *turn, struct http_request *request)
{
	if (turn->state == TURN_HELD)
		return (TURN_TAKEN);
	if (turn->state == TURN_NONE && held < pgsql_conn_max) {
		turn->state = TURN_HELD;
		held++;
		return (TURN_TAKEN);
	}
	if (turn->state == TURN_NONE) {
		if (queued >= pgsql_queue_limit ||
		    flood_refuses(kore_time_ms()))
			return (TURN_REFUSED);
		turn->state = TURN_QUEUED;
		turn->request = request;
		enter_queue(turn);
	}
	http_request_sleep(request);
	return (TURN_WAITING);
}

void
turn_give(struct turn *turn)
{
	struct turn *next = TAILQ_FIRST(&queue);

	if (turn->state == TURN_QUEUED)
		leave_queue(turn);
	else if (turn->state == TURN_HELD && next != NULL) {
		leave_queue(next);
		next->state = TURN_HELD;
		http_request_wakeup(next->request);
	} else if (turn->state == TURN_HELD)
		held--;
	turn->state = TURN_NONE;
}
