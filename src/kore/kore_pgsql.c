/* SPDX-License-Identifier: ISC */
/*
 * Kore connects to PostgreSQL with PQconnectdb(), which blocks: while a server
 * does not respond, the whole worker stands still. So database/pool.c connects
 * without blocking, and Kore finds a connection that is already open.
 *
 * The linker's --wrap (conf/build.conf) leads every PQconnectdb() here.
 */
#include <stddef.h>

#include "kore/kore_pgsql.h"

static PGconn *offered;

PGconn *__real_PQconnectdb(const char *);
PGconn *__wrap_PQconnectdb(const char *);

void
kore_pgsql_offer(PGconn *connection)
{
	offered = connection;
}

PGconn *
kore_pgsql_withdraw(void)
{
	PGconn *connection = offered;

	offered = NULL;
	return (connection);
}

PGconn *
__wrap_PQconnectdb(const char *connection_string)
{
	PGconn *connection = kore_pgsql_withdraw();

	return (connection != NULL ? connection
				   : __real_PQconnectdb(connection_string));
}
