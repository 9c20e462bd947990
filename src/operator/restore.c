/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/check_data.h"
#include "operator/interrupt.h"
#include "operator/progress.h"
#include "operator/restore.h"
#include "operator/version.h"
#include "postgres/postgres_tool.h"

int
restore_fits(const struct manifest *manifest, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];

	if (schema_state_missing(&manifest->schema, reason) >= 0)
		return (0);
	return (failure(error,
	    "this backup, which microblog %s made, is not for this program,"
	    " microblog " MICROBLOG_VERSION ": %.900s. Restore it with the"
	    " program that made it, or a newer one",
	    manifest->version, reason));
}

static int
check_empty(PGconn *connection, char error[FAILURE_MAX])
{
	struct query query = restore_obstacles();
	PGresult *rows = connection_ask(connection, &query);
	int status = 0;

	if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
		connection_error(connection, error);
		status = -1;
	} else if (strcmp(PQgetvalue(rows, 0, 1), "0") != 0)
		status = failure(error,
		    "the database \"%s\" is not empty: it has %s tables and"
		    " other objects, and is left alone. Create an empty one and"
		    " set DATABASE_URL and DATABASE_OWNER_URL to it. For the"
		    " private PostgreSQL, stop microblog and move its folder"
		    " away (var/postgresql, unless a line above names another)",
		    PQdb(connection), PQgetvalue(rows, 0, 1));
	else if (PQgetvalue(rows, 0, 0)[0] != 't')
		status = failure(error,
		    "the role %s may not create tables in the database \"%s\";"
		    " set DATABASE_OWNER_URL to the address of its owner",
		    PQuser(connection), PQdb(connection));
	PQclear(rows);
	return (status);
}

/* Show how far pg_restore has read the file, whose offset it shares. */
static int
follow(
    struct postgres_tool *tool, int file, off_t dump, char error[FAILURE_MAX])
{
	char ignored[1024];
	off_t done;

	while (postgres_tool_read(tool, ignored, sizeof(ignored)) != 0) {
		if (interrupt_check(error) == -1) {
			postgres_tool_stop(tool);
			return (-1);
		}
		done = lseek(file, 0, SEEK_CUR);
		if (done < dump)
			progress_show("Restoring", done, dump);
		else
			progress_show("Building the indexes", -1, 0);
	}
	return (0);
}

/* The name of the database is an argument, but nothing else: its is no secret.
 */
static int
run_restore(PGconn *connection, int file, const struct manifest *manifest,
    char error[FAILURE_MAX])
{
	struct buffer name = { 0 };
	char reason[FAILURE_MAX];
	struct postgres_tool tool;
	int status;

	buffer_text(&name, "--dbname=");
	connection_set(&name, "dbname", PQdb(connection));
	const char *const arguments[] = { "--single-transaction",
		"--exit-on-error", "--no-owner", "--no-privileges",
		"--no-password", name.data, NULL };
	status = postgres_tool_start(
	    &tool, "pg_restore", arguments, connection, file, error);
	buffer_free(&name);
	if (status == -1 || follow(&tool, file, manifest->dump, error) == -1)
		return (-1);
	if (postgres_tool_end(&tool, reason) == 0)
		return (0);
	return (interrupt_check(error) == -1
		    ? -1
		    : failure(error, "pg_restore failed: %.900s", reason));
}

/* Compare the rows with those that were counted when the backup was made. */
static int
compare(PGconn *connection, const struct manifest *manifest,
    char error[FAILURE_MAX])
{
	static struct table_counts found;
	char reason[FAILURE_MAX];

	if (table_counts_read(connection, &found, error) == -1)
		return (-1);
	if (table_counts_compare(&manifest->tables, &found, reason) == 0)
		return (0);
	return (
	    failure(error, "the backup is not what it says: %.900s", reason));
}

/* Until it is analyzed, PostgreSQL plans the statements badly. */
static int
finish(PGconn *connection, const struct start_strings *strings,
    struct checks *checks, char error[FAILURE_MAX])
{
	progress_clear();
	if (start_prepare(strings, error) == -1)
		return (-1);
	progress_show("Analyzing", -1, 0);
	PQclear(PQexec(connection, "ANALYZE"));
	check_data(connection, checks);
	return (interrupt_check(error));
}

static int
restore(PGconn *connection, const struct start_strings *strings, int file,
    const struct manifest *manifest, struct checks *checks,
    char error[FAILURE_MAX])
{
	if (check_empty(connection, error) == -1 ||
	    run_restore(connection, file, manifest, error) == -1 ||
	    compare(connection, manifest, error) == -1)
		return (-1);
	return (finish(connection, strings, checks, error));
}

int
restore_into(const struct start_strings *strings, int file,
    const struct manifest *manifest, struct checks *checks,
    char error[FAILURE_MAX])
{
	PGconn *connection = start_connect(
	    strings->owner != NULL ? strings->owner : strings->site, error);
	int status;

	if (connection == NULL)
		return (-1);
	interrupt_cancels(connection);
	status = restore(connection, strings, file, manifest, checks, error);
	interrupt_cancels(NULL);
	PQfinish(connection);
	return (status);
}
