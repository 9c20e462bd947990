/* SPDX-License-Identifier: ISC */
#include "test.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/cursor.h"
#include "model/list.h"
#include "model/login.h"
#include "model/person.h"
#include "model/post.h"

#define RESULTS 4096
#define PEOPLE	120
#define PAGE	50

PGconn *database;

static PGresult *results[RESULTS];
static int result_count;

static void
be_quiet(void *arg, const PGresult *result)
{
	(void)arg;
	(void)result;
}

static PGconn *
connect_to(const char *variable)
{
	const char *url = getenv(variable);
	PGconn *connection;

	if (url == NULL)
		fail_msg("%s is not set", variable);
	connection = PQconnectdb(url);
	if (PQstatus(connection) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(connection));
	(void)PQsetNoticeReceiver(connection, be_quiet, NULL);
	PQclear(PQexec(connection, "SET TimeZone = 'UTC'"));
	PQclear(PQexec(connection, "SET DateStyle = 'ISO'"));
	return (connection);
}

PGconn *
test_connection(void)
{
	return (connect_to("TEST_DATABASE_URL"));
}

PGconn *
test_site_connection(void)
{
	return (connect_to("TEST_SITE_URL"));
}

int
test_connect(void **state)
{
	(void)state;
	database = test_connection();
	return (sodium_init() == -1);
}

int
test_disconnect(void **state)
{
	(void)state;
	PQfinish(database);
	return (0);
}

int
test_begin(void **state)
{
	(void)state;
	run_sql("BEGIN");
	return (0);
}

int
test_roll_back(void **state)
{
	(void)state;
	while (result_count > 0)
		PQclear(results[--result_count]);
	PQclear(PQexec(database, "ROLLBACK"));
	return (0);
}

static const PGresult *
keep(PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	assert_true(result_count < RESULTS);
	results[result_count++] = result;
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail_msg("%s", PQresultErrorMessage(result));
	return (result);
}

PGresult *
ask_as_site(const struct query *query)
{
	PGresult *result;

	PQclear(PQexec(database, "SET ROLE " SITE_ACCOUNT));
	result = connection_ask(database, query);
	PQclear(PQexec(database, "RESET ROLE"));
	return (result);
}

const PGresult *
ask(struct query query)
{
	return (keep(ask_as_site(&query)));
}

int
rows_of(struct query query)
{
	return (PQntuples(ask(query)));
}

const char *
text_in(const PGresult *rows, int row, const char *name)
{
	int column = PQfnumber(rows, name);

	if (column == -1)
		fail_msg("there is no column %s", name);
	assert_true(row < PQntuples(rows));
	if (PQgetisnull(rows, row, column))
		return (NULL);
	return (PQgetvalue(rows, row, column));
}

int64_t
number_in(const PGresult *rows, int row, const char *name)
{
	const char *text = text_in(rows, row, name);

	assert_non_null(text);
	return (strtoll(text, NULL, 10));
}

int
true_in(const PGresult *rows, int row, const char *name)
{
	const char *text = text_in(rows, row, name);

	assert_non_null(text);
	return (strcmp(text, "t") == 0);
}

static const PGresult *
run_format(const char *format, va_list arguments)
{
	char text[2000];

	assert_true(vsnprintf(text, sizeof(text), format, arguments) <
		    (int)sizeof(text));
	return (keep(PQexec(database, text)));
}

void
run_sql(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)run_format(format, arguments);
	va_end(arguments);
}

int64_t
number_of(const char *format, ...)
{
	const PGresult *rows;
	va_list arguments;

	va_start(arguments, format);
	rows = run_format(format, arguments);
	va_end(arguments);
	assert_int_equal(PQntuples(rows), 1);
	return (strtoll(PQgetvalue(rows, 0, 0), NULL, 10));
}

int64_t
add_person(const char *nickname)
{
	const PGresult *rows = ask(person_add(
	    nickname, "someone@example.org", "someone@example.org", "none", 0));

	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	return (number_in(rows, 0, "id"));
}

struct query
by_login(const char *login)
{
	static char key[LOGIN_KEY];

	login_key(login, key);
	return (person_by_login(key, NULL, 1));
}

const char *
nickname_of(int64_t person)
{
	return (text_in(ask(person_settings(person)), 0, "nickname"));
}

struct query
plain_post(int64_t author, const char *body, const unsigned char *submission,
    const char *time)
{
	struct new_post post = { .author = author,
		.body = body,
		.submission = submission,
		.time = time };

	return (post_add(&post));
}

int64_t
add_post(int64_t author, const char *body)
{
	return (number_in(ask(plain_post(author, body, NULL, NULL)), 0, "id"));
}

int64_t
add_list(int64_t owner, const char *name)
{
	return (number_in(ask(list_add(owner, name)), 0, "id"));
}

void
assert_outcome(struct query query, const char *outcome)
{
	const PGresult *rows = ask(query);

	if (outcome == NULL) {
		assert_int_equal(PQntuples(rows), 0);
		return;
	}
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "outcome"), outcome);
}

void
assert_changes(struct query query, const char *format, ...)
{
	const char *changed = text_in(ask(query), 0, "changed");
	char topics[100];
	va_list arguments;

	va_start(arguments, format);
	assert_true(vsnprintf(topics, sizeof(topics), format, arguments) <
		    (int)sizeof(topics));
	va_end(arguments);
	assert_non_null(changed);
	assert_string_equal(changed, topics);
}

void
assert_changes_nothing(struct query query)
{
	const PGresult *rows = ask(query);

	if (PQntuples(rows) > 0)
		assert_null(text_in(rows, 0, "changed"));
}

void
assert_counts_are_correct(void)
{
	assert_int_equal(
	    number_of("SELECT count(*) FROM person p"
		      "  LEFT JOIN (SELECT person, sum(followers) AS followers,"
		      "                    sum(following) AS following,"
		      "                    sum(posts) AS posts"
		      "               FROM person_count"
		      "              GROUP BY person) c ON c.person = p.id"
		      " WHERE p.id NOT IN (SELECT person FROM absent"
		      "                   WHERE reason = 'left')"
		      "   AND (c.person IS NULL"
		      "    OR c.followers <> (SELECT count(*) FROM follow"
		      "			WHERE followed = p.id)"
		      "    OR c.following <> (SELECT count(*) FROM follow"
		      "			WHERE follower = p.id)"
		      "    OR c.posts <> (SELECT count(*) FROM post"
		      "			WHERE author = p.id AND original IS "
		      "NULL))"),
	    0);
}

/* Assert that row ${i} is the person with this number. */
static void
assert_person(const PGresult *rows, int i, int number)
{
	char name[20];

	(void)snprintf(name, sizeof(name), "person%d", number);
	assert_string_equal(text_in(rows, i, "nickname"), name);
	assert_string_equal(text_in(rows, i, "about_me"), "");
	assert_true(number_in(rows, i, "person") > 0);
}

void
assert_newest_first(struct query (*add)(const char *), const char *outcome,
    struct query (*page)(int64_t))
{
	int64_t before = CURSOR_FIRST;
	int i, left = PEOPLE;
	const PGresult *rows;
	char name[20];

	for (i = 0; i < PEOPLE; i++) {
		(void)snprintf(name, sizeof(name), "person%d", i);
		(void)add_person(name);
		assert_outcome(add(name), outcome);
	}
	do {
		rows = ask(page(before));
		for (i = 0; i < PQntuples(rows) && i < PAGE; i++)
			assert_person(rows, i, --left);
		before = number_in(rows, i - 1, "id");
	} while (PQntuples(rows) > PAGE);
	assert_int_equal(left, 0);
}
