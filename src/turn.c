#include "turn.h"

#include <sys/mman.h>
#include <kore/pgsql.h>

/*
 * What the workers' queues hold together, LONG for each connection of the site,
 * is a burst, and let in: a hundred people who never pause make no more. If it
 * stays long, it is a flood, in which who finds one before them for every two
 * connections of the worker is refused at once: so who waits does not wait
 * long, and the connections always have somebody who is next. It is over when
 * for a while nobody had to be refused; and after half a minute, lest it live
 * of refusing alone.
 */
#define LONG 7
/* In ms; who was told to come again in 5 s finds it still on (CALM). */
#define BURST	500
#define CALM	5500
#define LASTING 30000

/* Of all workers. Times are Kore's clock's, in ms, which is the machine's. */
struct site {
	uint64_t long_since;	       /* 0 if the queues are not long */
	uint64_t found_at, refused_at; /* in a flood, last */
	unsigned workers, queued[KORE_WORKER_MAX + 1];
};

static volatile struct site *site;
static TAILQ_HEAD(turn_list, turn) queue = TAILQ_HEAD_INITIALIZER(queue);
static unsigned held, queued;

int
turn_start(void)
{
	void *shared = mmap(NULL, sizeof(*site), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	site = shared;
	return (shared == MAP_FAILED ? -1 : 0);
}

void
turn_worker(void)
{
	site->queued[worker->id] = 0;
	if (site->workers < worker->id)
		site->workers = worker->id;
}

/* How many wait in the whole site, for each connection to the database. */
static unsigned
length(void)
{
	unsigned i, all = 0;

	for (i = 1; i <= site->workers; i++)
		all += site->queued[i];
	return (all / (site->workers * pgsql_conn_max));
}

static int
is_flood(uint64_t now)
{
	uint64_t since = site->long_since;

	if (since != 0 && length() >= LONG && now > since + BURST)
		site->found_at = site->refused_at = now;
	return (
	    now <= site->found_at + LASTING && now <= site->refused_at + CALM);
}

static int
is_full(void)
{
	uint64_t now = kore_time_ms();

	if (queued >= pgsql_queue_limit)
		return (1);
	if (queued < pgsql_conn_max / 2 || !is_flood(now))
		return (0);
	site->refused_at = now;
	return (1);
}

static void
enter_queue(struct turn *turn)
{
	TAILQ_INSERT_TAIL(&queue, turn, list);
	site->queued[worker->id] = ++queued;
	if (site->long_since == 0 && length() >= LONG)
		site->long_since = kore_time_ms();
}

static void
leave_queue(struct turn *turn)
{
	TAILQ_REMOVE(&queue, turn, list);
	site->queued[worker->id] = --queued;
	if (length() <= LONG / 2)
		site->long_since = 0;
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
