/* SPDX-License-Identifier: ISC */
#include "model/notice.h"

#include "model/statement.h"
#include "model/token.h"

struct query
notice_unseen(int64_t person)
{
	return ((struct query){ SQL(notice_unseen), { NUMBER(person) } });
}

struct query
notice_list(int64_t person)
{
	return ((struct query){ SQL(notice_list), { NUMBER(person) } });
}

struct query
notice_find(int64_t person, int64_t id)
{
	return (
	    (struct query){ SQL(notice_find), { NUMBER(person), NUMBER(id) } });
}

struct query
notice_read(int64_t person, int64_t id)
{
	return (
	    (struct query){ SQL(notice_read), { NUMBER(person), NUMBER(id) } });
}

struct query
appeal_add(int64_t person, int64_t id, const char *words)
{
	return ((struct query){
	    SQL(appeal_add), { NUMBER(person), NUMBER(id), TEXT(words) } });
}

struct query
appeal_find(const unsigned char *token_hash)
{
	return ((struct query){
	    SQL(appeal_find), { BYTES(token_hash, SECRET_BYTES) } });
}

struct query
appeal_send(const unsigned char *token_hash, int64_t id, const char *words)
{
	return ((struct query){ SQL(appeal_send),
	    { BYTES(token_hash, SECRET_BYTES), NUMBER(id), TEXT(words) } });
}

struct query
appeal_list(void)
{
	return ((struct query){ SQL(appeal_list) });
}

struct query
appeal_decide(int64_t moderator, int64_t id, int undo, const char *answer)
{
	return ((struct query){
	    SQL(appeal_decide), { NUMBER(moderator), NUMBER(id),
				    TEXT(undo ? "t" : "f"), TEXT(answer) } });
}
