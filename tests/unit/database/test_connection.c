/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "database/connection.h"

/* Return the value that libpq reads for ${keyword} in ${string}; free() it. */
static char *
setting(const char *string, const char *keyword)
{
	PQconninfoOption *options = PQconninfoParse(string, NULL), *option;
	char *value = NULL;

	assert_non_null(options);
	for (option = options; option->keyword != NULL; option++)
		if (strcmp(option->keyword, keyword) == 0 &&
		    option->val != NULL)
			value = strdup(option->val);
	PQconninfoFree(options);
	return (value);
}

static void
assert_setting(const char *url, const char *keyword, const char *expected)
{
	char error[FAILURE_MAX];
	char *string = connection_string(url, error);
	char *value;

	assert_non_null(string);
	value = setting(string, keyword);
	assert_non_null(value);
	assert_string_equal(value, expected);
	free(value);
	free(string);
}

static void
the_settings_of_a_uri_are_kept(void **state)
{
	static const char url[] =
	    "postgresql://joe:s%27e%5Cc%20ret@db.example:6543/blog"
	    "?sslmode=verify-full";

	(void)state;
	assert_setting(url, "host", "db.example");
	assert_setting(url, "port", "6543");
	assert_setting(url, "user", "joe");
	assert_setting(url, "password", "s'e\\c ret");
	assert_setting(url, "dbname", "blog");
	assert_setting(url, "sslmode", "verify-full");
}

static void
the_settings_of_a_list_are_kept(void **state)
{
	(void)state;
	assert_setting("host=/run/pg dbname='my blog'", "dbname", "my blog");
	assert_setting("connect_timeout=9", "connect_timeout", "9");
	assert_setting("application_name=node7", "application_name", "node7");
}

static void
settings_that_the_site_needs_are_added(void **state)
{
	(void)state;
	assert_setting("host=db", "connect_timeout", "2");
	assert_setting("host=db", "application_name", "microblog");
	assert_setting("gssencmode=prefer", "gssencmode", "disable");
	assert_setting("client_encoding=LATIN1", "client_encoding", "UTF8");
}

static void
our_options_follow_those_of_the_url(void **state)
{
	char error[FAILURE_MAX];
	char *string = connection_string("options='-c work_mem=9MB'", error);
	char *options;

	(void)state;
	assert_non_null(string);
	options = setting(string, "options");
	assert_non_null(strstr(options, "-c work_mem=9MB -c "));
	assert_non_null(strstr(options, "-c timezone=UTC"));
	free(options);
	free(string);
}

static void
assert_rejected(const char *url)
{
	char error[FAILURE_MAX] = "";

	assert_null(connection_string(url, error));
	assert_non_null(strstr(error, "cannot be understood"));
	assert_null(strchr(error, '\n'));
	assert_null(strstr(error, "secret"));
}

static void
a_malformed_url_is_rejected_without_showing_the_password(void **state)
{
	(void)state;
	assert_rejected("secret");
	assert_rejected("password secret");
	assert_rejected("password='secret");
	assert_rejected("secret=\"secret\" x");
	assert_rejected("postgresql://joe:pass%zzsecret@host/blog");
	assert_rejected("postgresql://joe:a\"secret\"%zz\"secret@host/blog");
	assert_rejected("postgresql://joe@host/blog?secret=1");
	assert_rejected("mysql://joe:secret@host/blog");
}

static const char *
shown(PGconn *connection, const char *name, char value[80])
{
	char text[80];
	PGresult *rows;

	(void)snprintf(text, sizeof(text), "SHOW %s", name);
	rows = PQexec(connection, text);
	(void)snprintf(value, 80, "%s", PQgetvalue(rows, 0, 0));
	PQclear(rows);
	return (value);
}

static void
assert_shown(PGconn *connection, const char *name, const char *expected)
{
	char value[80];

	assert_string_equal(shown(connection, name, value), expected);
}

static void
the_server_accepts_the_settings(void **state)
{
	char error[FAILURE_MAX];
	char *string;
	PGconn *connection;

	(void)state;
	string = connection_string(getenv("TEST_DATABASE_URL"), error);
	connection = PQconnectdb(string);
	if (PQstatus(connection) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(connection));
	assert_shown(connection, "statement_timeout", "3s");
	assert_shown(connection, "lock_timeout", "2s");
	assert_shown(connection, "idle_in_transaction_session_timeout", "10s");
	assert_shown(connection, "client_connection_check_interval", "1s");
	assert_shown(connection, "timezone", "UTC");
	assert_shown(connection, "jit", "off");
	PQfinish(connection);
	free(string);
}

static void
commands_have_no_timeouts(void **state)
{
	char error[FAILURE_MAX];
	char *string;
	PGconn *connection;

	(void)state;
	string = connection_string(getenv("TEST_DATABASE_URL"), error);
	connection = connection_open(string, error);
	assert_non_null(connection);
	assert_shown(connection, "statement_timeout", "0");
	assert_shown(connection, "lock_timeout", "0");
	PQfinish(connection);
	free(string);
}

static void
an_unreachable_server_is_reported_in_one_line(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	assert_null(
	    connection_open("host=/nonexistent password=secret", error));
	assert_non_null(strstr(error, "/nonexistent"));
	assert_null(strchr(error, '\n'));
	assert_null(strstr(error, "secret"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_settings_of_a_uri_are_kept),
		cmocka_unit_test(the_settings_of_a_list_are_kept),
		cmocka_unit_test(settings_that_the_site_needs_are_added),
		cmocka_unit_test(our_options_follow_those_of_the_url),
		cmocka_unit_test(
		    a_malformed_url_is_rejected_without_showing_the_password),
		cmocka_unit_test(the_server_accepts_the_settings),
		cmocka_unit_test(commands_have_no_timeouts),
		cmocka_unit_test(an_unreachable_server_is_reported_in_one_line),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
