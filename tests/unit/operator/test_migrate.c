/* SPDX-License-Identifier: ISC */
/*
 * Each test migrates into an empty schema of its own. Migrations commit, so the
 * schema is dropped afterwards.
 */
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "operator/migrate.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct migration two[] = {
	{ "0001_one.sql", "CREATE TABLE one (a int)", "first" },
	{ "0002_two.sql", "CREATE TABLE two (b int); SELECT 1", "second" },
};

static char error[FAILURE_MAX];
static int shown;

/* Keep what migrations print out of the test's own output. */
static int
empty_schema(void **state)
{
	(void)state;
	(void)fflush(stdout);
	shown = dup(STDOUT_FILENO);
	(void)!freopen("/dev/null", "w", stdout);
	run_sql("CREATE SCHEMA fresh");
	run_sql("SET search_path = fresh");
	error[0] = '\0';
	return (0);
}

static int
drop_schema(void **state)
{
	run_sql("DROP SCHEMA fresh CASCADE");
	(void)fflush(stdout);
	(void)dup2(shown, STDOUT_FILENO);
	(void)close(shown);
	return (test_roll_back(state));
}

static int64_t
tables(const char *names)
{
	return (number_of("SELECT count(*) FROM pg_tables"
			  " WHERE schemaname = 'fresh' AND tablename IN (%s)",
	    names));
}

static void
a_fresh_database_gets_every_file_in_order(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 2, error), 2);
	assert_int_equal(tables("'one', 'two', 'migration'"), 3);
	assert_int_equal(
	    number_of("SELECT count(*) FROM migration"
		      " WHERE (number, name, checksum) IN"
		      " ((1, '0001_one.sql', 'first'),"
		      "  (2, '0002_two.sql', 'second'))"
		      " AND applied_at > now() - interval '1 minute'"),
	    2);
}

static void
the_second_time_nothing_is_done(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 2, error), 2);
	assert_int_equal(migrate_list(database, two, 2, error), 0);
}

static void
only_what_is_missing_is_applied(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 1, error), 1);
	assert_int_equal(tables("'one', 'two'"), 1);
	assert_int_equal(migrate_list(database, two, 2, error), 1);
	assert_int_equal(tables("'one', 'two'"), 2);
}

static void
a_changed_file_is_refused(void **state)
{
	const struct migration changed[] = {
		{ "0001_one.sql", "CREATE TABLE one (a int, b int)", "other" },
		two[1],
	};

	(void)state;
	assert_int_equal(migrate_list(database, two, 1, error), 1);
	assert_int_equal(migrate_list(database, changed, 2, error), -1);
	assert_non_null(strstr(error, "sql/schema/0001_one.sql was changed"));
	assert_int_equal(tables("'two'"), 0);
}

static void
another_file_with_the_same_number_is_refused(void **state)
{
	const struct migration renamed[] = {
		{ "0001_another.sql", two[0].text, two[0].checksum },
	};

	(void)state;
	assert_int_equal(migrate_list(database, two, 1, error), 1);
	assert_int_equal(migrate_list(database, renamed, 1, error), -1);
	assert_non_null(strstr(error, "0001_one.sql"));
}

/* Its files are named otherwise, and there are more of them. */
static void
a_database_of_a_development_version_is_refused(void **state)
{
	static const struct migration earlier[] = {
		{ "0001_person.sql", "CREATE TABLE one (a int)", "1" },
		{ "0002_reserved.sql", "SELECT 1", "2" },
		{ "0003_session.sql", "SELECT 1", "3" },
		{ "0004_post.sql", "SELECT 1", "4" },
		{ "0005_follow.sql", "SELECT 1", "5" },
		{ "0006_block.sql", "SELECT 1", "6" },
		{ "0007_mute.sql", "SELECT 1", "7" },
		{ "0008_list.sql", "SELECT 1", "8" },
		{ "0009_count_slot.sql", "SELECT 1", "9" },
		{ "0010_rate.sql", "SELECT 1", "10" },
		{ "0011_session_list.sql", "SELECT 1", "11" },
		{ "0012_post_order.sql", "SELECT 1", "12" },
		{ "0013_limits.sql", "SELECT 1", "13" },
	};
	size_t i;

	(void)state;
	for (i = 1; i <= COUNT(earlier); i++) {
		assert_int_equal(migrate_list(database, earlier, i, error), 1);
		assert_int_equal(migrate(database, error), -1);
		assert_non_null(strstr(error,
		    "made by an earlier development version: it has the"
		    " migration 0001_person.sql"));
		assert_non_null(strstr(error, "an empty database"));
		assert_non_null(strstr(error, "var/postgresql"));
		assert_int_equal(
		    number_of("SELECT count(*) FROM migration"), i);
	}
	assert_int_equal(number_of("SELECT count(*) FROM pg_tables"
				   " WHERE schemaname = 'fresh'"),
	    2);
}

