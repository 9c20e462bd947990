#include "turn.h"

#include <kore/pgsql.h>

/*
 * A queue of more than LONG for each connection is a burst, which is let in,
 * for so many ms; then it is a flood, until there was calm for so many. In a
 * flood who finds more than SHORT before them is refused at once: so who waits
 * does not wait long, and the connections always have somebody who is next.
 */
#define LONG  4
#define SHORT 1
#define BURST 500
#define CALM  2500 /* who was told to come again in 2 s finds it still on */

static TAILQ_HEAD(turn_list, turn) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;
static int flood;
/* When it began to be too long, and was last; Kore's clock, ms. */
static uint64_t long_since, long_at;

static int
is_full(void)
{
	uint64_t now = kore_time_ms();
	int calm = now - long_at > CALM;

	if (queued >= pgsql_queue_limit)
		return (1);
	flood = flood && !calm;
	if (queued < (flood ? SHORT : LONG) * pgsql_conn_max)
		return (0);
	if (calm)
		long_since = now;
	long_at = now;
	flood = now - long_since > BURST;
	return (flood);
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
		if (is_full())
			return (TURN_REFUSED);
		turn->state = TURN_QUEUED;
		turn->request = request;
		TAILQ_INSERT_TAIL(&queue, turn, list);
		queued++;
	}
	http_request_sleep(request);
	return (TURN_WAITING);
}

static void
leave_queue(struct turn *turn)
{
	TAILQ_REMOVE(&queue, turn, list);
	queued--;
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
