#include <sys/types.h>
#include <time.h>

#include "model/health.h"

#include "assets.h"

struct query
health(void)
{
	return ((struct query){ SQL(health) });
}
