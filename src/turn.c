#include "turn.h"

#include <sys/mman.h>
#include <kore/pgsql.h>

/*
 * A queue of LONG for each connection is a burst, and let in: sixty people who
 * never pause make no more, even if one worker has them all. If it stays long,
 * it is a flood, in which who finds one before them for every two connections
 * is refused at once, by all workers: so who waits does not wait long, and the
 * connections always have somebody who is next. It is over when for a while
 * nobody had to be refused; and after a minute, lest it live of refusing alone.
 */
#define LONG 7
/* In ms; who was told to come again in 5 s finds it still on (CALM). */
#define BURST	500
#define CALM	5500
#define LASTING 60000

static TAILQ_HEAD(turn_list, turn) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;
/* Since when the queue is long, by Kore's clock in ms; 0 if it is not. */
static uint64_t long_since;
/* When the queue was last too long, and somebody refused; all workers' own. */
struct flood {
	uint64_t found_at, refused_at;
};
static volatile struct flood *flood;

int
turn_start(void)
{
	void *shared = mmap(NULL, sizeof(*flood), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	flood = shared;
	return (shared == MAP_FAILED ? -1 : 0);
}

static int
is_flood(uint64_t now)
{
	if (queued >= LONG * pgsql_conn_max && now - long_since > BURST)
		flood->found_at = flood->refused_at = now;
	/* (Another worker's clock reading may be a little later than ours.) */
	return (now <= flood->found_at + LASTING &&
		now <= flood->refused_at + CALM);
}

static int
is_full(void)
{
	uint64_t now = kore_time_ms();

	if (queued >= pgsql_queue_limit)
		return (1);
	if (queued < pgsql_conn_max / 2 || !is_flood(now))
		return (0);
	flood->refused_at = now;
	return (1);
}

static void
enter_queue(struct turn *turn)
{
	TAILQ_INSERT_TAIL(&queue, turn, list);
	queued++;
	if (long_since == 0 && queued >= LONG * pgsql_conn_max)
		long_since = kore_time_ms();
}

static void
leave_queue(struct turn *turn)
{
	TAILQ_REMOVE(&queue, turn, list);
	queued--;
	if (queued <= LONG * pgsql_conn_max / 2)
		long_since = 0;
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
