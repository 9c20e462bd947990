/* SPDX-License-Identifier: ISC */
/* What may be answered, and what becomes of files that are there. */
#include <sys/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test.h"
#include "operator/setup.h"
#include "operator/setup_file.h"

static char folder[100], error[FAILURE_MAX];

static int
new_folder(void **state)
{
	const char *temporary = getenv("TMPDIR");

	(void)state;
	(void)snprintf(folder, sizeof(folder), "%s/setup.XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	return (mkdtemp(folder) == NULL || chdir(folder) == -1);
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink("file");
	(void)unlink("file.new");
	return (chdir("/") == -1 || rmdir(folder) == -1);
}

static void
put(const char *text)
{
	FILE *file = fopen("file", "w");

	assert_non_null(file);
	assert_true(fputs(text, file) != EOF);
	assert_int_equal(fclose(file), 0);
}

static void
assert_has(const char *path, const char *text, mode_t mode)
{
	char found[1000] = "";
	struct stat status;
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	(void)!fread(found, 1, sizeof(found) - 1, file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	assert_int_equal(status.st_mode & 07777, mode);
	assert_int_equal(fclose(file), 0);
	assert_string_equal(found, text);
}

static void
a_host_is_a_name_in_the_dns(void **state)
{
	static const char *const good[] = { "example.org", "blog.example.org",
		"a.b.c.d.example", "xn--mller-kva.example", "BLOG.Example.org",
		"4chan.example", "1.2.3.example", "a-b.example" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_null(setup_host_problem(good[i]));
}

static void
anything_else_is_explained(void **state)
{
	static const struct {
		const char *host;
		const char *part;
	} bad[] = {
		{ "", "whole host name" },
		{ "localhost", "whole host name" },
		{ "https://example.org", "without https" },
		{ "example.org/", "without https" },
		{ "example.org:443", "without https" },
		{ "2001:db8::1", "without https" },
		{ "192.0.2.1", "not the number" },
		{ "1.2", "not the number" },
		{ "example..org", "letters" },
		{ ".example.org", "letters" },
		{ "example.org.", "letters" },
		{ "-a.example", "letters" },
		{ "a-.example", "letters" },
		{ "a_b.example", "letters" },
		{ "a b.example", "letters" },
		{ "$(id).example", "letters" },
		{ "m\xc3\xbcller.example", "xn--" },
	};
	char label[80] = "", name[400] = "";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(
		    strstr(setup_host_problem(bad[i].host), bad[i].part));
	memset(label, 'x', 64);
	(void)strcat(label, ".org");
	assert_non_null(setup_host_problem(label));
	assert_null(setup_host_problem(label + 1));
	for (i = 0; i < 126; i++)
		(void)strcat(name, "x.");
	(void)strcat(name, "y");
	assert_null(setup_host_problem(name));
	(void)strcat(name, "y");
	assert_non_null(strstr(setup_host_problem(name), "253"));
}

static void
an_email_address_is_safe_in_a_command(void **state)
{
	static const char *const bad[] = { "", "ines", "ines@", "@example.org",
		"'@example.org", "a b@example.org", "a;b@example.org",
		"$(id)@example.org", "\xc3\xa9@example.org", "\xff@example.org",
		"a@b@example.org" };
	size_t i;

	(void)state;
	assert_null(setup_email_problem("ines@example.org"));
	assert_null(setup_email_problem("i.n_e-s+tls@mail.example.org"));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(setup_email_problem(bad[i]));
}

static void
a_new_file_is_written(void **state)
{
	(void)state;
	assert_int_equal(
	    setup_file_write("file", "text\n", error), SETUP_WRITTEN);
	assert_has("file", "text\n", 0644);
	assert_int_equal(
	    setup_file_write("file", "text\n", error), SETUP_UNCHANGED);
	assert_int_equal(access("file.new", F_OK), -1);
}

static void
a_different_file_stays(void **state)
{
	(void)state;
	put("mine\n");
	assert_int_equal(
	    setup_file_write("file", "text\n", error), SETUP_BESIDE);
	assert_has("file", "mine\n", 0644);
	assert_has("file.new", "text\n", 0644);
	put("");
	assert_int_equal(
	    setup_file_write("file", "text\n", error), SETUP_BESIDE);
}

static void
a_variable_is_set_and_the_other_lines_stay(void **state)
{
	struct buffer before = { 0 };

	(void)state;
	assert_int_equal(setup_file_set("file", "A", "1", &before, error), 0);
	assert_null(before.data);
	assert_has("file", "A=1\n", 0600);

	put("# A=0\nAB=2\nA=old value\n\nB=A=3");
	assert_int_equal(setup_file_set("file", "A", "1", &before, error), 0);
	assert_string_equal(before.data, "old value");
	assert_has("file", "# A=0\nAB=2\n\nB=A=3\nA=1\n", 0600);
	buffer_free(&before);

	put("A=\n");
	assert_int_equal(setup_file_set("file", "A", "1", &before, error), 0);
	assert_has("file", "A=1\n", 0600);
	buffer_free(&before);
}

static void
a_failure_names_the_file(void **state)
{
	struct buffer before = { 0 };

	(void)state;
	assert_int_equal(
	    setup_file_set("nowhere/file", "A", "1", &before, error), -1);
	assert_non_null(strstr(error, "nowhere/file"));
	assert_int_equal(setup_file_write("nowhere/file", "", error), -1);
	assert_non_null(strstr(error, "nowhere/file"));
	assert_int_equal(setup_file_write(".", "", error), -1);
	assert_non_null(strstr(error, "cannot read ."));
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_is_a_name_in_the_dns),
		cmocka_unit_test(anything_else_is_explained),
		cmocka_unit_test(an_email_address_is_safe_in_a_command),
		IN_FOLDER(a_new_file_is_written),
		IN_FOLDER(a_different_file_stays),
		IN_FOLDER(a_variable_is_set_and_the_other_lines_stay),
		IN_FOLDER(a_failure_names_the_file),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
