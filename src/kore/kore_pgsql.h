/* SPDX-License-Identifier: ISC */
/*
 * Connections to PostgreSQL that Kore gets from us instead of opening them.
 */
#ifndef KORE_PGSQL_H
#define KORE_PGSQL_H

#include <libpq-fe.h>

/*
 * kore_pgsql_offer(connection):
 * Let Kore have the open ${connection} the next time it connects.
 */
void kore_pgsql_offer(PGconn *);

/*
 * kore_pgsql_withdraw():
 * End the offer. Return the connection if Kore did not take it; NULL if it did.
 */
PGconn *kore_pgsql_withdraw(void);

#endif
