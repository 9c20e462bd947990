/* SPDX-License-Identifier: ISC */
/* The work that the clerk does (errand/clerk.h). */
#ifndef WORK_H
#define WORK_H

#include "model/query.h"

/* Return the query that wakes the clerk when there is work. It has no rows. */
struct query work_listen(void);

#endif
