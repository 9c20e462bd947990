/* SPDX-License-Identifier: ISC */
/*
 * How many requests there were, by page and status, and how long they took.
 */
#ifndef REQUEST_COUNT_H
#define REQUEST_COUNT_H

#include <stdint.h>

#define REQUEST_PAGES	 160 /* that are counted apart */
#define REQUEST_NAME	 32  /* bytes of a page's name, with its NUL */
#define REQUEST_STATUSES 24
#define REQUEST_BUCKETS	 12

/*
 * The upper limits of the buckets, in microseconds; 0 for the last one, which
 * has none. And the statuses; 0 for all others.
 */
extern const uint64_t request_limits[REQUEST_BUCKETS];
extern const int request_statuses[REQUEST_STATUSES];

/* The requests for one page. */
struct request_count {
	char name[REQUEST_NAME];
	uint64_t by_status[REQUEST_STATUSES];
	uint64_t by_time[REQUEST_BUCKETS]; /* in this bucket, not below it */
	uint64_t microseconds;		   /* of all of them */
	uint64_t bytes;			   /* of all responses' bodies */
};

/*
 * request_count_add(page, status, microseconds, bytes):
 * Count a request for ${page} in this worker. The name lives as long as the
 * program. Beyond REQUEST_PAGES names, pages are counted as "other".
 */
void request_count_add(const char *, int, uint64_t, uint64_t);

/*
 * request_count_sum(count):
 * Return the requests of all workers, ${count} pages; the caller frees them.
 * NULL if there is no memory.
 */
struct request_count *request_count_sum(int *);

/* request_count_total(count): Return how many requests there were. */
uint64_t request_count_total(const struct request_count *);

/*
 * request_count_slow(count):
 * Return how many of them took longer than REQUEST_SLOW.
 */
#define REQUEST_SLOW 500000 /* microseconds; one of the limits */
uint64_t request_count_slow(const struct request_count *);

#endif
