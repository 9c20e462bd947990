/* SPDX-License-Identifier: ISC */
/*
 * The memory that workers share, for the files of this room only.
 *
 * A number is written by one process and read by others, so relaxed atomic
 * loads and stores are enough: they cost what ordinary ones do, and a number is
 * never half written, even if the worker is killed at that moment.
 */
#ifndef COUNTER_BLOCK_H
#define COUNTER_BLOCK_H

#include "metrics/counters.h"
#include "metrics/request_count.h"

typedef _Atomic uint64_t shared_number;

/* The name is written once, before the block's ${pages} says that it is there.
 */
struct counter_page {
	char name[REQUEST_NAME];
	shared_number by_status[REQUEST_STATUSES];
	shared_number by_time[REQUEST_BUCKETS];
	shared_number microseconds, bytes;
};

struct counter_block {
	shared_number counters[COUNTERS];
	shared_number gauges[GAUGES];
	shared_number refusals[REFUSALS];
	_Atomic unsigned pages; /* that have a name */
	struct counter_page page[REQUEST_PAGES];
};

/* The block of this process, and of worker ${number}, from 1 on. */
struct counter_block *counter_block_own(void);
const struct counter_block *counter_block_of(unsigned);

static inline void
shared_add(shared_number *number, uint64_t n)
{
	atomic_store_explicit(number,
	    atomic_load_explicit(number, memory_order_relaxed) + n,
	    memory_order_relaxed);
}

static inline uint64_t
shared_get(const shared_number *number)
{
	return (atomic_load_explicit(number, memory_order_relaxed));
}

#endif
