/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/migrate.h"
#include "operator/schema_state.h"

int
schema_state_add(
    struct schema_state *state, const char *name, const char *checksum)
{
	struct schema_file *file;

	if (state->count == SCHEMA_FILES)
		return (-1);
	file = &state->files[state->count];
	if (strlen(name) >= sizeof(file->name) ||
	    strlen(checksum) >= sizeof(file->checksum))
		return (-1);
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	(void)snprintf(file->checksum, sizeof(file->checksum), "%s", checksum);
	state->count++;
	return (0);
}

static int
add_rows(
    struct schema_state *state, const PGresult *rows, char error[FAILURE_MAX])
{
	int i;

	for (i = 0; i < PQntuples(rows); i++)
		if (schema_state_add(state, PQgetvalue(rows, i, 0),
			PQgetvalue(rows, i, 1)) == -1)
			return (failure(error,
			    "the table migration has an unknown row: %.80s",
			    PQgetvalue(rows, i, 0)));
	return (0);
}

int
schema_state_read(
    PGconn *connection, struct schema_state *state, char error[FAILURE_MAX])
{
	struct query query = migration_list();
	PGresult *rows = connection_ask(connection, &query);
	int status = 0;

	state->count = 0;
	if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
		connection_error(connection, error);
		status = -1;
	} else
		status = add_rows(state, rows, error);
	PQclear(rows);
	return (status);
}

int
schema_state_missing(const struct schema_state *state, char error[FAILURE_MAX])
{
	const struct migration *list;
	int i, count = migrate_files(&list, error);

	for (i = 0; i < count && i < state->count; i++) {
		if (strcmp(list[i].file, state->files[i].name) != 0)
			return (failure(error,
			    "it has the migration %s, which this program does"
			    " not know",
			    state->files[i].name));
		if (strcmp(list[i].checksum, state->files[i].checksum) != 0)
			return (failure(error,
			    "its sql/schema/%s is not the one of this program",
			    state->files[i].name));
	}
	if (count != -1 && state->count > count)
		return (failure(error,
		    "it was made by a newer microblog: it has the migration %s,"
		    " and this program ends with number %d",
		    state->files[count].name, count));
	return (count == -1 ? -1 : count - state->count);
}
