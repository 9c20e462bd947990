/* SPDX-License-Identifier: ISC */
#include "model/thread.h"
#include "model/statement.h"

struct query
thread_above(int64_t post, int64_t viewer)
{
	return ((struct query){
	    SQL(thread_above), { NUMBER(post), NUMBER(viewer) } });
}

struct query
thread_below(int64_t post, int64_t viewer, int64_t after)
{
	return ((struct query){ SQL(thread_below),
	    { NUMBER(post), NUMBER(viewer), NUMBER(after) } });
}
