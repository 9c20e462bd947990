/* SPDX-License-Identifier: ISC */
/*
 * Decide when the database is overloaded, so that new requests are refused and
 * told to retry later. All workers share what they know.
 */
#ifndef OVERLOAD_H
#define OVERLOAD_H

#include <stdint.h>

#define OVERLOAD_WORKERS 255 /* KORE_WORKER_MAX */

/*
 * overload_start():
 * Allocate the shared memory and reset it. Call before the workers are forked.
 * Return 0, or -1 if there is no memory.
 */
int overload_start(void);

/*
 * overload_worker(number, connections):
 * Make this process worker ${number}, from 1 to OVERLOAD_WORKERS, with an empty
 * queue. Each worker has the same number of ${connections} to the database.
 */
void overload_worker(unsigned, unsigned);

/*
 * overload_waiting(count, now):
 * Record that ${count} requests wait in this worker since ${now}, in ms of a
 * monotonic clock that all workers share.
 */
void overload_waiting(unsigned, uint64_t);

/*
 * overload_refuses(now):
 * Return 1 if a request that would have to wait in this worker must be refused,
 * else 0.
 */
int overload_refuses(uint64_t);

#endif
