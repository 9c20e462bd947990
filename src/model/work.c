/* SPDX-License-Identifier: ISC */
#include "model/work.h"
#include "model/statement.h"

struct query
work_listen(void)
{
	return ((struct query){ SQL(work_listen) });
}
