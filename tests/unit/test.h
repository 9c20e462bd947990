/* SPDX-License-Identifier: ISC */
/*
 * For tests that use the database: a connection to the migrated database in
 * TEST_DATABASE_URL, and a transaction around each test, which is rolled back.
 * The tests send the site's own queries with the rights of the site's role, and
 * prepare their data as the owner.
 */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "database/connection.h"
#include "model/query.h"

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, test_begin, test_roll_back)
#define RUN_TESTS(tests) \
	cmocka_run_group_tests(tests, test_connect, test_disconnect)

#define SITE_ACCOUNT "microblog_site"

extern PGconn *database;

/* Open one more connection for PQfinish(): as the owner, as the site. */
PGconn *test_connection(void);
PGconn *test_site_connection(void);

/* For cmocka: before and after all tests of a program, and each of them. */
int test_connect(void **);
int test_disconnect(void **);
int test_begin(void **);
int test_roll_back(void **);

/*
 * ask(query):
 * Send ${query} and return its rows, which live until the test ends. The test
 * fails if the query does.
 */
const PGresult *ask(struct query);

/*
 * ask_as_site(query):
 * Send ${query} and return the result for PQclear(), even if the query failed.
 */
PGresult *ask_as_site(const struct query *);

/* rows_of(query): send ${query} and return the number of rows. */
int rows_of(struct query);

/*
 * text_in(rows, row, column):
 * number_in(rows, row, column):
 * true_in(rows, row, column):
 * Return a value as text (NULL for SQL's NULL), as a number, or as 1 or 0. The
 * test fails if there is no such row or column.
 */
const char *text_in(const PGresult *, int, const char *);
int64_t number_in(const PGresult *, int, const char *);
int true_in(const PGresult *, int, const char *);

/* Run the test's own statements, formatted as by printf(), as the owner. */
void run_sql(const char *, ...) __attribute__((format(printf, 1, 2)));

/* Run such a statement and return the number in its only row. */
int64_t number_of(const char *, ...) __attribute__((format(printf, 1, 2)));

/* add_person(nickname): add a member and return the id. */
int64_t add_person(const char *);

/*
 * by_login(login):
 * Return the query for all people whom ${login}, as typed, may stand for. Send
 * it before the next call.
 */
struct query by_login(const char *);

/* nickname_of(person): return the person's present nickname. */
const char *nickname_of(int64_t);

/* plain_post(author, body, submission, time): return post_add() for a post that
 * answers nothing. */
struct query plain_post(
    int64_t, const char *, const unsigned char *, const char *);

/* add_post(author, body): add a post and return its id. */
int64_t add_post(int64_t, const char *);

/* add_list(owner, name): add a list and return its id. */
int64_t add_list(int64_t, const char *);

/*
 * assert_outcome(query, outcome):
 * Assert that ${query} has one row, with this outcome; or with NULL, no row.
 */
void assert_outcome(struct query, const char *);

/*
 * assert_changes(query, format, ...):
 * assert_changes_nothing(query):
 * Assert that the first row reports these topics as changed, formatted as by
 * printf(); or that it reports none, or there is no row.
 */
void assert_changes(struct query, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void assert_changes_nothing(struct query);

/*
 * assert_counts_are_correct():
 * Assert that the stored counts of everybody are correct, except of members who
 * have left, which nobody sees. Those of a suspended member are seen again.
 */
void assert_counts_are_correct(void);

/*
 * assert_newest_first(add, outcome, page):
 * Add 120 people and send ${add}(nickname) for each, which must have
 * ${outcome}. Assert that ${page}(before) then lists exactly these people, the
 * newest first, on pages of 50.
 */
void assert_newest_first(
    struct query (*)(const char *), const char *, struct query (*)(int64_t));

#endif
