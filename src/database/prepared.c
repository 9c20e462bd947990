/* SPDX-License-Identifier: ISC */
#include "database/prepared.h"

#include <libpq-events.h>

#include <stdlib.h>

#define PREPARED_MAX 128 /* more than twice the files in sql/ */

struct prepared {
	size_t count;
	const char *text[PREPARED_MAX];
};

static int
forget(PGEventId event, void *info, void *arg)
{
	(void)arg;
	if (event == PGEVT_CONNDESTROY) {
		PGEventConnDestroy *destroyed = info;

		free(PQinstanceData(destroyed->conn, forget));
	}
	return (1);
}

static struct prepared *
prepared_on(PGconn *connection)
{
	struct prepared *prepared = PQinstanceData(connection, forget);

	if (prepared == NULL) {
		prepared = calloc(1, sizeof(*prepared));
		if (prepared == NULL)
			abort(); /* no memory */
		(void)PQregisterEventProc(connection, forget, "prepared", NULL);
		(void)PQsetInstanceData(connection, forget, prepared);
	}
	return (prepared);
}

int
prepared_has(PGconn *connection, const struct query *query)
{
	const struct prepared *prepared = prepared_on(connection);
	size_t i;

	for (i = 0; i < prepared->count; i++)
		if (prepared->text[i] == query->text)
			return (1);
	return (0);
}

void
prepared_add(PGconn *connection, const struct query *query)
{
	struct prepared *prepared = prepared_on(connection);

	if (prepared->count == PREPARED_MAX)
		abort();
	prepared->text[prepared->count++] = query->text;
}
