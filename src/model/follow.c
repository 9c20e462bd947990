/* SPDX-License-Identifier: ISC */
#include "model/follow.h"
#include "model/rate.h"
#include "model/statement.h"

struct query
follow_add(int64_t follower, const char *nickname)
{
	return ((struct query){ SQL(follow_add),
	    { NUMBER(follower), TEXT(nickname), RATE(RATE_FOLLOWS) } });
}

struct query
follow_remove(int64_t follower, const char *nickname)
{
	return ((struct query){
	    SQL(follow_remove), { NUMBER(follower), TEXT(nickname) } });
}

struct query
follow_followers(const char *nickname, int64_t before, int64_t viewer)
{
	return ((struct query){ SQL(follow_followers),
	    { TEXT(nickname), NUMBER(before), NUMBER(viewer) } });
}

struct query
follow_following(const char *nickname, int64_t before, int64_t viewer)
{
	return ((struct query){ SQL(follow_following),
	    { TEXT(nickname), NUMBER(before), NUMBER(viewer) } });
}

struct query
follow_suggested(int64_t viewer)
{
	return ((struct query){ SQL(follow_suggested), { NUMBER(viewer) } });
}
