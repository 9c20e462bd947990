#include "model/browser.h"

#include <sys/types.h>
#include <time.h>

#include "model/token.h"

#include "assets.h"

struct query
browser_trust(const unsigned char *token_hash, int64_t person)
{
	return ((struct query){ SQL(browser_trust),
	    { BYTES(token_hash, SECRET_BYTES), NUMBER(person) } });
}
