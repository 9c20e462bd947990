/* SPDX-License-Identifier: ISC */
/* Whether the database works. */
#ifndef HEALTH_H
#define HEALTH_H

#include "model/query.h"

/* Return the query for a sign of life. Rows: one with ok, always true. */
struct query health(void);

#endif
