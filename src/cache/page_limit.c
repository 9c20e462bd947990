/* SPDX-License-Identifier: ISC */
#include "cache/page_limit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS  8   /* in which a client's count may be */
#define RECORD 128 /* bytes of one count when it is told */

struct count {
	char client[PAGE_LIMIT_NAME];
	enum rate rate;
	int pages;  /* in all workers, as far as is known */
	int untold; /* of these, the ones that the others do not know of */
	uint64_t end;
};

static struct count counts[PAGE_LIMIT_ENTRIES];
static size_t next_told; /* where page_limit_tell() goes on */

/*
 * The random key keeps an attacker from choosing names that push a client's
 * count out of its slots.
 */
static struct count *
slots_of(enum rate rate, const char *client)
{
	static unsigned char key[crypto_shorthash_KEYBYTES];
	static int has_key;
	uint64_t hash;

	if (!has_key)
		randombytes_buf(key, sizeof(key));
	has_key = 1;
	(void)crypto_shorthash((unsigned char *)&hash,
	    (const unsigned char *)client, strlen(client), key);
	return (&counts[(hash + rate) % (PAGE_LIMIT_ENTRIES / SLOTS) * SLOTS]);
}

/* Return the client's count; if there is none, start one with this end. */
static struct count *
count_of(enum rate rate, const char *client, uint64_t now, uint64_t end)
{
	struct count *slots = slots_of(rate, client), *lowest = slots;
	int i;

	for (i = 0; i < SLOTS; i++) {
		if (slots[i].end <= now)
			slots[i].pages = 0;
		else if (slots[i].rate == rate &&
			 strcmp(slots[i].client, client) == 0)
			return (&slots[i]);
		if (slots[i].pages < lowest->pages)
			lowest = &slots[i];
	}
	*lowest = (struct count){ .rate = rate, .end = end };
	(void)snprintf(lowest->client, sizeof(lowest->client), "%s", client);
	return (lowest);
}

int
page_limit(enum rate rate, const char *client, uint64_t now)
{
	struct count *count;

	if (rate_limit(rate) == 0)
		return (0);
	count = count_of(
	    rate, client, now, now + (uint64_t)rate_window(rate) * 1000);
	if (count->pages >= rate_limit(rate))
		return ((int)((count->end - now + 999) / 1000));
	count->pages++;
	count->untold++;
	return (0);
}

void
page_limit_tell(struct buffer *out, size_t size, uint64_t now)
{
	char record[RECORD];
	struct count *count;
	size_t length, i;

	for (i = 0; i < PAGE_LIMIT_ENTRIES; i++) {
		count = &counts[next_told % PAGE_LIMIT_ENTRIES];
		if (count->untold > 0 && count->end > now &&
		    count->pages >= rate_limit(count->rate) / 10) {
			length = (size_t)snprintf(record, sizeof(record),
			    "%s/%s/%d/%d ", rate_name(count->rate),
			    count->client, count->untold,
			    (int)((count->end - now) / 1000));
			if (out->length + length > size)
				return;
			buffer_add(out, record, length);
			count->untold = 0;
		}
		next_told++;
	}
}

/* A record is "pages-visitor/127.0.0.1/30/290 ": 30 pages, 290 s left. */
static void
hear_record(const char *text, uint64_t now)
{
	char name[32], client[PAGE_LIMIT_NAME];
	struct count *count;
	unsigned int pages, left;
	enum rate rate;

	if (sscanf(text, "%31[^/]/%47[^/]/%7u/%7u", name, client, &pages,
		&left) != 4)
		return;
	rate = rate_find(name, strlen(name));
	if (rate == RATES)
		return;
	count = count_of(rate, client, now, now + (uint64_t)left * 1000);
	count->pages += (int)pages;
}

void
page_limit_hear(const char *text, uint64_t now)
{
	for (; *text != '\0'; text += strspn(text, " ")) {
		hear_record(text, now);
		text += strcspn(text, " ");
	}
}
