/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/backup.h"
#include "operator/interrupt.h"
#include "operator/progress.h"
#include "operator/version.h"
#include "postgres/postgres_tool.h"

#define BLOCK	      65536 /* bytes: what a pipe holds */
#define SNAPSHOT_SIZE 100

/* Begin the transaction that everything sees, and name its snapshot. */
static int
export_snapshot(
    PGconn *connection, char name[SNAPSHOT_SIZE], char error[FAILURE_MAX])
{
	PGresult *result = PQexec(connection,
	    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
	    "SELECT pg_export_snapshot()");
	int status = 0;

	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		(void)snprintf(
		    name, SNAPSHOT_SIZE, "%s", PQgetvalue(result, 0, 0));
	else {
		connection_error(connection, error);
		status = -1;
	}
	PQclear(result);
	return (status);
}

static int
read_facts(
    PGconn *connection, struct manifest *manifest, char error[FAILURE_MAX])
{
	struct query query = backup_facts();
	PGresult *rows = connection_ask(connection, &query);
	int status = 0;

	if (PQresultStatus(rows) == PGRES_TUPLES_OK) {
		(void)snprintf(manifest->made_at, MANIFEST_TIME, "%s",
		    PQgetvalue(rows, 0, 0));
		(void)snprintf(manifest->newest_post, MANIFEST_TIME, "%s",
		    PQgetvalue(rows, 0, 1));
	} else {
		connection_error(connection, error);
		status = -1;
	}
	PQclear(rows);
	return (status);
}

static int
read_manifest(
    PGconn *connection, struct manifest *manifest, char error[FAILURE_MAX])
{
	memset(manifest, 0, sizeof(*manifest));
	(void)snprintf(manifest->version, sizeof(manifest->version), "%s",
	    MICROBLOG_VERSION);
	if (schema_state_read(connection, &manifest->schema, error) == -1 ||
	    read_facts(connection, manifest, error) == -1)
		return (-1);
	return (table_counts_read(connection, &manifest->tables, error));
}

/* Write what pg_dump writes until it ends. */
static int
copy_dump(struct postgres_tool *tool, struct backup_file *file,
    char error[FAILURE_MAX])
{
	static char block[BLOCK];
	ssize_t length;

	do {
		length = postgres_tool_read(tool, block, sizeof(block));
		if (interrupt_check(error) == -1 ||
		    (length > 0 && backup_file_write(file, block,
				       (size_t)length, error) == -1)) {
			postgres_tool_stop(tool);
			return (-1);
		}
		progress_show("Writing", file->written, 0);
	} while (length != 0);
	return (0);
}

/* pg_dump's reason, and what to do about the most likely one. */
static int
dump_failure(const char *reason, char error[FAILURE_MAX])
{
	return (failure(error, "pg_dump failed: %.900s%s", reason,
	    strstr(reason, "permission denied") != NULL
		? " (set DATABASE_OWNER_URL to the address of the role that"
		  " owns the schema)"
		: ""));
}

static int
dump(PGconn *connection, const char *snapshot, struct backup_file *file,
    char error[FAILURE_MAX])
{
	char option[SNAPSHOT_SIZE + 16], reason[FAILURE_MAX];
	const char *const arguments[] = { "--format=custom", "--no-password",
		option, NULL };
	struct postgres_tool tool;
	int empty = open("/dev/null", O_RDONLY | O_CLOEXEC), status;

	(void)snprintf(option, sizeof(option), "--snapshot=%s", snapshot);
	status = postgres_tool_start(
	    &tool, "pg_dump", arguments, connection, empty, error);
	(void)close(empty);
	if (status == -1 || copy_dump(&tool, file, error) == -1)
		return (-1);
	if (postgres_tool_end(&tool, reason) == -1)
		return (dump_failure(reason, error));
	return (0);
}

int
backup_make(PGconn *connection, struct backup_file *file,
    struct manifest *manifest, char error[FAILURE_MAX])
{
	char snapshot[SNAPSHOT_SIZE];

	interrupt_cancels(connection);
	if (export_snapshot(connection, snapshot, error) == -1 ||
	    read_manifest(connection, manifest, error) == -1 ||
	    dump(connection, snapshot, file, error) == -1 ||
	    interrupt_check(error) == -1) {
		interrupt_cancels(NULL);
		(void)interrupt_check(error); /* rather than its consequence */
		backup_file_discard(file);
		return (-1);
	}
	interrupt_cancels(NULL);
	return (backup_file_finish(file, manifest, error));
}
