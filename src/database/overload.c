/* SPDX-License-Identifier: ISC */
#include "database/overload.h"

#include <sys/mman.h>
#include <stddef.h>

/*
 * A burst of requests is no overload, but a standing queue is: one that stays
 * long (Nichols and Jacobson, "Controlling Queue Delay", ACM Queue 10(5),
 * 2012). Here, a queue is long if STANDING requests per connection wait in all
 * workers together, which a hundred clients that never pause do not reach. In
 * an overload a worker lets only half as many requests wait as it has
 * connections: enough to keep the connections busy, few enough to be quick.
 *
 * CoDel itself and its variant for servers (Maurer, "Fail at Scale", ACM Queue
 * 13(8), 2015) limit the time that a request waits instead. That does not work
 * here: with many posts, 64 clients wait longer than 160 clients do with few
 * posts, and only the 160 are too many. We measured both. Maurer's 5 and 100 ms
 * refused a third of the requests of the 64; limits that spared these, 100 ms
 * and 1 s, spared the 160 as well, whose p99 was then at least four times that
 * of 16 clients.
 *
 * Refused clients come back after 2 to 5 s, so an overload has to be remembered
 * for longer: it is over CALM ms after the last refusal. It is also over
 * LASTING ms after the queue was last seen standing, because clients that retry
 * at once would otherwise keep it alive by being refused.
 */
#define STANDING 6 /* requests per connection */
#define INTERVAL 500
#define CALM	 5500
#define LASTING	 30000

/* Shared by all workers. Times are in ms; 0 means never. */
struct shared {
	uint64_t long_since;
	uint64_t found_at; /* when the queue was last found standing */
	uint64_t refused_at;
	unsigned workers, waiting[OVERLOAD_WORKERS + 1];
};

static volatile struct shared *shared;
static unsigned me, connections; /* of this worker */

int
overload_start(void)
{
	void *memory = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	shared = memory;
	return (memory == MAP_FAILED ? -1 : 0);
}

void
overload_worker(unsigned number, unsigned count)
{
	me = number;
	connections = count;
	if (shared->workers < me)
		shared->workers = me;
	overload_waiting(0, 0);
}

/* Return how many requests wait for each connection, in all workers. */
static unsigned
queue_length(void)
{
	unsigned i, sum = 0;

	for (i = 1; i <= shared->workers; i++)
		sum += shared->waiting[i];
	return (sum / (shared->workers * connections));
}

void
overload_waiting(unsigned count, uint64_t now)
{
	unsigned length;

	shared->waiting[me] = count;
	length = queue_length();
	if (length <= STANDING / 2)
		shared->long_since = 0;
	else if (shared->long_since == 0 && length >= STANDING)
		shared->long_since = now;
}

static int
is_standing(uint64_t now)
{
	uint64_t since = shared->long_since;

	return (
	    since != 0 && now > since + INTERVAL && queue_length() >= STANDING);
}

static int
is_overloaded(uint64_t now)
{
	if (is_standing(now))
		shared->found_at = shared->refused_at = now;
	return (shared->found_at != 0 && now <= shared->found_at + LASTING &&
		now <= shared->refused_at + CALM);
}

int
overload_refuses(uint64_t now)
{
	if (shared->waiting[me] < connections / 2 || !is_overloaded(now))
		return (0);
	shared->refused_at = now;
	return (1);
}
