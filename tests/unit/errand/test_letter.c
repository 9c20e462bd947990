/* SPDX-License-Identifier: ISC */
/*
 * Letters, and whether the statements mail_*.sql and the templates of messages
 * agree on names.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "base/asset.h"
#include "errand/letter.h"
#include "html/template.h"
#include "model/outbox.h"

static const unsigned char hash[SECRET_BYTES] = "a hash of thirty-two bytes";
static const struct smtp_settings settings = { .from = "noreply@example.org" };

static const char *current; /* the template */
static PGresult *columns;   /* of its statement */

static void
check_name(const char *section, const char *name, void *arg)
{
	(void)section;
	(void)arg;
	if (strncmp(current, name, strlen(name)) == 0)
		return; /* all rows, as in {{#mail_digest}} */
	if (PQfnumber(columns, name) == -1 && strcmp(name, "secret") != 0 &&
	    strcmp(name, "site") != 0 && strcmp(name, "site_name") != 0)
		fail_msg("%s: {{%s}} is no column", current, name);
}

static void
check_template(const char *kind, const char *ending, int required)
{
	char file[300];
	struct asset asset;

	(void)snprintf(file, sizeof(file), "mail_%s.%s", kind, ending);
	current = file;
	if (asset_find(file, &asset) == 0)
		template_names(template_find(file), check_name, NULL);
	else if (required)
		fail_msg("%s is missing", file);
}

/* Check the statement in sql/mail_${kind}.sql. */
static void
check_kind(const char *kind)
{
	char error[FAILURE_MAX];
	struct query query;
	PGresult *result;

	assert_int_equal(outbox_content(1, kind, hash, &query, error), 0);
	result = PQprepare(database, "", query.text, 0, NULL);
	assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
	PQclear(result);
	columns = PQdescribePrepared(database, "");
	if (PQnparams(columns) != 2)
		fail_msg("mail_%s.sql: must use $1 and $2", kind);
	if (PQfnumber(columns, "recipient") == -1)
		fail_msg("mail_%s.sql: must have a recipient", kind);
	check_template(kind, "txt", 1);
	check_template(kind, "html", 0);
	PQclear(columns);
}

static void
every_kind_has_templates_that_know_only_its_columns(void **state)
{
	char path[300];
	struct dirent *entry;
	DIR *folder;
	int count = 0;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/sql", getenv("SOURCE_DIR"));
	folder = opendir(path);
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		if (strncmp(entry->d_name, "mail_", 5) != 0)
			continue;
		entry->d_name[strcspn(entry->d_name, ".")] = '\0';
		check_kind(entry->d_name + 5);
		count++;
	}
	(void)closedir(folder);
	assert_true(count > 0);
}

static void
write_row(const char *statement, struct buffer *out, int status)
{
	char error[FAILURE_MAX];
	PGresult *rows = PQexec(database, statement);
	struct letter letter = { .id = 12,
		.kind = "test",
		.rows = rows,
		.secret = "SECRET",
		.site = "https://example.org",
		.site_name = "Our town",
		.settings = &settings };

	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(letter_write(&letter, out, error), status);
	PQclear(rows);
}

static void
the_first_line_is_the_subject_and_both_parts_are_there(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	write_row("SELECT 'john@example.net' AS recipient, now() AS created_at",
	    &out, 0);
	assert_non_null(strstr(out.data, "\r\nTo: <john@example.net>\r\n"));
	assert_non_null(
	    strstr(out.data, "\r\nSubject: A test message from Our town\r\n"));
	assert_non_null(strstr(out.data,
	    "\r\n\r\nIf you can read this, Our town (https://example.org)"));
	assert_non_null(strstr(out.data, "\r\nFrom: \"Our town\"\r\n"));
	assert_non_null(strstr(out.data, "<a href=3D\"https://example.org\">"));
	assert_null(strstr(out.data, "List-Unsubscribe"));
	buffer_free(&out);
}

static void
the_secret_ends_the_address_for_unsubscribing(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	write_row("SELECT 'john@example.net' AS recipient, now() AS created_at,"
		  "       '/unsubscribe/' AS unsubscribe",
	    &out, 0);
	assert_non_null(
	    strstr(out.data, " <https://example.org/unsubscribe/SECRET>\r\n"));
	buffer_free(&out);
}

static void
a_letter_without_a_recipient_is_not_written(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	write_row("SELECT NULL AS recipient, now() AS created_at", &out, -1);
	write_row("SELECT now() AS created_at", &out, -1);
	assert_int_equal(out.length, 0);
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind_has_templates_that_know_only_its_columns),
		TEST(the_first_line_is_the_subject_and_both_parts_are_there),
		TEST(the_secret_ends_the_address_for_unsubscribing),
		TEST(a_letter_without_a_recipient_is_not_written),
	};

	return (RUN_TESTS(tests));
}
