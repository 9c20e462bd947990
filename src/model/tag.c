/* SPDX-License-Identifier: ISC */
#include "model/tag.h"
#include "model/statement.h"

/*
 * The home feed looks for the newest posts of each of them, which takes some
 * 10 us.
 */
#define FOLLOWED_MAX 100

struct query
tag_follow_add(int64_t member, const char *tag)
{
	return ((struct query){ SQL(tag_follow_add),
	    { NUMBER(member), TEXT(tag), NUMBER(FOLLOWED_MAX) } });
}

struct query
tag_follow_remove(int64_t member, const char *tag)
{
	return ((struct query){
	    SQL(tag_follow_remove), { NUMBER(member), TEXT(tag) } });
}

struct query
tag_follow_find(int64_t member, const char *tag)
{
	return ((struct query){
	    SQL(tag_follow_find), { NUMBER(member), TEXT(tag) } });
}

struct query
tag_follow_list(int64_t member)
{
	return ((struct query){ SQL(tag_follow_list), { NUMBER(member) } });
}

struct query
tag_popular(void)
{
	return ((struct query){ SQL(tag_popular) });
}

struct query
tag_refresh(void)
{
	return ((struct query){ SQL(tag_refresh) });
}
