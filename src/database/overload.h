/*
 * When so many want the database that who comes on top is better told to come
 * again. All workers know of it together.
 */
#ifndef OVERLOAD_H
#define OVERLOAD_H

#include <stdint.h>

#define OVERLOAD_WORKERS 255 /* KORE_WORKER_MAX */

/*
 * overload_start():
 * Before there are workers; what was known is forgotten. Answer: -1 if there is
 * no memory.
 */
int overload_start(void);

/*
 * overload_worker(number, connections):
 * This process is the worker ${number}, from 1 to OVERLOAD_WORKERS, with so
 * many connections to the database, as every worker has, and nobody waits for
 * one.
 */
void overload_worker(unsigned, unsigned);

/*
 * overload_waiting(count, now):
 * So many wait in this worker since ${now}: ms of a clock that never goes back
 * and is the same in all workers.
 */
void overload_waiting(unsigned, uint64_t);

/*
 * overload_refuses(now):
 * 1 if whoever would wait in this worker as well is to be refused, else 0.
 */
int overload_refuses(uint64_t);

#endif
