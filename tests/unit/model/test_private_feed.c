/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/departure.h"
#include "model/person.h"
#include "model/private_feed.h"
#include "model/sitemap.h"

static const unsigned char one[32] = "one", two[32] = "two";

static void
assert_opens(const unsigned char *hash, int64_t person)
{
	const PGresult *rows = ask(private_feed_open(hash));

	assert_int_equal(PQntuples(rows), person == 0 ? 0 : 1);
	if (person != 0)
		assert_int_equal(number_in(rows, 0, "member"), person);
}

static void
an_address_opens_the_feed_of_its_owner(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	assert_int_equal(rows_of(private_feed_find(john)), 0);
	assert_false(true_in(ask(private_feed_set(john, one)), 0, "had_one"));
	assert_false(true_in(ask(private_feed_set(susan, two)), 0, "had_one"));
	assert_int_equal(rows_of(private_feed_find(john)), 1);
	assert_opens(one, john);
	assert_opens(two, susan);
}

static void
another_address_replaces_the_first(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)ask(private_feed_set(john, one));
	assert_true(true_in(ask(private_feed_set(john, two)), 0, "had_one"));
	assert_opens(one, 0);
	assert_opens(two, john);
	assert_int_equal(rows_of(private_feed_find(john)), 1);
}

static void
an_address_that_is_removed_opens_nothing(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_false(true_in(ask(private_feed_set(john, NULL)), 0, "had_one"));
	(void)ask(private_feed_set(john, one));
	assert_true(true_in(ask(private_feed_set(john, NULL)), 0, "had_one"));
	assert_opens(one, 0);
	assert_int_equal(rows_of(private_feed_find(john)), 0);
}

static void
a_new_password_removes_it(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	(void)ask(private_feed_set(john, one));
	(void)ask(private_feed_set(susan, two));
	(void)ask(person_password("john", "a new hash"));
	assert_opens(one, 0);
	assert_opens(two, susan);
}

static void
that_of_an_absent_member_opens_nothing(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)ask(private_feed_set(john, one));
	assert_outcome(departure_begin("john", john), "left");
	assert_opens(one, 0);
	(void)ask(private_feed_set(john, two));
	assert_opens(two, 0);
}

/* Return how many members all parts of the sitemap have, each at most once. */
static int
count_sitemap(void)
{
	const PGresult *parts = ask(sitemap_parts());
	int i, count = 0;

	for (i = 0; i < PQntuples(parts); i++)
		count += rows_of(sitemap_people(number_in(parts, i, "part")));
	return (count);
}

static void
the_sitemap_has_whoever_has_posts(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	int64_t mary = add_person("mary"), hidden = add_person("hidden");
	const PGresult *rows;

	(void)state;
	assert_int_equal(count_sitemap(), 0);
	(void)add_post(john, "one");
	(void)add_post(john, "two");
	(void)add_post(susan, "three");
	(void)add_post(hidden, "four");
	assert_int_equal(count_sitemap(), 3);
	run_sql("INSERT INTO hidden (person) VALUES (%lld)", (long long)hidden);
	assert_outcome(departure_begin("susan", susan), "left");
	assert_int_equal(count_sitemap(), 1);
	rows = ask(sitemap_people(john / 1000));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_non_null(text_in(rows, 0, "changed_at"));
	assert_int_equal(rows_of(sitemap_people(mary / 1000 + 1)), 0);
	assert_int_equal(rows_of(sitemap_people(INT64_MAX)), 0);
}

static void
the_sitemap_has_parts_with_members_only(void **state)
{
	const PGresult *rows;

	(void)state;
	(void)add_person("john");
	run_sql("SELECT setval('person_id_seq', 5998)");
	(void)add_post(add_person("last"), "in part 5");
	(void)add_post(add_person("first"), "in part 6");
	rows = ask(sitemap_parts());
	assert_int_equal(number_in(rows, 0, "part"), 0);
	assert_int_equal(number_in(rows, 1, "part"), 5);
	assert_int_equal(number_in(rows, 2, "part"), 6);
	assert_int_equal(PQntuples(rows), 3);
	assert_int_equal(rows_of(sitemap_people(5)), 1);
	assert_int_equal(rows_of(sitemap_people(6)), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_address_opens_the_feed_of_its_owner),
		TEST(another_address_replaces_the_first),
		TEST(an_address_that_is_removed_opens_nothing),
		TEST(a_new_password_removes_it),
		TEST(that_of_an_absent_member_opens_nothing),
		TEST(the_sitemap_has_whoever_has_posts),
		TEST(the_sitemap_has_parts_with_members_only),
	};

	return (RUN_TESTS(tests));
}
