#include "database/overload.h"

#include <sys/mman.h>
#include <stddef.h>

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

/* Of all workers. Times are in ms, 0 for never. */
struct site {
	uint64_t long_since;
	uint64_t found_at, refused_at; /* in a flood, last */
	unsigned workers, waiting[OVERLOAD_WORKERS + 1];
};

static volatile struct site *site;
static unsigned me, connections;

int
overload_start(void)
{
	void *shared = mmap(NULL, sizeof(*site), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	site = shared;
	return (shared == MAP_FAILED ? -1 : 0);
}

void
overload_worker(unsigned number, unsigned count)
{
	me = number;
	connections = count;
	if (site->workers < me)
		site->workers = me;
	overload_waiting(0, 0);
}

/* How many wait in the whole site, for each connection to the database. */
static unsigned
length(void)
{
	unsigned i, all = 0;

	for (i = 1; i <= site->workers; i++)
		all += site->waiting[i];
	return (all / (site->workers * connections));
}

void
overload_waiting(unsigned count, uint64_t now)
{
	site->waiting[me] = count;
	if (length() <= LONG / 2)
		site->long_since = 0;
	else if (site->long_since == 0 && length() >= LONG)
		site->long_since = now;
}

static int
is_on(uint64_t now)
{
	uint64_t since = site->long_since;

	if (since != 0 && length() >= LONG && now > since + BURST)
		site->found_at = site->refused_at = now;
	return (site->found_at != 0 && now <= site->found_at + LASTING &&
		now <= site->refused_at + CALM);
}

int
overload_refuses(uint64_t now)
{
	if (site->waiting[me] < connections / 2 || !is_on(now))
		return (0);
	site->refused_at = now;
	return (1);
}
