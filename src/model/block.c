/* SPDX-License-Identifier: ISC */
#include "model/block.h"
#include "model/statement.h"

struct query
block_add(int64_t blocker, const char *nickname)
{
	return ((struct query){
	    SQL(block_add), { NUMBER(blocker), TEXT(nickname) } });
}

struct query
block_remove(int64_t blocker, const char *nickname)
{
	return ((struct query){
	    SQL(block_remove), { NUMBER(blocker), TEXT(nickname) } });
}

struct query
block_list(int64_t blocker, int64_t before)
{
	return ((struct query){
	    SQL(block_list), { NUMBER(blocker), NUMBER(before) } });
}
