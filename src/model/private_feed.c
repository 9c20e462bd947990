/* SPDX-License-Identifier: ISC */
#include "model/private_feed.h"

#include "model/statement.h"
#include "model/token.h"

#define HASH(hash) BYTES(hash, SECRET_BYTES)

struct query
private_feed_find(int64_t person)
{
	return ((struct query){ SQL(private_feed_find), { NUMBER(person) } });
}

struct query
private_feed_open(const unsigned char *hash)
{
	return ((struct query){ SQL(private_feed_open), { HASH(hash) } });
}

struct query
private_feed_set(int64_t person, const unsigned char *hash)
{
	return ((struct query){
	    SQL(private_feed_set), { NUMBER(person), HASH(hash) } });
}
