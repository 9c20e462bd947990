/* SPDX-License-Identifier: ISC */
#include "model/health.h"
#include "model/statement.h"

struct query
health(void)
{
	return ((struct query){ SQL(health) });
}
