/* SPDX-License-Identifier: ISC */
#include "model/session.h"
#include "model/statement.h"
#include "model/token.h"

#define HASH(token_hash) BYTES(token_hash, SESSION_HASH)

struct query
session_find(const unsigned char *token_hash)
{
	return ((struct query){ SQL(session_find), { HASH(token_hash) } });
}

struct query
session_add(const unsigned char *token_hash, int64_t person,
    const char *encoded, int remembered, const char *browser,
    const unsigned char *trusted)
{
	return ((struct query){
	    SQL(session_add), { HASH(token_hash), NUMBER(person), TEXT(encoded),
				  TEXT(remembered ? "t" : "f"), TEXT(browser),
				  BYTES(trusted, SECRET_BYTES) } });
}

struct query
session_prove(const unsigned char *token_hash, const char *encoded)
{
	return ((struct query){
	    SQL(session_prove), { HASH(token_hash), TEXT(encoded) } });
}

struct query
session_renew(const unsigned char *token_hash, const unsigned char *new_hash,
    const char *encoded)
{
	return ((struct query){ SQL(session_renew),
	    { HASH(token_hash), HASH(new_hash), TEXT(encoded) } });
}

struct query
session_list(int64_t person, const unsigned char *token_hash)
{
	return ((struct query){
	    SQL(session_list), { NUMBER(person), HASH(token_hash) } });
}

struct query
session_remove(const unsigned char *token_hash)
{
	return ((struct query){ SQL(session_remove), { HASH(token_hash) } });
}

struct query
session_end(int64_t person, int64_t id)
{
	return (
	    (struct query){ SQL(session_end), { NUMBER(person), NUMBER(id) } });
}

struct query
session_end_others(int64_t person, const unsigned char *token_hash)
{
	return ((struct query){
	    SQL(session_end_others), { NUMBER(person), HASH(token_hash) } });
}
