/* SPDX-License-Identifier: ISC */
#include "model/reaction.h"
#include "model/rate.h"
#include "model/statement.h"

struct query
like_add(int64_t member, int64_t post)
{
	return (
	    (struct query){ SQL(like_add), { NUMBER(member), NUMBER(post) } });
}

struct query
like_remove(int64_t member, int64_t post)
{
	return ((struct query){
	    SQL(like_remove), { NUMBER(member), NUMBER(post) } });
}

struct query
boost_add(int64_t member, int64_t post)
{
	return ((struct query){ SQL(boost_add),
	    { NUMBER(member), NUMBER(post), RATE(RATE_POSTS) } });
}

struct query
boost_remove(int64_t member, int64_t post)
{
	return ((struct query){
	    SQL(boost_remove), { NUMBER(member), NUMBER(post) } });
}

struct query
bookmark_add(int64_t member, int64_t post)
{
	return ((struct query){
	    SQL(bookmark_add), { NUMBER(member), NUMBER(post) } });
}

struct query
bookmark_remove(int64_t member, int64_t post)
{
	return ((struct query){
	    SQL(bookmark_remove), { NUMBER(member), NUMBER(post) } });
}

struct query
bookmark_list(int64_t member, int64_t before)
{
	return ((struct query){
	    SQL(bookmark_list), { NUMBER(member), NUMBER(before) } });
}

struct query
like_list(int64_t post, int64_t before, int64_t viewer)
{
	return ((struct query){
	    SQL(like_list), { NUMBER(post), NUMBER(before), NUMBER(viewer) } });
}

struct query
boost_list(int64_t post, int64_t before, int64_t viewer)
{
	return ((struct query){ SQL(boost_list),
	    { NUMBER(post), NUMBER(before), NUMBER(viewer) } });
}
