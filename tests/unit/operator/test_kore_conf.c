/* SPDX-License-Identifier: ISC */
/* What commands understand of kore.conf. */
#include <stdio.h>

#include "test.h"
#include "operator/kore_conf.h"

static struct kore_conf conf;

static const char *
read_line(const char *text)
{
	static char line[200];

	(void)snprintf(line, sizeof(line), "%s", text);
	return (kore_conf_line(&conf, line));
}

static int
clear(void **state)
{
	(void)state;
	memset(&conf, 0, sizeof(conf));
	return (0);
}

static void
numbers_are_read_and_the_last_one_counts(void **state)
{
	(void)state;
	(void)read_line("workers\t\t\t2\n");
	(void)read_line("  worker_max_connections 4096 # and no more");
	(void)read_line("worker_rlimit_nofiles	8192\r\n");
	(void)read_line("pgsql_conn_max 8");
	(void)read_line("# workers 7");
	(void)read_line("workers 4");
	(void)read_line("workers");
	(void)read_line("");
	assert_int_equal(conf.workers, 4);
	assert_int_equal(conf.worker_connections, 4096);
	assert_int_equal(conf.worker_files, 8192);
	assert_int_equal(conf.database_connections, 8);
}

static void
each_certificate_has_its_key(void **state)
{
	int i;

	(void)state;
	(void)read_line("keymgr_root /var/lib/microblog");
	(void)read_line("domain * {");
	(void)read_line("\tcertfile\tone.pem");
	(void)read_line("\tcertkey\tone.key");
	(void)read_line("}");
	(void)read_line("\tcertfile two.pem");
	(void)read_line("\tcertkey two.key");
	assert_string_equal(conf.key_folder, "/var/lib/microblog");
	assert_int_equal(conf.pair_count, 2);
	assert_string_equal(conf.pairs[0].certificate, "one.pem");
	assert_string_equal(conf.pairs[1].key, "two.key");
	for (i = 0; i < 20; i++)
		(void)read_line("certkey more");
	assert_int_equal(conf.pair_count, KORE_CONF_PAIRS);
}

static void
an_include_is_returned(void **state)
{
	(void)state;
	assert_string_equal(read_line("include\t/opt/microblog/kore.conf\n"),
	    "/opt/microblog/kore.conf");
	assert_null(read_line("#include other.conf"));
	assert_null(read_line("include"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    numbers_are_read_and_the_last_one_counts, clear),
		cmocka_unit_test_setup(each_certificate_has_its_key, clear),
		cmocka_unit_test_setup(an_include_is_returned, clear),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
