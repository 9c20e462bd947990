/* SPDX-License-Identifier: ISC */
#include "model/draft.h"
#include "model/statement.h"

struct query
draft_save(int64_t author, int64_t earlier, int64_t parent, const char *body)
{
	return ((struct query){
	    SQL(draft_save), { NUMBER(author), NUMBER(earlier), NUMBER(parent),
				 TEXT(body), NUMBER(DRAFT_MAX) } });
}

struct query
draft_find(int64_t author, int64_t parent)
{
	return ((struct query){
	    SQL(draft_find), { NUMBER(author), NUMBER(parent) } });
}

struct query
draft_remove(int64_t author, int64_t id)
{
	return ((struct query){
	    SQL(draft_remove), { NUMBER(author), NUMBER(id) } });
}
