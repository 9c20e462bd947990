/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "database/connection.h"
#include "operator/migrate.h"

#define CHECKSUM_LENGTH 64

/* Distinguishes our advisory lock from others in the same database. */
#define LOCK_KEY "7164093"

/*
 * The files of sql/schema, in the order in which they are applied. Once
 * released, a file never changes: a change of the schema is a new file at the
 * end.
 */
static const char *const files[] = {
	"0001_id.sql",
	"0002_person.sql",
	"0003_reserved.sql",
	"0004_count.sql",
	"0005_session.sql",
	"0006_browser.sql",
	"0007_rate.sql",
	"0008_post.sql",
	"0009_block.sql",
	"0010_follow.sql",
	"0011_mute.sql",
	"0012_list.sql",
	"0013_identity.sql",
	"0014_mail.sql",
	"0015_two_factor.sql",
	"0016_departure.sql",
	"0017_import.sql",
	"0018_email.sql",
	"0019_report.sql",
	"0020_site.sql",
	"0021_registration.sql",
	"0022_moderation.sql",
	"0023_reaction.sql",
	"0024_tag.sql",
	"0025_notification.sql",
	"0026_search.sql",
	"0027_private_feed.sql",
	"0028_draft.sql",
	"0029_edit.sql",
	"0030_profile_link.sql",
	"0031_operations.sql",
};
#define FILES (sizeof(files) / sizeof(files[0]))

/* The privileges of a site whose role is not the owner. */
#define GRANTS "grants.sql"

/* Whether our role owns the schema, or would own it if it were created now. */
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
    "COMMENT ON COLUMN migration.checksum IS 'The SHA-256 of the file when"
    " it was applied.';"
    "COMMENT ON COLUMN migration.applied_at IS 'When it was applied.';";

/* Run ${text} and ignore its rows. */
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

/* Return 1 if the first value of ${text}'s rows is true, 0 if not, -1 on error.
 */
static int
query_bool(PGconn *connection, const char *text, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result;
	int value = -1;

	result = PQexec(connection, text);
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		value = PQgetvalue(result, 0, 0)[0] == 't';
	else {
		connection_error(connection, reason);
		(void)failure(error, "%s", reason);
	}
	PQclear(result);
	return (value);
}

/* If two nodes start at once, the second waits and finds everything done. */
static int
lock(PGconn *connection, char error[FAILURE_MAX])
{
	int taken;

	taken = query_bool(
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

	there = query_bool(
	    connection, "SELECT to_regclass('migration') IS NOT NULL", error);
	if (there != 0)
		return (there == 1 ? 0 : -1);
	return (execute(connection, table_text, error));
}

/*
 * Check row ${row} of the table migration against the file of that number. A
 * file that has another name there is from before the first release.
 */
static int
check_row(const PGresult *rows, int row, const struct migration *list,
    size_t count, char error[FAILURE_MAX])
{
	const char *name = PQgetvalue(rows, row, 1);

	if (atoi(PQgetvalue(rows, row, 0)) != row + 1)
		return (failure(error,
		    "the table migration lacks number %d:"
		    " it was changed by hand",
		    row + 1));
	if ((size_t)row == count)
		return (failure(error,
		    "the database was made by a newer microblog: it has the"
		    " migration %s, and this program ends with number %zu."
		    " Start the newer program",
		    name, count));
	if (strcmp(name, list[row].file) != 0)
		return (failure(error,
		    "the database was made by an earlier development version:"
		    " it has the migration %s, which this program does not"
		    " know. There is no upgrade: save what you need with"
		    " pg_dump, and start with an empty database. To empty the"
		    " private PostgreSQL, stop microblog and remove its folder"
		    " (var/postgresql, unless a line above names another)",
		    name));
	if (strcmp(PQgetvalue(rows, row, 2), list[row].checksum) != 0)
		return (failure(error,
		    "sql/schema/%s was changed after it had been applied to"
		    " this database: undo the change, and make it in a new"
		    " file",
		    name));
	return (0);
}

/* Return how many files of ${list} were applied, or -1 if others were. */
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
	}
	for (i = 0; i < applied; i++)
		if (check_row(rows, i, list, count, error) == -1)
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

/* Apply a file and record it, in one transaction. */
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

/* Our role cannot change anything, so check that the owner has done it all. */
static int
check_all_applied(PGconn *connection, const struct migration *list,
    size_t count, char error[FAILURE_MAX])
{
	int applied;

	applied = query_bool(connection,
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
	    "it is not ready for the role \"%s\", which may not change it:"
	    " run \"microblog migrate\" with the address of its owner in"
	    " DATABASE_OWNER_URL",
	    PQuser(connection)));
}

static int
apply_missing(PGconn *connection, const struct migration *list, size_t count,
    char error[FAILURE_MAX])
{
	int i, applied, owner;

	owner = query_bool(connection, OWNS_IT, error);
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
	int applied;

	if (lock(connection, error) == -1)
		return (-1);
	applied = apply_missing(connection, list, count, error);
	unlock(connection);
	return (applied);
}

int
migrate_files(const struct migration **list, char error[FAILURE_MAX])
{
	static struct migration known[FILES];
	static char checksums[FILES][CHECKSUM_LENGTH + 1];
	struct asset asset;
	size_t i;

	for (i = 0; i < FILES; i++) {
		if (asset_find(files[i], &asset) == -1)
			return (failure(error,
			    "sql/schema/%s is not compiled in", files[i]));
		(void)snprintf(checksums[i], sizeof(checksums[i]), "%.*s",
		    CHECKSUM_LENGTH, asset.sha256 + 1);
		known[i] =
		    (struct migration){ files[i], asset.data, checksums[i] };
	}
	*list = known;
	return (FILES);
}

int
migrate(PGconn *connection, char error[FAILURE_MAX])
{
	const struct migration *list;
	int count = migrate_files(&list, error);

	if (count == -1)
		return (-1);
	return (migrate_list(connection, list, (size_t)count, error));
}

/* In one transaction, so that a running site never lacks a privilege. */
static int
grant(PGconn *connection, const char *role, const char *text,
    char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGresult *result;

	if (execute(connection, "BEGIN", error) == -1)
		return (-1);
	result = PQexecParams(connection,
	    "SELECT set_config('microblog.site', $1, true)", 1, NULL, &role,
	    NULL, NULL, 0);
	PQclear(result);
	if (execute(connection, text, reason) == 0 &&
	    execute(connection, "COMMIT", reason) == 0)
		return (0);
	PQclear(PQexec(connection, "ROLLBACK"));
	return (failure(error, "sql/schema/" GRANTS " failed: %.900s", reason));
}

int
migrate_grant(PGconn *connection, const char *role, char error[FAILURE_MAX])
{
	struct asset asset;
	int status;

	if (asset_find(GRANTS, &asset) == -1)
		return (
		    failure(error, "sql/schema/" GRANTS " is not compiled in"));
	if (lock(connection, error) == -1)
		return (-1);
	status = grant(connection, role, asset.data, error);
	unlock(connection);
	return (status);
}
