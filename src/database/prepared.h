/* SPDX-License-Identifier: ISC */
/*
 * Remember which statements are prepared on a connection. The list is attached
 * to the connection with libpq's event system (its manual, "Event System") and
 * freed with it.
 */
#ifndef PREPARED_H
#define PREPARED_H

#include <libpq-fe.h>

#include "model/query.h"

/* prepared_has(connection, query): return 1 if ${query} is prepared, else 0. */
int prepared_has(PGconn *, const struct query *);

/* prepared_add(connection, query): record that ${query} is prepared. */
void prepared_add(PGconn *, const struct query *);

#endif
