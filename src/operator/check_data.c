/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/check_data.h"
#include "operator/table_count.h"

#define REPAIR                                                              \
	"; to correct them, run in psql as the role that owns the schema: " \
	"SELECT "
#define REPAIR_MEMBERS                                               \
	REPAIR "count_add(person, followers, following, posts) FROM" \
	       " count_wrong"
#define REPAIR_POSTS                                                       \
	REPAIR "post_count_add(author, post, replies, likes, boosts) FROM" \
	       " post_count_wrong"

/* Return the rows of ${query}, or NULL: then the failure is among ${checks}. */
static PGresult *
ask(PGconn *connection, struct query query, const char *name,
    struct checks *checks)
{
	char reason[FAILURE_MAX];
	PGresult *rows = connection_ask(connection, &query);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK)
		return (rows);
	connection_error(connection, reason);
	check_add(
	    checks, name, CHECK_FAILED, "cannot be checked: %.1000s", reason);
	PQclear(rows);
	return (NULL);
}

static int
check_tables(PGconn *connection, struct checks *checks)
{
	static struct table_counts counts;
	char error[FAILURE_MAX];

	if (table_counts_read(connection, &counts, error) == -1) {
		check_add(checks, "tables", CHECK_FAILED,
		    "%.1000s; if the disk is damaged, restore a backup", error);
		return (-1);
	}
	check_add(checks, "tables", CHECK_OK,
	    "%zu can be read, with %" PRId64 " members and %" PRId64 " posts",
	    counts.count, table_counts_rows(&counts, "person"),
	    table_counts_rows(&counts, "post"));
	return (0);
}

static void
check_all_counts(PGconn *connection, struct checks *checks)
{
	PGresult *rows = ask(connection, check_counts(), "counts", checks);

	if (rows == NULL)
		return;
	if (PQntuples(rows) == 0)
		check_add(checks, "counts", CHECK_OK,
		    "of followers, followed members and posts are exact");
	else
		check_add(checks, "counts", CHECK_FAILED,
		    "%s of the members have wrong counts, the first %s, which"
		    " lack %s followers, %s followed members and %s"
		    " posts" REPAIR_MEMBERS,
		    PQgetvalue(rows, 0, 0), PQgetvalue(rows, 0, 1),
		    PQgetvalue(rows, 0, 2), PQgetvalue(rows, 0, 3),
		    PQgetvalue(rows, 0, 4));
	PQclear(rows);
}

static void
check_all_posts(PGconn *connection, struct checks *checks)
{
	PGresult *rows = ask(connection, check_posts(), "reactions", checks);

	if (rows == NULL)
		return;
	if (PQntuples(rows) == 0)
		check_add(checks, "reactions", CHECK_OK,
		    "to posts are counted exactly: replies, likes and boosts");
	else
		check_add(checks, "reactions", CHECK_FAILED,
		    "%s of the posts have wrong counts, the first /post/%s,"
		    " which lack %s replies, %s likes and %s "
		    "boosts" REPAIR_POSTS,
		    PQgetvalue(rows, 0, 0), PQgetvalue(rows, 0, 1),
		    PQgetvalue(rows, 0, 2), PQgetvalue(rows, 0, 3),
		    PQgetvalue(rows, 0, 4));
	PQclear(rows);
}

static void
check_all_relations(PGconn *connection, struct checks *checks)
{
	PGresult *rows =
	    ask(connection, check_relations(), "relations", checks);
	int i;

	if (rows == NULL)
		return;
	if (PQntuples(rows) == 0)
		check_add(checks, "relations", CHECK_OK,
		    "between rows are as the schema demands");
	for (i = 0; i < PQntuples(rows); i++)
		check_add(checks, "relations", CHECK_FAILED,
		    "there are %s %s; find out who changed the database by"
		    " hand, or restore a backup",
		    PQgetvalue(rows, i, 1), PQgetvalue(rows, i, 0));
	PQclear(rows);
}

void
check_data(PGconn *connection, struct checks *checks)
{
	PQclear(PQexec(
	    connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
	if (check_tables(connection, checks) == 0) {
		check_all_counts(connection, checks);
		check_all_posts(connection, checks);
		check_all_relations(connection, checks);
	}
	PQclear(PQexec(connection, "ROLLBACK"));
}
