#include "attempt.h"

#include <sys/types.h>
#include <time.h>

#include "assets.h"

struct query
attempt_take(const char *address, const char *account)
{
	return ((struct query){
	    SQL(attempt_take), { TEXT(address), TEXT(account) } });
}

struct query
attempt_forgive(const char *address, const char *account)
{
	return ((struct query){
	    SQL(attempt_forgive), { TEXT(address), TEXT(account) } });
}
