/*
 * Which statements were prepared on a connection. It hangs on the connection,
 * by libpq's event procedures (its manual, "Event System"), and dies with it.
 */
#ifndef PREPARED_H
#define PREPARED_H

#include <libpq-fe.h>

#include "model/query.h"

/* prepared_has(connection, query): 1 if ${query} is prepared there, else 0. */
int prepared_has(PGconn *, const struct query *);

/* prepared_add(connection, query): from now on it is. */
void prepared_add(PGconn *, const struct query *);

#endif