static void
a_newer_database_is_refused(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 2, error), 2);
	assert_int_equal(migrate_list(database, two, 1, error), -1);
	assert_non_null(strstr(error, "made by a newer microblog"));
	assert_non_null(strstr(error, "0002_two.sql"));
}

static void
a_hole_in_the_table_is_refused(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 2, error), 2);
	run_sql("DELETE FROM migration WHERE number = 1");
	assert_int_equal(migrate_list(database, two, 2, error), -1);
	assert_non_null(strstr(error, "lacks number 1"));
}

static void
a_broken_file_is_rolled_back_and_those_before_it_stay(void **state)
{
	const struct migration broken[] = {
		two[0],
		{ "0002_broken.sql",
		    "CREATE TABLE half (a int); CREATE TABLE half (a int)",
		    "broken" },
	};

	(void)state;
	assert_int_equal(migrate_list(database, broken, 2, error), -1);
	assert_non_null(strstr(error, "sql/schema/0002_broken.sql failed"));
	assert_int_equal(tables("'one', 'half'"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM migration"), 1);
	assert_int_equal(PQtransactionStatus(database), PQTRANS_IDLE);
	assert_int_equal(migrate_list(database, two, 2, error), 1);
}

/* In a thread, as a second node would, over a connection of its own. */
static void *
start_node(void *arg)
{
	char reason[FAILURE_MAX];

	PQclear(PQexec(arg, "SET search_path = fresh"));
	return ((void *)(intptr_t)migrate_list(arg, two, 2, reason));
}

static void
two_nodes_may_start_at_once(void **state)
{
	pthread_t threads[2];
	PGconn *connections[2];
	void *applied[2];
	int i;

	(void)state;
	for (i = 0; i < 2; i++)
		connections[i] = test_connection();
	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, start_node,
				     connections[i]),
		    0);
	for (i = 0; i < 2; i++) {
		(void)pthread_join(threads[i], &applied[i]);
		PQfinish(connections[i]);
	}
	assert_int_equal((intptr_t)applied[0] + (intptr_t)applied[1], 2);
	assert_int_equal(number_of("SELECT count(*) FROM migration"), 2);
}

static void
the_lock_is_released(void **state)
{
	(void)state;
	assert_int_equal(migrate_list(database, two, 2, error), 2);
	assert_int_equal(migrate_list(database, two, 1, error), -1);
	assert_int_equal(number_of("SELECT count(*) FROM pg_locks"
				   " WHERE locktype = 'advisory'"
				   "   AND pid = pg_backend_pid()"),
	    0);
}

static void
a_role_that_may_not_migrate_says_how_to(void **state)
{
	(void)state;
	run_sql("GRANT USAGE ON SCHEMA fresh TO " SITE_ACCOUNT);
	run_sql("SET ROLE " SITE_ACCOUNT);
	assert_int_equal(migrate_list(database, two, 2, error), -1);
	assert_non_null(strstr(error, "DATABASE_OWNER_URL"));
	run_sql("RESET ROLE");
	assert_int_equal(migrate_list(database, two, 1, error), 1);
	run_sql("GRANT SELECT ON migration TO " SITE_ACCOUNT);
	run_sql("SET ROLE " SITE_ACCOUNT);
	assert_int_equal(migrate_list(database, two, 2, error), -1);
	assert_non_null(strstr(error, "DATABASE_OWNER_URL"));
	assert_int_equal(migrate_list(database, two, 1, error), 0);
	run_sql("RESET ROLE");
}

