#include "browser.h"

#include <sys/types.h>
#include <time.h>

#include "token.h"

#include "assets.h"

struct query
browser_know(const unsigned char *token_hash, int64_t person)
{
	return ((struct query){ SQL(browser_know),
	    { BYTES(token_hash, SECRET_BYTES), NUMBER(person) } });
}
