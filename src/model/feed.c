/* SPDX-License-Identifier: ISC */
#include "model/feed.h"
#include "model/statement.h"

struct query
feed_home(int64_t viewer, int64_t before)
{
	return ((struct query){
	    SQL(feed_home), { NUMBER(viewer), NUMBER(before) } });
}

struct query
feed_list(int64_t viewer, int64_t list, int64_t before)
{
	return ((struct query){
	    SQL(feed_list), { NUMBER(viewer), NUMBER(list), NUMBER(before) } });
}

struct query
feed_explore(int64_t viewer, int64_t before)
{
	return ((struct query){
	    SQL(feed_explore), { NUMBER(viewer), NUMBER(before) } });
}

struct query
feed_person(const char *nickname, int64_t before, int64_t viewer)
{
	return ((struct query){ SQL(feed_person),
	    { TEXT(nickname), NUMBER(before), NUMBER(viewer), NUMBER(0) } });
}

struct query
feed_period(const char *nickname, const struct period *period, int64_t before,
    int64_t viewer)
{
	return ((struct query){ SQL(feed_person),
	    { TEXT(nickname),
		NUMBER(before < period->end ? before : period->end),
		NUMBER(viewer), NUMBER(period->first) } });
}

struct query
feed_tag(int64_t viewer, const char *tag, int64_t before)
{
	return ((struct query){
	    SQL(feed_tag), { NUMBER(viewer), TEXT(tag), NUMBER(before) } });
}
