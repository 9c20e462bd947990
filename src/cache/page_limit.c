#include "cache/page_limit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES 8   /* where somebody's count may be */
#define RECORD 128 /* bytes of what is told of somebody */

struct count {
	char who[PAGE_LIMIT_NAME];
	enum rate rate;
	int pages; /* within this span, in all workers as far as is known */
	int fresh; /* of them those that the others were not told of */
	uint64_t end;
};

static struct count counts[PAGE_LIMIT_ENTRIES];
static size_t told; /* where telling goes on */

/* Nobody outside can know whose counts share their places. */
static struct count *
places_of(enum rate rate, const char *who)
{
	static unsigned char key[crypto_shorthash_KEYBYTES];
	static int has_key;
	uint64_t hash;

	if (!has_key)
		randombytes_buf(key, sizeof(key));
	has_key = 1;
	(void)crypto_shorthash((unsigned char *)&hash,
	    (const unsigned char *)who, strlen(who), key);
	return (
	    &counts[(hash + rate) % (PAGE_LIMIT_ENTRIES / PLACES) * PLACES]);
}

/* Somebody's count, made anew with this end if there is none. */
static struct count *
count_of(enum rate rate, const char *who, uint64_t now, uint64_t end)
{
	struct count *places = places_of(rate, who), *place = places;
	int i;

	for (i = 0; i < PLACES; i++) {
		if (places[i].end <= now)
			places[i].pages = 0;
		else if (places[i].rate == rate &&
			 strcmp(places[i].who, who) == 0)
			return (&places[i]);
		if (places[i].pages < place->pages)
			place = &places[i];
	}
	*place = (struct count){ .rate = rate, .end = end };
	(void)snprintf(place->who, sizeof(place->who), "%s", who);
	return (place);
}

int
page_limit(enum rate rate, const char *who, uint64_t now)
{
	struct count *count;

	if (rate_limit(rate) == 0)
		return (0);
	count =
	    count_of(rate, who, now, now + (uint64_t)rate_window(rate) * 1000);
	if (count->pages >= rate_limit(rate))
		return ((int)((count->end - now + 999) / 1000));
	count->pages++;
	count->fresh++;
	return (0);
}

void
page_limit_tell(struct buffer *out, size_t most, uint64_t now)
{
	char record[RECORD];
	struct count *count;
	size_t length, i;

	for (i = 0; i < PAGE_LIMIT_ENTRIES; i++) {
		count = &counts[told % PAGE_LIMIT_ENTRIES];
		if (count->fresh > 0 && count->end > now &&
		    count->pages >= rate_limit(count->rate) / 10) {
			length = (size_t)snprintf(record, sizeof(record),
			    "%s/%s/%d/%d ", rate_name(count->rate), count->who,
			    count->fresh, (int)((count->end - now) / 1000));
			if (out->length + length > most)
				return;
			buffer_add(out, record, length);
			count->fresh = 0;
		}
		told++;
	}
}

/* "pages-visitor/127.0.0.1/30/290 " */
static void
hear_record(const char *text, uint64_t now)
{
	char name[32], who[PAGE_LIMIT_NAME];
	struct count *count;
	unsigned int fresh, left;
	enum rate rate;

	if (sscanf(text, "%31[^/]/%47[^/]/%7u/%7u", name, who, &fresh, &left) !=
	    4)
		return;
	rate = rate_find(name, strlen(name));
	if (rate == RATES)
		return;
	count = count_of(rate, who, now, now + (uint64_t)left * 1000);
	count->pages += (int)fresh;
}

void
page_limit_hear(const char *text, uint64_t now)
{
	for (; *text != '\0'; text += strspn(text, " ")) {
		hear_record(text, now);
		text += strcspn(text, " ");
	}
}
