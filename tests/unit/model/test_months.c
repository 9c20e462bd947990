/* SPDX-License-Identifier: ISC */
/* Somebody's posts by date, and how many there are in each month. */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/feed.h"
#include "model/period.h"
#include "model/person.h"
#include "model/post.h"

static int64_t john, susan;

static void
add_at(int64_t author, const char *time)
{
	(void)ask(plain_post(author, time, NULL, time));
}

/* The edges of March, and what is around. */
static void
add_the_posts(void)
{
	john = add_person("john");
	susan = add_person("susan");
	add_at(john, "2026-04-01 00:00:00+00");
	add_at(john, "2026-03-31 23:59:59.999+00");
	add_at(john, "2026-03-14 12:00:00+00");
	add_at(john, "2026-03-01 00:00:00+00");
	add_at(john, "2026-02-28 23:59:59.999+00");
	add_at(john, "2019-12-31 23:00:00-01");
	add_at(susan, "2026-03-14 12:00:00+00");
}

static void
assert_posts(const char *on, int count, const char *newest)
{
	struct period period;
	const PGresult *rows;

	assert_int_equal(period_read(&period, on), 0);
	rows = ask(feed_period("john", &period, CURSOR_FIRST, susan));
	assert_int_equal(PQntuples(rows), count);
	if (count > 0)
		assert_string_equal(text_in(rows, 0, "body"), newest);
}

static void
a_period_has_its_first_moment_and_its_last(void **state)
{
	(void)state;
	add_the_posts();
	assert_posts("2026-03", 3, "2026-03-31 23:59:59.999+00");
	assert_posts("2026-03-14", 1, "2026-03-14 12:00:00+00");
	assert_posts("2026-03-15", 0, NULL);
	assert_posts("2026-02", 1, "2026-02-28 23:59:59.999+00");
	assert_posts("2026", 5, "2026-04-01 00:00:00+00");
	assert_posts("2019", 0, NULL);
	assert_posts("2020-01-01", 1, "2019-12-31 23:00:00-01");
}

static void
the_cursor_goes_on_within_the_period(void **state)
{
	struct period period;
	const PGresult *rows;
	int64_t before;

	(void)state;
	add_the_posts();
	assert_int_equal(period_read(&period, "2026-03"), 0);
	rows = ask(feed_period("john", &period, CURSOR_FIRST, 0));
	before = number_in(rows, 0, "id");
	rows = ask(feed_period("john", &period, before, 0));
	assert_int_equal(PQntuples(rows), 2);
	before = number_in(rows, 1, "id");
	assert_int_equal(rows_of(feed_period("john", &period, before, 0)), 0);
}

static void
assert_month(const PGresult *rows, int row, const char *month, const char *name,
    int posts)
{
	assert_string_equal(text_in(rows, row, "month"), month);
	assert_string_equal(text_in(rows, row, "name"), name);
	assert_int_equal(number_in(rows, row, "posts"), posts);
}

static void
each_month_has_the_number_of_its_posts(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_posts();
	rows = ask(person_months("JOHN", susan));
	assert_int_equal(PQntuples(rows), 4);
	assert_month(rows, 0, "2026-04", "April 2026", 1);
	assert_month(rows, 1, "2026-03", "March 2026", 3);
	assert_month(rows, 2, "2026-02", "February 2026", 1);
	assert_month(rows, 3, "2020-01", "January 2020", 1);
}

static void
nobody_sees_the_months_of_somebody_whom_they_do_not_see(void **state)
{
	(void)state;
	add_the_posts();
	assert_int_equal(rows_of(person_months("nobody", susan)), 0);
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_int_equal(rows_of(person_months("john", susan)), 0);
	assert_int_equal(rows_of(person_months("susan", john)), 0);
	assert_int_equal(rows_of(person_months("john", 0)), 4);
	assert_outcome(departure_begin("john", john), "left");
	assert_int_equal(rows_of(person_months("john", 0)), 0);
}

static void
months_of_too_many_posts_have_no_number_rather_than_a_wrong_one(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_posts();
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" SELECT %lld, id_from_time(t, n), '', t"
		"  FROM generate_series(1, 9990) n,"
		"	LATERAL (SELECT '2026-03-20'::timestamptz"
		"			+ n * interval '1 second' AS t) at",
	    (long long)john);
	rows = ask(person_months("john", 0));
	assert_int_equal(PQntuples(rows), 4);
	assert_month(rows, 1, "2026-03", "March 2026", 9993);
	assert_month(rows, 3, "2020-01", "January 2020", 1);
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" SELECT %lld, id_from_time(t, n), '', t"
		"  FROM generate_series(1, 10) n,"
		"	LATERAL (SELECT '2026-03-21'::timestamptz"
		"			+ n * interval '1 second' AS t) at",
	    (long long)john);
	rows = ask(person_months("john", 0));
	assert_month(rows, 0, "2026-04", "April 2026", 1);
	assert_null(text_in(rows, 1, "posts"));
	assert_string_equal(text_in(rows, 3, "month"), "2020-01");
	assert_null(text_in(rows, 3, "posts"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_period_has_its_first_moment_and_its_last),
		TEST(the_cursor_goes_on_within_the_period),
		TEST(each_month_has_the_number_of_its_posts),
		TEST(nobody_sees_the_months_of_somebody_whom_they_do_not_see),
		TEST(
		    months_of_too_many_posts_have_no_number_rather_than_a_wrong_one),
	};

	return (RUN_TESTS(tests));
}
