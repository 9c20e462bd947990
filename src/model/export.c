/* SPDX-License-Identifier: ISC */
#include "model/export.h"
#include "model/statement.h"

struct query
export_profile(int64_t member)
{
	return ((struct query){ SQL(export_profile), { NUMBER(member) } });
}

struct query
export_lists(int64_t owner, int64_t after)
{
	return ((struct query){
	    SQL(export_lists), { NUMBER(owner), NUMBER(after) } });
}

struct query
export_list_members(int64_t owner, int64_t list, int64_t after)
{
	return ((struct query){ SQL(export_list_members),
	    { NUMBER(owner), NUMBER(list), NUMBER(after) } });
}

struct query
export_blocks(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_blocks), { NUMBER(member), NUMBER(after) } });
}

struct query
export_mutes(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_mutes), { NUMBER(member), NUMBER(after) } });
}

struct query
export_follows(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_follows), { NUMBER(member), NUMBER(after) } });
}

struct query
export_followers(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_followers), { NUMBER(member), NUMBER(after) } });
}

struct query
export_outbox(int64_t author, int64_t after)
{
	return ((struct query){
	    SQL(export_outbox), { NUMBER(author), NUMBER(after) } });
}

struct query
export_boosts(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_boosts), { NUMBER(member), NUMBER(after) } });
}

struct query
export_likes(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_likes), { NUMBER(member), NUMBER(after) } });
}

struct query
export_bookmarks(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_bookmarks), { NUMBER(member), NUMBER(after) } });
}

struct query
export_threads(int64_t member, int64_t after)
{
	return ((struct query){
	    SQL(export_threads), { NUMBER(member), NUMBER(after) } });
}

struct query
export_posts(int64_t author, int64_t before)
{
	return ((struct query){
	    SQL(export_posts), { NUMBER(author), NUMBER(before) } });
}
