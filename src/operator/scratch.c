/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/interrupt.h"
#include "operator/scratch.h"

#define MARK "microblog restore --try" /* as in sql/try_leftovers.sql */

/* Run ${format} with the name ${database}, quoted. Return 0, or -1. */
static int
execute(PGconn *connection, const char *before, const char *database,
    const char *after)
{
	char *quoted =
	    PQescapeIdentifier(connection, database, strlen(database));
	struct buffer text = { 0 };
	PGresult *result;
	int status;

	if (quoted == NULL)
		return (-1);
	buffer_format(&text, "%s %s %s", before, quoted, after);
	PQfreemem(quoted);
	result = PQexec(connection, text.data);
	buffer_free(&text);
	status = PQresultStatus(result) == PGRES_COMMAND_OK ? 0 : -1;
	PQclear(result);
	return (status);
}

/* PostgreSQL refuses to remove a database that somebody still uses. */
static void
remove_leftovers(PGconn *server)
{
	struct query query = try_leftovers();
	PGresult *rows = connection_ask(server, &query);
	int i;

	for (i = 0; i < PQntuples(rows); i++)
		(void)execute(
		    server, "DROP DATABASE", PQgetvalue(rows, i, 0), "");
	PQclear(rows);
}

/* Return ${string} with another database: libpq takes the last one named. */
static char *
string_for(const char *string, const char *database)
{
	struct buffer out = { 0 };

	if (string == NULL)
		return (NULL);
	buffer_text(&out, string);
	connection_set(&out, "dbname", database);
	return (out.data);
}

static int
create(struct scratch *scratch, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];

	(void)snprintf(scratch->name, sizeof(scratch->name),
	    "microblog_try_%08" PRIx32, randombytes_random());
	interrupt_cancels(scratch->server);
	if (execute(scratch->server, "CREATE DATABASE", scratch->name,
		"ENCODING 'UTF8' TEMPLATE template0") == 0) {
		(void)execute(scratch->server, "COMMENT ON DATABASE",
		    scratch->name, "IS '" MARK "'");
		return (0);
	}
	connection_error(scratch->server, reason);
	return (failure(error,
	    "cannot create a temporary database: %.600s. If the role %s may not"
	    " do that, run \"ALTER ROLE %s CREATEDB\" as an administrator; or"
	    " run this command in an empty folder without DATABASE_URL, where"
	    " it uses a PostgreSQL of its own",
	    reason, PQuser(scratch->server), PQuser(scratch->server)));
}

int
scratch_create(struct scratch *scratch, const struct start_strings *strings,
    char error[FAILURE_MAX])
{
	memset(scratch, 0, sizeof(*scratch));
	scratch->server = start_connect(
	    strings->owner != NULL ? strings->owner : strings->site, error);
	if (scratch->server == NULL)
		return (-1);
	remove_leftovers(scratch->server);
	if (create(scratch, error) == -1) {
		interrupt_cancels(NULL);
		(void)interrupt_check(error);
		PQfinish(scratch->server);
		return (-1);
	}
	scratch->strings.site = string_for(strings->site, scratch->name);
	scratch->strings.owner = string_for(strings->owner, scratch->name);
	return (0);
}

int64_t
scratch_size(const struct scratch *scratch)
{
	const char *const values[] = { scratch->name };
	PGresult *rows = PQexecParams(scratch->server,
	    "SELECT pg_database_size($1::text::name)", 1, NULL, values, NULL,
	    NULL, 0);
	int64_t size = 0;

	if (PQntuples(rows) == 1)
		size = strtoll(PQgetvalue(rows, 0, 0), NULL, 10);
	PQclear(rows);
	return (size);
}

int
scratch_remove(struct scratch *scratch, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	int status = 0;

	interrupt_cancels(NULL);
	/* A process of pg_restore may still be ending on the server. */
	if (execute(scratch->server, "DROP DATABASE", scratch->name,
		"WITH (FORCE)") == -1) {
		connection_error(scratch->server, reason);
		status = failure(error,
		    "cannot remove the temporary database: %.900s. Run \"DROP"
		    " DATABASE %s\" yourself",
		    reason, scratch->name);
	}
	start_forget(&scratch->strings);
	PQfinish(scratch->server);
	return (status);
}
