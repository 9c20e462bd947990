#include "turn.h"

#include <sys/mman.h>
#include <kore/pgsql.h>

/*
 * A queue of LONG for each connection is a burst, which is let in, for so many
 * ms; then it is a flood, until there was calm for so many. (Sixty people who
 * never pause are none, even if one worker has them all.) In a flood who finds
 * SHORT before them is refused at once, by all workers: so who waits does not
 * wait long, and the connections always have somebody who is next.
 */
#define LONG  7
#define SHORT 1
#define BURST 500
#define CALM  5500 /* who was told to come again in 5 s finds it still on */

static TAILQ_HEAD(turn_list, turn) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;
/* When it began to be too long, and was last; Kore's clock, ms. */
static uint64_t long_since, long_at;
/* When somebody was refused last; all workers have the same one. */
static volatile uint64_t *flood_at;

int
turn_start(void)
{
	void *shared = mmap(NULL, sizeof(*flood_at), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	flood_at = shared;
	return (shared == MAP_FAILED ? -1 : 0);
}

static int
is_flood(uint64_t now)
{
	if (queued >= LONG * pgsql_conn_max) {
		if (now - long_at > CALM)
			long_since = now;
		long_at = now;
		if (now - long_since > BURST)
			return (1);
	}
	/* (Another worker's clock reading may be a little later than ours.) */
	return (now <= *flood_at + CALM);
}

static int
is_full(void)
{
	uint64_t now = kore_time_ms();

	if (queued >= pgsql_queue_limit)
		return (1);
	if (!is_flood(now) || queued < SHORT * pgsql_conn_max)
		return (0);
	*flood_at = now;
	return (1);
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
