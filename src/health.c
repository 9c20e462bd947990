#include <sys/types.h>
#include <time.h>

#include "health.h"

#include "assets.h"

struct query
health(void)
{
	return ((struct query){ SQL(health) });
}
