/*
 * What the tests of the model share: a connection to the migrated database in
 * TEST_DATABASE_URL, and each test in a transaction that is rolled back. They
 * ask the site's own questions, through connection_ask(), with the rights that
 * the site's account has; what they prepare themselves they do as the owner.
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

/* One more connection, the caller's to PQfinish(): as the owner, as the site.
 */
PGconn *test_connection(void);
PGconn *test_site_connection(void);

/* For cmocka: around all tests of a program, and around each. */
int test_connect(void **);
int test_disconnect(void **);
int test_begin(void **);
int test_roll_back(void **);

/*
 * ask(query):
 * The answer, which lives until the test ends. The test fails if the database
 * refused the question.
 */
const PGresult *ask(struct query);

/* ask_as_site(query): the same, be it refused or not; to be PQclear()ed. */
PGresult *ask_as_site(const struct query *);

/* rows_of(query): how many rows its answer has. */
int rows_of(struct query);

/* The text of a column of a row of an answer; its number; whether it is true.
 */
const char *text_in(const PGresult *, int, const char *);
int64_t number_in(const PGresult *, int, const char *);
int true_in(const PGresult *, int, const char *);

/* Run statements of the test's own, made as printf() would. */
void run_sql(const char *, ...) __attribute__((format(printf, 1, 2)));

/* The number that such a statement answers. */
int64_t number_of(const char *, ...) __attribute__((format(printf, 1, 2)));

/* add_person(nickname): a new member; answers the id. */
int64_t add_person(const char *);

/* nickname_of(person): what they are called now. */
const char *nickname_of(int64_t);

/* add_post(author, body): a new post of now; answers the id. */
int64_t add_post(int64_t, const char *);

/* add_list(owner, name): a new list of theirs; answers the id. */
int64_t add_list(int64_t, const char *);

/* assert_outcome(query, outcome): the answer's first row has this outcome, or
 * with NULL, there is no row. */
void assert_outcome(struct query, const char *);

/* assert_changes(query, format, ...): the answer's first row names these topics
 * as changed, made as printf() would. assert_changes_nothing(query): it names
 * none, or there is no row. */
void assert_changes(struct query, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void assert_changes_nothing(struct query);

/* assert_counts_are_true(): all counts are those of what is counted. */
void assert_counts_are_true(void);

#endif
