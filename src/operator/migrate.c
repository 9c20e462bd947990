#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "database/connection.h"
#include "operator/migrate.h"

#define CHECKSUM_LENGTH 64

/* What tells this program's lock from others in the same database. */
#define LOCK_KEY "7164093"

/* The files of sql/schema. Only ever add to the end; never change a file. */
static const char *const files[] = {
	"0001_person.sql",
	"0002_reserved.sql",
	"0003_session.sql",
	"0004_post.sql",
	"0005_follow.sql",
	"0006_block.sql",
	"0007_mute.sql",
	"0008_list.sql",
	"0009_count_slot.sql",
	"0010_rate.sql",
	"0011_session_list.sql",
	"0012_post_order.sql",
	"0013_limits.sql",
};
#define FILES (sizeof(files) / sizeof(files[0]))

/* What the site may do that is not the owner. */
#define GRANTS "grants.sql"

/* Is the account the schema's owner, or will it be, having made it? */
#define OWNS_IT                                                    \
	"SELECT coalesce((SELECT pg_has_role(relowner, 'USAGE')"   \
	"                   FROM pg_class"                         \
	"                  WHERE oid = to_regclass('migration'))," \
	"                has_schema_privilege(current_schema(), 'CREATE'))"

static const char table_text[] =
    "CREATE TABLE migration ("
    " number int PRIMARY KEY,"
    " name text NOT NULL,"
    " checksum text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now());"
    "COMMENT ON TABLE migration IS 'Which files of sql/schema made this"
    " database. Distributed: copied to every node.';"
    "COMMENT ON COLUMN migration.number IS 'The file''s number, from 1.';"
    "COMMENT ON COLUMN migration.name IS 'The file''s name.';"
    "COMMENT ON COLUMN migration.checksum IS 'The SHA-256 of the file as it"
    " was applied.';"
    "COMMENT ON COLUMN migration.applied_at IS 'When it was applied.';";

/* Do ${text}, which answers with no rows that matter. */
static int
execute(PGconn *connection, const char *text, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result;
	ExecStatusType status;

	result = PQexec(connection, text);
	status = PQresultStatus(result);
	PQclear(result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return (0);
	connection_error(connection, reason);
	return (failure(error, "%s", reason));
}

/* 1 if the first value of ${text}'s answer is true, 0 if not, -1 on error. */
static int
ask_truth(PGconn *connection, const char *text, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result;
	int answer = -1;

	result = PQexec(connection, text);
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		answer = PQgetvalue(result, 0, 0)[0] == 't';
	else {
		connection_error(connection, reason);
		(void)failure(error, "%s", reason);
	}
	PQclear(result);
	return (answer);
}

/* Two programs may start at once: the second waits, then finds all done. */
static int
lock(PGconn *connection, char error[FAILURE_MAX])
{
	int taken;

	taken = ask_truth(
	    connection, "SELECT pg_try_advisory_lock(" LOCK_KEY ")", error);
	if (taken != 0)
		return (taken == 1 ? 0 : -1);
	printf("Another microblog is changing the schema; waiting for it.\n");
	return (execute(
	    connection, "SELECT pg_advisory_lock(" LOCK_KEY ")", error));
}

static void
unlock(PGconn *connection)
{
	PQclear(PQexec(connection, "SELECT pg_advisory_unlock(" LOCK_KEY ")"));
}

static int
make_table(PGconn *connection, char error[FAILURE_MAX])
{
	int there;

	there = ask_truth(
	    connection, "SELECT to_regclass('migration') IS NOT NULL", error);
	if (there != 0)
		return (there == 1 ? 0 : -1);
	return (execute(connection, table_text, error));
}

/* Is the ${row}th applied file the one that we know by that number? */
static int
check_row(const PGresult *rows, int row, const struct migration *migration,
    char error[FAILURE_MAX])
{
	const char *name = PQgetvalue(rows, row, 1);

	if (atoi(PQgetvalue(rows, row, 0)) != row + 1)
		return (failure(error,
		    "the table migration lacks number %d:"
		    " somebody changed it by hand",
		    row + 1));
	if (strcmp(name, migration->file) != 0)
		return (failure(error,
		    "the database was made with a sql/schema/%s"
		    " that this program does not have (it has %s there)",
		    name, migration->file));
	if (strcmp(PQgetvalue(rows, row, 2), migration->checksum) != 0)
		return (failure(error,
		    "sql/schema/%s was changed after it had been applied to"
		    " this database: take the change back, and make it in a"
		    " new file",
		    name));
	return (0);
}

/* How many of ${list} the database has, or -1 if it does not fit to them. */
static int
count_applied(PGconn *connection, const struct migration *list, size_t count,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *rows;
	int i, applied;

	rows = PQexec(connection,
	    "SELECT number, name, checksum FROM migration ORDER BY number");
	applied = PQntuples(rows);
	if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
		connection_error(connection, reason);
		applied = failure(error, "%s", reason);
	} else if ((size_t)applied > count)
		applied = failure(error,
		    "the database was made by a newer microblog: it has the"
		    " migration %s, and this program ends with number %zu."
		    " Start the newer program",
		    PQgetvalue(rows, applied - 1, 1), count);
	for (i = 0; i < applied; i++)
		if (check_row(rows, i, &list[i], error) == -1)
			applied = -1;
	PQclear(rows);
	return (applied);
}