/* (The role has a name of its own, because all tests share one server.) */
static void
privileges_are_granted_to_any_role(void **state)
{
	const int pid = (int)getpid();
	char role[40];

	(void)state;
	(void)snprintf(role, sizeof(role), "it's \"%d", pid);
	run_sql("CREATE ROLE \"it's \"\"%d\"", pid);
	assert_true(migrate(database, error) > 0);
	assert_int_equal(migrate_grant(database, role, error), 0);
	assert_int_equal(migrate_grant(database, role, error), 0);
	run_sql("SET ROLE \"it's \"\"%d\"", pid);
	assert_int_equal(migrate(database, error), 0);
	run_sql("RESET ROLE");
	run_sql("DROP OWNED BY \"it's \"\"%d\"", pid);
	run_sql("DROP ROLE \"it's \"\"%d\"", pid);
}

static void
granting_to_a_missing_role_fails(void **state)
{
	(void)state;
	assert_true(migrate(database, error) > 0);
	assert_int_equal(migrate_grant(database, "nobody", error), -1);
	assert_non_null(strstr(error, "\"nobody\" does not exist"));
	assert_int_equal(PQtransactionStatus(database), PQTRANS_IDLE);
}

static void
the_compiled_in_files_make_a_database(void **state)
{
	(void)state;
	assert_true(migrate(database, error) > 0);
	assert_int_equal(migrate(database, error), 0);
}

static int
is_file(const struct dirent *entry)
{
	return (entry->d_name[0] >= '0' && entry->d_name[0] <= '9');
}

static void
the_list_is_the_folder(void **state)
{
	char path[4096];
	struct dirent **entries;
	PGresult *rows;
	int i, count, number, last = 0;

	(void)state;
	assert_true(migrate(database, error) > 0);
	rows = PQexec(database, "SELECT name FROM migration ORDER BY number");
	(void)snprintf(
	    path, sizeof(path), "%s/sql/schema", getenv("SOURCE_DIR"));
	count = scandir(path, &entries, is_file, alphasort);
	assert_int_equal(count, PQntuples(rows));
	for (i = 0; i < count; i++) {
		assert_string_equal(entries[i]->d_name, PQgetvalue(rows, i, 0));
		number = atoi(entries[i]->d_name);
		assert_true(number > last);
		last = number;
		free(entries[i]);
	}
	free(entries);
	PQclear(rows);
}

#define MIGRATION_TEST(name) \
	cmocka_unit_test_setup_teardown(name, empty_schema, drop_schema)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MIGRATION_TEST(a_fresh_database_gets_every_file_in_order),
		MIGRATION_TEST(the_second_time_nothing_is_done),
		MIGRATION_TEST(only_what_is_missing_is_applied),
		MIGRATION_TEST(a_changed_file_is_refused),
		MIGRATION_TEST(another_file_with_the_same_number_is_refused),
		MIGRATION_TEST(a_database_of_a_development_version_is_refused),
		MIGRATION_TEST(a_newer_database_is_refused),
		MIGRATION_TEST(a_hole_in_the_table_is_refused),
		MIGRATION_TEST(
		    a_broken_file_is_rolled_back_and_those_before_it_stay),
		MIGRATION_TEST(two_nodes_may_start_at_once),
		MIGRATION_TEST(the_lock_is_released),
		MIGRATION_TEST(a_role_that_may_not_migrate_says_how_to),
		MIGRATION_TEST(privileges_are_granted_to_any_role),
		MIGRATION_TEST(granting_to_a_missing_role_fails),
		MIGRATION_TEST(the_compiled_in_files_make_a_database),
		MIGRATION_TEST(the_list_is_the_folder),
	};

	return (RUN_TESTS(tests));
}
