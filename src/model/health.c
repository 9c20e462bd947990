/* SPDX-License-Identifier: ISC */
#include "model/health.h"
#include "model/statement.h"

struct query
health(void)
{
	return ((struct query){ SQL(health) });
}

struct query
health_numbers(void)
{
	return ((struct query){ SQL(health_numbers) });
}