static int
note_applied(PGconn *connection, int number, const struct migration *migration,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX], digits[12];
	const char *values[] = { digits, migration->file, migration->checksum };
	PGresult *result;
	ExecStatusType status;

	(void)snprintf(digits, sizeof(digits), "%d", number);
	result = PQexecParams(connection,
	    "INSERT INTO migration (number, name, checksum)"
	    " VALUES ($1, $2, $3)",
	    3, NULL, values, NULL, NULL, 0);
	status = PQresultStatus(result);
	PQclear(result);
	if (status == PGRES_COMMAND_OK)
		return (0);
	connection_error(connection, reason);
	return (failure(error, "%s", reason));
}

/* One file and the note that it was applied: both, or nothing. */
static int
apply(PGconn *connection, int number, const struct migration *migration,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];

	if (execute(connection, "BEGIN", error) == -1)
		return (-1);
	if (execute(connection, migration->text, reason) == 0 &&
	    note_applied(connection, number, migration, reason) == 0 &&
	    execute(connection, "COMMIT", reason) == 0) {
		printf("Applied sql/schema/%s.\n", migration->file);
		return (0);
	}
	PQclear(PQexec(connection, "ROLLBACK"));
	return (failure(
	    error, "sql/schema/%s failed: %.900s", migration->file, reason));
}

/* The account cannot change anything: somebody else must have. */
static int
check_all_applied(PGconn *connection, const struct migration *list,
    size_t count, char error[FAILURE_MAX])
{
	int applied;

	applied = ask_truth(connection,
	    "SELECT coalesce("
	    "has_table_privilege(to_regclass('migration'), 'SELECT'), false)",
	    error);
	if (applied == 1)
		applied = count_applied(connection, list, count, error);
	if (applied == -1)
		return (-1);
	if ((size_t)applied == count)
		return (0);
	return (failure(error,
	    "it is not ready for the account \"%s\", which may not change it:"
	    " run \"microblog migrate\" with the address of its owner in"
	    " DATABASE_OWNER_URL",
	    PQuser(connection)));
}

static int
apply_missing(PGconn *connection, const struct migration *list, size_t count,
    char error[FAILURE_MAX])
{
	int i, applied, owner;

	owner = ask_truth(connection, OWNS_IT, error);
	if (owner == 0)
		return (check_all_applied(connection, list, count, error));
	if (owner == -1 || make_table(connection, error) == -1)
		return (-1);
	applied = count_applied(connection, list, count, error);
	if (applied == -1)
		return (-1);
	for (i = applied; i < (int)count; i++)
		if (apply(connection, i + 1, &list[i], error) == -1)
			return (-1);
	return ((int)count - applied);
}

int
migrate_list(PGconn *connection, const struct migration *list, size_t count,
    char error[FAILURE_MAX])
{
	int answer;

	if (lock(connection, error) == -1)
		return (-1);
	answer = apply_missing(connection, list, count, error);
	unlock(connection);
	return (answer);
}

int
migrate(PGconn *connection, char error[FAILURE_MAX])
{
	struct migration list[FILES];
	char checksums[FILES][CHECKSUM_LENGTH + 1];
	struct asset asset;
	size_t i;

	for (i = 0; i < FILES; i++) {
		if (asset_find(files[i], &asset) == -1)
			return (failure(error,
			    "sql/schema/%s is not compiled in", files[i]));
		(void)snprintf(checksums[i], sizeof(checksums[i]), "%.*s",
		    CHECKSUM_LENGTH, asset.sha256 + 1);
		list[i] =
		    (struct migration){ files[i], asset.data, checksums[i] };
	}
	return (migrate_list(connection, list, FILES, error));
}

/* To one account, all at once: whoever is at work there notices nothing. */
static int
grant(PGconn *connection, const char *account, const char *text,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result;

	if (execute(connection, "BEGIN", error) == -1)
		return (-1);
	result = PQexecParams(connection,
	    "SELECT set_config('microblog.site', $1, true)", 1, NULL, &account,
	    NULL, NULL, 0);
	PQclear(result);
	if (execute(connection, text, reason) == 0 &&
	    execute(connection, "COMMIT", reason) == 0)
		return (0);
	PQclear(PQexec(connection, "ROLLBACK"));
	return (failure(error, "sql/schema/" GRANTS " failed: %.900s", reason));
}

int
migrate_grant(PGconn *connection, const char *account, char error[FAILURE_MAX])
{
	struct asset asset;
	int answer;

	if (asset_find(GRANTS, &asset) == -1)
		return (
		    failure(error, "sql/schema/" GRANTS " is not compiled in"));
	if (lock(connection, error) == -1)
		return (-1);
	answer = grant(connection, account, asset.data, error);
	unlock(connection);
	return (answer);
}
