/* SPDX-License-Identifier: ISC */
#include "database/prepared.h"

#include "test.h"
#include "model/health.h"
#include "model/news.h"

static void
a_statement_counts_as_prepared_only_on_its_own_connection(void **state)
{
	struct query query = health(), other = news_listen();
	PGconn *second = test_connection();

	(void)state;
	assert_false(prepared_has(database, &query));
	prepared_add(database, &query);
	assert_true(prepared_has(database, &query));
	assert_false(prepared_has(database, &other));
	assert_false(prepared_has(second, &query));
	prepared_add(database, &other);
	assert_true(prepared_has(database, &query));
	assert_true(prepared_has(database, &other));
	PQfinish(second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_statement_counts_as_prepared_only_on_its_own_connection),
	};

	return (RUN_TESTS(tests));
}
