/* SPDX-License-Identifier: ISC */
#include "metrics/request_count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metrics/counter_block.h"

/*
 * A cached page takes less than a millisecond, a page with queries some, and a
 * password about 40; the database has 4 s. Half a second is what people notice.
 */
const uint64_t request_limits[REQUEST_BUCKETS] = { 1000, 5000, 10000, 25000,
	50000, 100000, 250000, REQUEST_SLOW, 1000000, 2500000, 5000000, 0 };

/* 499: the client left before it had the response, as other servers log it. */
const int request_statuses[REQUEST_STATUSES] = { 200, 204, 301, 303, 304, 308,
	400, 403, 404, 405, 408, 411, 413, 414, 415, 421, 422, 429, 431, 499,
	500, 501, 503, 0 };

static int
status_index(int status)
{
	int i;

	for (i = 0; i < REQUEST_STATUSES - 1; i++)
		if (request_statuses[i] == status)
			break;
	return (i);
}

static int
time_index(uint64_t microseconds)
{
	int i;

	for (i = 0; i < REQUEST_BUCKETS - 1; i++)
		if (microseconds <= request_limits[i])
			break;
	return (i);
}

/* The last place is for those for which there is none. */
static struct counter_page *
find_page(struct counter_block *block, const char *name)
{
	unsigned i, count = block->pages;
	struct counter_page *page;

	for (i = 0; i < count; i++)
		if (strcmp(block->page[i].name, name) == 0)
			return (&block->page[i]);
	if (count == REQUEST_PAGES)
		return (&block->page[count - 1]);
	page = &block->page[count];
	(void)snprintf(page->name, sizeof(page->name), "%s",
	    count == REQUEST_PAGES - 1 ? "other" : name);
	block->pages = count + 1;
	return (page);
}

/*
 * The same name comes again and again from the same place in memory, so look
 * there first, instead of comparing it with all others.
 */
static struct counter_page *
page_of(const char *name)
{
	static struct {
		const char *name;
		struct counter_page *page;
	} found[256];
	static const struct counter_block *found_in;
	struct counter_block *block = counter_block_own();
	size_t slot = (uintptr_t)name / 8 % 256;

	if (found_in != block)
		memset(found, 0, sizeof(found));
	found_in = block;
	if (found[slot].name != name) {
		found[slot].name = name;
		found[slot].page = find_page(block, name);
	}
	return (found[slot].page);
}

void
request_count_add(
    const char *name, int status, uint64_t microseconds, uint64_t bytes)
{
	struct counter_page *page = page_of(name);

	shared_add(&page->by_status[status_index(status)], 1);
	shared_add(&page->by_time[time_index(microseconds)], 1);
	shared_add(&page->microseconds, microseconds);
	shared_add(&page->bytes, bytes);
}

static void
add_page(struct request_count *count, const struct counter_page *page)
{
	int i;

	for (i = 0; i < REQUEST_STATUSES; i++)
		count->by_status[i] += shared_get(&page->by_status[i]);
	for (i = 0; i < REQUEST_BUCKETS; i++)
		count->by_time[i] += shared_get(&page->by_time[i]);
	count->microseconds += shared_get(&page->microseconds);
	count->bytes += shared_get(&page->bytes);
}

/* Find the count of that name among ${count}, or begin one. Two workers may
 * have different pages, so there may be no room: then it is "other". */
static struct request_count *
count_of(struct request_count *counts, int *count, const char *name)
{
	int i;

	for (i = 0; i < *count; i++)
		if (strcmp(counts[i].name, name) == 0)
			return (&counts[i]);
	if (*count == REQUEST_PAGES)
		return (&counts[*count - 1]);
	(void)snprintf(counts[*count].name, sizeof(counts[*count].name), "%s",
	    *count == REQUEST_PAGES - 1 ? "other" : name);
	return (&counts[(*count)++]);
}

static int
by_name(const void *a, const void *b)
{
	return (strcmp(((const struct request_count *)a)->name,
	    ((const struct request_count *)b)->name));
}

struct request_count *
request_count_sum(int *count)
{
	struct request_count *counts = calloc(REQUEST_PAGES, sizeof(*counts));
	const struct counter_block *block;
	unsigned worker, i;

	*count = 0;
	if (counts == NULL)
		return (NULL);
	for (worker = 1; worker <= counters_workers(); worker++) {
		block = counter_block_of(worker);
		for (i = 0; i < block->pages; i++)
			add_page(count_of(counts, count, block->page[i].name),
			    &block->page[i]);
	}
	qsort(counts, (size_t)*count, sizeof(*counts), by_name);
	return (counts);
}

uint64_t
request_count_total(const struct request_count *count)
{
	uint64_t total = 0;
	int i;

	for (i = 0; i < REQUEST_BUCKETS; i++)
		total += count->by_time[i];
	return (total);
}

uint64_t
request_count_slow(const struct request_count *count)
{
	uint64_t total = 0;
	int i;

	for (i = time_index(REQUEST_SLOW) + 1; i < REQUEST_BUCKETS; i++)
		total += count->by_time[i];
	return (total);
}
