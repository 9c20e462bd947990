/*
 * When so many want the database that who comes on top is better told to come
 * again. All workers know of it together.
 */
#ifndef FLOOD_H
#define FLOOD_H

#include <stdint.h>

#define FLOOD_WORKERS 255 /* KORE_WORKER_MAX */

/*
 * flood_start():
 * Before there are workers; what was known is forgotten. Answer: -1 if there is
 * no memory.
 */
int flood_start(void);

/*
 * flood_worker(number, connections):
 * This process is the worker ${number}, from 1 to FLOOD_WORKERS, with so many
 * connections to the database, as every worker has, and nobody waits for one.
 */
void flood_worker(unsigned, unsigned);

/*
 * flood_waiting(count, now):
 * So many wait in this worker since ${now}: ms of a clock that never goes back
 * and is the same in all workers.
 */
void flood_waiting(unsigned, uint64_t);

/*
 * flood_refuses(now):
 * 1 if whoever would wait in this worker as well is to be refused, else 0.
 */
int flood_refuses(uint64_t);

#endif
