/* SPDX-License-Identifier: ISC */
#include "metrics/counters.h"

#include <sys/mman.h>
#include <stddef.h>
#include <time.h>

#include "metrics/counter_block.h"

static const char *const refusals[REFUSALS] = {
	[REFUSED_SIGN_IN] = "sign-in",
	[REFUSED_SIGN_UP] = "sign-up",
	[REFUSED_FORGOTTEN] = "forgotten",
	[REFUSED_CONFIRM] = "confirm",
	[REFUSED_POSTS] = "posts",
	[REFUSED_FOLLOWS] = "follows",
	[REFUSED_REPORTS] = "reports",
	[REFUSED_SEARCHES] = "searches",
	[REFUSED_PAGES_VISITOR] = "pages-visitor",
	[REFUSED_PAGES_MEMBER] = "pages-member",
	[REFUSED_CONNECTIONS] = "connections",
	[REFUSED_ARCHIVES] = "archives",
	[REFUSED_PASSWORDS] = "passwords",
	[REFUSED_QUEUE] = "database-queue",
	[REFUSED_OVERLOAD] = "overload",
};

/*
 * The blocks of all workers that there could be are mapped. Linux gives memory
 * only to those that are written to, about 60 KB each.
 */
static struct shared {
	struct site_numbers site;
	double since;
	_Atomic unsigned workers;
	struct counter_block blocks[COUNTERS_WORKERS];
} * shared;

static struct counter_block nowhere; /* for processes that are no worker */
static struct site_numbers no_site;
static struct counter_block *own = &nowhere;

int
counters_start(void)
{
	void *memory = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct timespec now;

	if (memory == MAP_FAILED)
		return (-1);
	shared = memory;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	shared->since = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	return (0);
}

void
counters_worker(unsigned number)
{
	unsigned known = shared->workers;
	size_t i;

	own = &shared->blocks[number - 1];
	for (i = 0; i < GAUGES; i++)
		gauge_set((enum gauge)i, 0);
	counter_add(COUNTER_STARTS, 1);
	while (known < number &&
	       !atomic_compare_exchange_weak(&shared->workers, &known, number))
		continue;
}

struct counter_block *
counter_block_own(void)
{
	return (own);
}

const struct counter_block *
counter_block_of(unsigned number)
{
	return (&shared->blocks[number - 1]);
}

void
counter_add(enum counter counter, uint64_t n)
{
	shared_add(&own->counters[counter], n);
}

void
counter_refusal(enum refused refusal)
{
	shared_add(&own->refusals[refusal], 1);
}

void
gauge_set(enum gauge gauge, uint64_t n)
{
	atomic_store_explicit(&own->gauges[gauge], n, memory_order_relaxed);
}

/* Return the sum of a number that is ${offset} bytes into each block. */
static uint64_t
sum(size_t offset)
{
	uint64_t total = 0;
	unsigned i;

	for (i = 1; i <= counters_workers(); i++)
		total += shared_get(
		    (const void *)((const char *)counter_block_of(i) + offset));
	return (total);
}

uint64_t
counter_sum(enum counter counter)
{
	return (sum(offsetof(struct counter_block, counters) +
		    counter * sizeof(shared_number)));
}

uint64_t
counter_refusal_sum(enum refused refusal)
{
	return (sum(offsetof(struct counter_block, refusals) +
		    refusal * sizeof(shared_number)));
}

uint64_t
gauge_sum(enum gauge gauge)
{
	return (sum(offsetof(struct counter_block, gauges) +
		    gauge * sizeof(shared_number)));
}

const char *
counter_refusal_name(enum refused refusal)
{
	return (refusals[refusal]);
}

unsigned
counters_workers(void)
{
	return (shared == NULL ? 0 : shared->workers);
}

double
counters_since(void)
{
	return (shared == NULL ? 0 : shared->since);
}

struct site_numbers *
counters_site(void)
{
	return (shared == NULL ? &no_site : &shared->site);
}
