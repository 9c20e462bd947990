/* SPDX-License-Identifier: ISC */
/* What a backup says about itself is read as it was written, or not at all. */
#include <stdlib.h>

#include "test.h"
#include "operator/manifest.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct manifest manifest, again;

static void
fill(void)
{
	memset(&manifest, 0, sizeof(manifest));
	strcpy(manifest.version, "0.1.0");
	strcpy(manifest.made_at, "2026-11-28T12:00:00Z");
	strcpy(manifest.newest_post, "2026-11-27T08:30:00Z");
	manifest.dump = 5000000000;
	assert_int_equal(
	    schema_state_add(&manifest.schema, "0001_id.sql", HASH), 0);
	assert_int_equal(
	    table_counts_add(&manifest.tables, "a \"b\" \\ \xc3\xa4", 3), 0);
	assert_int_equal(
	    table_counts_add(&manifest.tables, "post", 9000000000), 0);
}

static void
it_is_read_as_it_was_written(void **state)
{
	char *text, error[FAILURE_MAX];

	(void)state;
	fill();
	text = manifest_write(&manifest);
	assert_int_equal(text[strlen(text) - 1], '\n');
	assert_int_equal(manifest_read(&again, text, strlen(text)), 0);
	free(text);
	assert_string_equal(again.version, manifest.version);
	assert_string_equal(again.made_at, manifest.made_at);
	assert_string_equal(again.newest_post, manifest.newest_post);
	assert_true(again.dump == manifest.dump);
	assert_int_equal(again.schema.count, 1);
	assert_string_equal(again.schema.files[0].name, "0001_id.sql");
	assert_string_equal(again.schema.files[0].checksum, HASH);
	assert_int_equal(
	    table_counts_compare(&manifest.tables, &again.tables, error), 0);
}

static void
what_is_none_is_rejected(void **state)
{
	static const char *const texts[] = {
		"",
		"{}",
		"[]",
		"{\"version\":\"1\",\"made_at\":\"\",\"newest_post\":\"\","
		"\"dump\":-1,\"schema\":[],\"tables\":{}}",
		"{\"version\":\"1\",\"made_at\":\"\",\"newest_post\":\"\","
		"\"dump\":1,\"schema\":{},\"tables\":{}}",
		"{\"version\":\"1\",\"made_at\":\"\",\"newest_post\":\"\","
		"\"dump\":1,\"schema\":[[\"a\"]],\"tables\":{}}",
		"{\"version\":\"1\",\"made_at\":\"\",\"newest_post\":\"\","
		"\"dump\":1,\"schema\":[],\"tables\":{\"post\":\"1\"}}",
		"{\"version\":\"1\",\"made_at\":\"2026-11-28T12:00:00.000Z\","
		"\"newest_post\":\"\",\"dump\":1,\"schema\":[],\"tables\":{}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (manifest_read(&again, texts[i], strlen(texts[i])) != -1)
			fail_msg("accepted: %s", texts[i]);
}

static void
a_table_that_differs_is_named(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	fill();
	again = manifest;
	again.tables.list[1].rows--;
	assert_int_equal(
	    table_counts_compare(&manifest.tables, &again.tables, error), -1);
	assert_string_equal(error,
	    "the table post should have 9000000000 rows, and has 8999999999");
	again.tables.count--;
	assert_int_equal(
	    table_counts_compare(&manifest.tables, &again.tables, error), -1);
	assert_int_equal(
	    table_counts_compare(&again.tables, &manifest.tables, error), -1);
}

static void
the_last_line_is_read_exactly(void **state)
{
	char end[MANIFEST_END + 1], hash[MANIFEST_HASH];
	int i;

	(void)state;
	manifest_write_end(end, 321, HASH);
	assert_int_equal(strlen(end), MANIFEST_END);
	assert_int_equal(manifest_read_end(end, hash), 321);
	assert_string_equal(hash, HASH);
	for (i = 0; i < 19; i++) {
		end[i] ^= 1;
		assert_int_equal(manifest_read_end(end, hash), 0);
		end[i] ^= 1;
	}
	end[MANIFEST_END - 1] = ' ';
	assert_int_equal(manifest_read_end(end, hash), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_read_as_it_was_written),
		cmocka_unit_test(what_is_none_is_rejected),
		cmocka_unit_test(a_table_that_differs_is_named),
		cmocka_unit_test(the_last_line_is_read_exactly),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
