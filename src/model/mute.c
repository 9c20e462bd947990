/* SPDX-License-Identifier: ISC */
#include "model/mute.h"
#include "model/statement.h"

struct query
mute_add(int64_t muter, const char *nickname)
{
	return (
	    (struct query){ SQL(mute_add), { NUMBER(muter), TEXT(nickname) } });
}

struct query
mute_remove(int64_t muter, const char *nickname)
{
	return ((struct query){
	    SQL(mute_remove), { NUMBER(muter), TEXT(nickname) } });
}

struct query
boost_mute_add(int64_t muter, const char *nickname)
{
	return ((struct query){
	    SQL(boost_mute_add), { NUMBER(muter), TEXT(nickname) } });
}

struct query
boost_mute_remove(int64_t muter, const char *nickname)
{
	return ((struct query){
	    SQL(boost_mute_remove), { NUMBER(muter), TEXT(nickname) } });
}

struct query
mute_list(int64_t muter, int64_t before)
{
	return ((struct query){
	    SQL(mute_list), { NUMBER(muter), NUMBER(before) } });
}
