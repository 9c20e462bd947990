/* SPDX-License-Identifier: ISC */
/*
 * What this node has counted since it started. The parent maps memory that all
 * workers share, and each worker has a block of it that only it writes, so
 * there are no locks. A worker that is started again goes on with the block of
 * the one before. Whoever reads adds up the blocks of all workers.
 *
 * In a process that is no worker, what is counted is forgotten.
 */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

#define COUNTERS_WORKERS 255 /* KORE_WORKER_MAX */

/* Counters only grow. */
enum counter {
	COUNTER_STARTS, /* of the worker */
	COUNTER_CACHE_HITS,
	COUNTER_CACHE_MISSES,
	COUNTER_EXCHANGES_DONE, /* with the database */
	COUNTER_EXCHANGES_UNAVAILABLE,
	COUNTER_EXCHANGES_FAILED,
	COUNTER_EXCHANGES_DROPPED, /* because the client left */
	COUNTER_EXCHANGE_TIME,	   /* microseconds, of the first three */
	COUNTER_LOG_LINES,
	COUNTER_LOG_LOST, /* lines for which there was no room */
	COUNTERS
};

/* Gauges are what a worker has at the moment. */
enum gauge {
	GAUGE_CONNECTIONS,     /* of clients */
	GAUGE_DATABASE_MAX,    /* connections to the database, at most */
	GAUGE_DATABASE_OPEN,   /* of these, open */
	GAUGE_DATABASE_IN_USE, /* of these, with a query */
	GAUGE_QUEUE,	       /* requests that wait for one */
	GAUGE_CACHE_BYTES,
	GAUGE_CACHE_PAGES,
	GAUGES
};

/* Why a request was rejected, or a connection. */
enum refused {
	REFUSED_SIGN_IN, /* the first eleven are limits of RATE_LIMITS */
	REFUSED_SIGN_UP,
	REFUSED_FORGOTTEN,
	REFUSED_CONFIRM,
	REFUSED_POSTS,
	REFUSED_FOLLOWS,
	REFUSED_REPORTS,
	REFUSED_SEARCHES,
	REFUSED_PAGES_VISITOR,
	REFUSED_PAGES_MEMBER,
	REFUSED_CONNECTIONS,
	REFUSED_ARCHIVES,  /* a worker makes as many as it can */
	REFUSED_PASSWORDS, /* too many wait to be hashed */
	REFUSED_QUEUE,	   /* too many wait for the database */
	REFUSED_OVERLOAD,  /* of the database */
	REFUSALS
};

/*
 * What the database counts, for all nodes; a worker that asked last wrote it.
 * (Each number is right by itself. Two workers that write at once may mix
 * theirs, which are a moment apart.)
 */
struct site_numbers {
	_Atomic uint64_t asked_at; /* Kore's clock, ms; 0: never */
	_Atomic uint64_t up;	   /* the database responded */
	_Atomic uint64_t members, posts, sessions;
	_Atomic uint64_t mail_waiting, mail_dead;
	_Atomic uint64_t mail_late; /* s since the first of them was due */
};

/*
 * counters_start():
 * Map the memory. Call it in the parent, before the workers are forked. Return
 * 0, or -1 if there is no memory.
 */
int counters_start(void);

/*
 * counters_worker(number):
 * Make this process worker ${number}, from 1 to COUNTERS_WORKERS: its gauges
 * are 0, and its counters go on.
 */
void counters_worker(unsigned);

/* Count something in this worker; ${n} more, or once. */
void counter_add(enum counter, uint64_t);
void counter_refusal(enum refused);

/* gauge_set(gauge, n): Set the ${gauge} of this worker to ${n}. */
void gauge_set(enum gauge, uint64_t);

/* Return the sum over all workers. */
uint64_t counter_sum(enum counter);
uint64_t counter_refusal_sum(enum refused);
uint64_t gauge_sum(enum gauge);

/* counter_refusal_name(refusal): Return the name of the limit. */
const char *counter_refusal_name(enum refused);

/* counters_workers(): Return how many workers were started, each once. */
unsigned counters_workers(void);

/* counters_since(): Return when the site was started: seconds since 1970, with
 * a fraction. */
double counters_since(void);

/* counters_site(): Return the shared numbers. */
struct site_numbers *counters_site(void);

#endif
