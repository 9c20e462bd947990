/* SPDX-License-Identifier: ISC */
#include "cache/page_cache.h"

#include <sys/queue.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "metrics/counters.h"
#include "model/news.h"

#define BUCKETS 1024
#define TOPICS	4096 /* two topics with the same hash expire together */

struct entry {
	TAILQ_ENTRY(entry) used;   /* least recently used first */
	LIST_ENTRY(entry) address; /* of its bucket */
	struct cached_page page;
	uint32_t topics[PAGE_CACHE_TOPICS];
	uint64_t now;	  /* page_cache_now() before its query */
	uint64_t made_at; /* ms */
	size_t size;
	char text[]; /* the address with its NUL, then the body */
};

static TAILQ_HEAD(entry_list, entry) entries = TAILQ_HEAD_INITIALIZER(entries);
static LIST_HEAD(bucket, entry) buckets[BUCKETS];
static size_t total, pages;

/*
 * News are numbered, and each topic has the number of its last news. A page
 * whose query was sent before that is out of date, so there is no need to
 * search for the pages of a topic when it changes.
 */
static int is_open;
static uint64_t heard, heard_all, heard_of[TOPICS];

/* FNV-1a, by G. Fowler, L. C. Noll and K.-P. Vo. */
static uint32_t
hash(const char *text, size_t length)
{
	uint32_t number = 2166136261U;
	size_t i;

	for (i = 0; i < length; i++)
		number = (number ^ (unsigned char)text[i]) * 16777619U;
	return (number);
}

static void
report(void)
{
	gauge_set(GAUGE_CACHE_BYTES, total);
	gauge_set(GAUGE_CACHE_PAGES, pages);
}

static void
drop(struct entry *entry)
{
	TAILQ_REMOVE(&entries, entry, used);
	LIST_REMOVE(entry, address);
	total -= entry->size;
	pages--;
	free(entry);
	report();
}

void
page_cache_close(void)
{
	struct entry *entry;

	is_open = 0;
	while ((entry = TAILQ_FIRST(&entries)) != NULL)
		drop(entry);
}

void
page_cache_open(void)
{
	page_cache_close();
	is_open = 1;
	heard_all = ++heard;
}

uint64_t
page_cache_now(void)
{
	return (heard);
}

/* Find the next of ${topics}, and return its length; 0 at the end. */
static size_t
next_topic(const char **topics)
{
	*topics += strspn(*topics, " ");
	return (strcspn(*topics, " "));
}

/* Write the numbers of these topics; the last one several times. */
static void
number_topics(uint32_t numbers[PAGE_CACHE_TOPICS], const char *topics)
{
	uint32_t number = 0;
	size_t i, length;

	for (i = 0; i < PAGE_CACHE_TOPICS; i++) {
		length = next_topic(&topics);
		if (length > 0)
			number = hash(topics, length) % TOPICS;
		numbers[i] = number;
		topics += length;
	}
}

static int
is_outdated(const uint32_t topics[PAGE_CACHE_TOPICS], uint64_t now)
{
	int i;

	for (i = 0; i < PAGE_CACHE_TOPICS; i++)
		if (heard_of[topics[i]] > now)
			return (1);
	return (heard_all > now);
}

static struct bucket *
bucket_of(const char *address)
{
	return (&buckets[hash(address, strlen(address)) % BUCKETS]);
}

static struct entry *
entry_of(const char *address)
{
	struct entry *entry;

	LIST_FOREACH(entry, bucket_of(address), address)
		if (strcmp(entry->text, address) == 0)
			return (entry);
	return (NULL);
}

const struct cached_page *
page_cache_find(const char *address, uint64_t time)
{
	struct entry *entry = entry_of(address);

	if (entry == NULL)
		return (NULL);
	if (is_outdated(entry->topics, entry->now) ||
	    time > entry->made_at + PAGE_CACHE_AGE) {
		drop(entry);
		return (NULL);
	}
	counter_add(COUNTER_CACHE_HITS, 1);
	TAILQ_REMOVE(&entries, entry, used);
	TAILQ_INSERT_TAIL(&entries, entry, used);
	return (&entry->page);
}

void
page_cache_keep(const char *address, const char *topics,
    const struct cached_page *page, uint64_t now, uint64_t time)
{
	uint32_t numbers[PAGE_CACHE_TOPICS];
	size_t length = strlen(address) + 1;
	size_t size = sizeof(struct entry) + length + page->length;
	struct entry *entry = entry_of(address);

	counter_add(COUNTER_CACHE_MISSES, 1);
	number_topics(numbers, topics);
	if (entry != NULL)
		drop(entry);
	if (!is_open || is_outdated(numbers, now) || size > PAGE_CACHE_BYTES)
		return;
	while (total + size > PAGE_CACHE_BYTES)
		drop(TAILQ_FIRST(&entries));

	entry = malloc(size);
	if (entry == NULL)
		err(1, "no memory for a page");
	memcpy(entry->text, address, length);
	memcpy(entry->text + length, page->body, page->length);
	entry->page = *page;
	entry->page.body = entry->text + length;
	memcpy(entry->topics, numbers, sizeof(numbers));
	entry->now = now;
	entry->made_at = time;
	entry->size = size;
	total += size;
	pages++;
	report();
	TAILQ_INSERT_TAIL(&entries, entry, used);
	LIST_INSERT_HEAD(bucket_of(address), entry, address);
}

void
page_cache_forget(const char *topics)
{
	size_t length;

	while ((length = next_topic(&topics)) > 0) {
		heard_of[hash(topics, length) % TOPICS] = ++heard;
		if (length == strlen(NEWS_EVERYTHING) &&
		    memcmp(topics, NEWS_EVERYTHING, length) == 0)
			heard_all = heard;
		topics += length;
	}
}

size_t
page_cache_size(void)
{
	return (total);
}
