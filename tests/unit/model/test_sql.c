/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "base/asset.h"
#include "model/follow.h"
#include "model/person.h"
#include "model/post.h"

#define NAME_MAX_LENGTH 80

/* Call ${each} for every compiled-in statement of sql/. */
static void
for_each_statement(void (*each)(struct query))
{
	const char *folder = getenv("SOURCE_DIR");
	char path[300], name[NAME_MAX_LENGTH];
	struct dirent *entry;
	struct asset asset;
	DIR *directory;
	size_t length;
	int count = 0;

	assert_non_null(folder);
	(void)snprintf(path, sizeof(path), "%s/sql", folder);
	directory = opendir(path);
	assert_non_null(directory);
	while ((entry = readdir(directory)) != NULL) {
		length = strcspn(entry->d_name, ".");
		if (strcmp(entry->d_name + length, ".sql") != 0)
			continue;
		assert_int_equal(asset_find(entry->d_name, &asset), 0);
		(void)snprintf(
		    name, sizeof(name), "%.*s", (int)length, entry->d_name);
		each((struct query){ .name = name, .text = asset.data });
		count++;
	}
	(void)closedir(directory);
	assert_true(count >= 24);
}

static void
assert_is_prepared(struct query query)
{
	PGresult *result;

	result = PQprepare(database, query.name, query.text, 0, NULL);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s.sql: %s", query.name, PQerrorMessage(database));
	PQclear(result);
}

static void
every_statement_fits_the_schema(void **state)
{
	(void)state;
	for_each_statement(assert_is_prepared);
	run_sql("DEALLOCATE ALL");
}

static int
begins_with(const char *text, const char *start)
{
	return (strncmp(text, start, strlen(start)) == 0);
}

/* Return 1 if the statement behind the comment has a semicolon. */
static int
has_semicolon(const char *text)
{
	while (begins_with(text, "--"))
		text = strchr(text, '\n') + 1;
	return (strchr(text, ';') != NULL);
}

#define SPDX "-- SPDX-License-Identifier: ISC\n"

static void
assert_is_explained(struct query query)
{
	const char *text = query.text;
	size_t length = strlen(text);

	if (!begins_with(text, SPDX "-- reads\n-- ") &&
	    !begins_with(text, SPDX "-- writes\n-- "))
		fail_msg(
		    "%s.sql: the second line must be -- reads or -- writes",
		    query.name);
	if (has_semicolon(text))
		fail_msg("%s.sql: must be one statement without a semicolon",
		    query.name);
	assert_true(text[length - 1] == '\n' && text[length - 2] != '\n');
}

static void
every_statement_says_what_it_does(void **state)
{
	(void)state;
	for_each_statement(assert_is_explained);
}

/* Return a valid value for a parameter of this type. */
static const char *
sample_value(Oid type)
{
	switch (type) {
	case 16: /* boolean */
		return ("t");
	case 17: /* bytea */
		return ("\\x00");
	case 20: /* bigint */
		return ("1");
	case 25: /* text */
		return ("john");
	case 1184: /* timestamptz */
		return ("2026-11-23 12:00:00+00");
	default:
		fail_msg("no sample of type %u", type);
		return (NULL);
	}
}

/* Run the statement with sample values in a read-only transaction. */
static void
run_with_samples(struct query query)
{
	const char *values[QUERY_VALUES];
	PGresult *result;
	int i, count;

	assert_is_prepared(query);
	result = PQdescribePrepared(database, query.name);
	count = PQnparams(result);
	assert_true(count <= QUERY_VALUES);
	for (i = 0; i < count; i++)
		values[i] = sample_value(PQparamtype(result, i));
	PQclear(result);

	run_sql("SAVEPOINT before");
	run_sql("SET TRANSACTION READ ONLY");
	result =
	    PQexecPrepared(database, query.name, count, values, NULL, NULL, 0);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s.sql: %s", query.name, PQerrorMessage(database));
	PQclear(result);
	run_sql("ROLLBACK TO before");
	run_sql("DEALLOCATE %s", query.name);
}

static void
assert_only_reads(struct query query)
{
	if (!query_writes(&query))
		run_with_samples(query);
}

static void
statements_that_read_run_in_a_read_only_transaction(void **state)
{
	(void)state;
	(void)add_post(add_person("john"), "post from john");
	for_each_statement(assert_only_reads);
}

static void
only_a_query_that_reads_can_be_repeated(void **state)
{
	struct query reads = person_settings(1);
	struct query writes = follow_add(1, "john");

	(void)state;
	assert_int_equal(query_writes(&reads), 0);
	assert_int_equal(query_writes(&writes), 1);
	reads.text = "SELECT 1";
	assert_int_equal(query_writes(&reads), 1);
}

static void
every_table_and_column_is_explained(void **state)
{
	(void)state;
	assert_int_equal(
	    number_of("SELECT count(*) FROM pg_class c"
		      "  LEFT JOIN pg_attribute a ON a.attrelid = c.oid"
		      "       AND a.attnum > 0 AND NOT a.attisdropped"
		      " WHERE c.relnamespace = 'public'::regnamespace"
		      "   AND c.relkind IN ('r', 'v')"
		      "   AND (obj_description(c.oid, 'pg_class') IS NULL"
		      "        OR col_description(c.oid, a.attnum) IS NULL)"),
	    0);
}

static void
parameters_are_laid_out_for_libpq(void **state)
{
	struct query_parameters parameters;
	struct query query = plain_post(
	    INT64_MIN, "hello", (const unsigned char *)"0123456789abcde", NULL);

	(void)state;
	query_parameters(&query, &parameters);
	assert_int_equal(parameters.count, 11);
	assert_string_equal(parameters.values[0], "-9223372036854775808");
	assert_string_equal(parameters.values[1], "hello");
	assert_int_equal(parameters.formats[1], 0);
	assert_int_equal(parameters.formats[2], 1);
	assert_int_equal(parameters.lengths[2], POST_SUBMISSION);
	assert_null(parameters.values[3]);
	assert_string_equal(parameters.values[6], "5");
	assert_string_equal(query.name, "post_add");
}

static void
a_failed_query_also_has_a_result(void **state)
{
	struct query query = { .name = "wrong", .text = "SELECT nonsense" };
	PGconn *nowhere = PQconnectdb("host=/nonexistent connect_timeout=1");
	PGresult *result = connection_ask(database, &query);

	(void)state;
	assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
	PQclear(result);
	result = connection_ask(nowhere, &query);
	assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
	PQclear(result);
	PQfinish(nowhere);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_statement_fits_the_schema),
		TEST(every_statement_says_what_it_does),
		TEST(statements_that_read_run_in_a_read_only_transaction),
		TEST(only_a_query_that_reads_can_be_repeated),
		TEST(every_table_and_column_is_explained),
		TEST(parameters_are_laid_out_for_libpq),
		TEST(a_failed_query_also_has_a_result),
	};

	return (RUN_TESTS(tests));
}
