#include "session.h"

#include <sys/types.h>
#include <time.h>

#include "assets.h"

struct query
session_find(const unsigned char *token_hash)
{
	return ((struct query){
	    SQL(session_find), { BYTES(token_hash, SESSION_HASH) } });
}

struct query
session_add(const unsigned char *token_hash, int64_t person, int remembered)
{
	return ((struct query){
	    SQL(session_add), { BYTES(token_hash, SESSION_HASH), NUMBER(person),
				  TEXT(remembered ? "t" : "f") } });
}

struct query
session_remove(const unsigned char *token_hash)
{
	return ((struct query){
	    SQL(session_remove), { BYTES(token_hash, SESSION_HASH) } });
}
