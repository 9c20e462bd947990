/* SPDX-License-Identifier: ISC */
/*
 * Feeds of many people over many pages, compared with a plain query that is
 * obviously right but too slow for the site.
 */
#include <stdio.h>

#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/person.h"
#include "model/post.h"

#define PAGE 50 /* posts shown of the 51 rows of a query */

/* Add a viewer, ${people}, and posts of all at random times. */
static int64_t
add_world(int people, int posts)
{
	int64_t viewer = add_person("viewer");

	run_sql("SELECT setseed(0.4)");
	run_sql(
	    "SELECT person_add('p' || n, 'p@x.org', 'p@x.org', 'none', false)"
	    "  FROM generate_series(1, %d) n",
	    people);
	run_sql("INSERT INTO follow SELECT %lld, id, id FROM person"
		" WHERE id <> %lld AND id %% 10 <> 3",
	    (long long)viewer, (long long)viewer);
	run_sql("INSERT INTO post SELECT author, id_from_time(at, n), 'x', at"
		"  FROM (SELECT n, %lld + floor(random() * random() * %d)"
		"            ::bigint AS author,"
		"          now() - 1000 * random() * interval '1 s' AS at"
		"          FROM generate_series(1, %d) n) x",
	    (long long)viewer, people + 1, posts);
	return (viewer);
}

#define PLAIN_HOME                                              \
	"SELECT id FROM post"                                   \
	" WHERE (author = $1::bigint OR author IN"              \
	"   (SELECT followed FROM follow WHERE follower = $1))" \
	"   AND id < $2::bigint ORDER BY id DESC LIMIT $3::int"

static const PGresult *
ask_plainly(const char *text, int64_t viewer, int64_t before, int limit)
{
	return (ask((struct query){ .text = text,
	    .values = { NUMBER(viewer), NUMBER(before), NUMBER(limit) } }));
}

typedef struct query feed_query(int64_t, int64_t);

/* Compare all pages of a feed with those of ${plain}. Return how many posts. */
static int
compare_pages(feed_query *feed, const char *plain, int64_t viewer)
{
	int64_t before = CURSOR_FIRST;
	const PGresult *rows, *expected;
	int i, posts = 0;

	do {
		rows = ask(feed(viewer, before));
		expected = ask_plainly(plain, viewer, before, PAGE + 1);
		assert_int_equal(PQntuples(rows), PQntuples(expected));
		for (i = 0; i < PQntuples(rows); i++)
			assert_int_equal(number_in(rows, i, "id"),
			    number_in(expected, i, "id"));
		posts += i > PAGE ? PAGE : i;
		if (i > PAGE)
			before = number_in(rows, PAGE - 1, "id");
	} while (i > PAGE);
	return (posts);
}

static void
assert_pages_match_a_plain_query(int64_t viewer)
{
	(void)compare_pages(feed_home, PLAIN_HOME, viewer);
}

static void
a_feed_of_few_people_matches_a_plain_query(void **state)
{
	(void)state;
	assert_pages_match_a_plain_query(add_world(5, 400));
}

static void
a_feed_of_about_a_page_of_people_matches_a_plain_query(void **state)
{
	(void)state;
	assert_pages_match_a_plain_query(add_world(55, 1000));
}

static void
a_feed_of_many_people_matches_a_plain_query(void **state)
{
	(void)state;
	assert_pages_match_a_plain_query(add_world(400, 2000));
}

/* Around 51 people, whom the first phase of the query looks for. */
static void
any_number_of_people_around_a_page_works(void **state)
{
	int64_t viewer = add_person("viewer"), id;
	char name[20];
	int i;

	(void)state;
	for (i = 0; i < 54; i++) {
		(void)snprintf(name, sizeof(name), "friend%d", i);
		id = add_person(name);
		(void)ask(
		    plain_post(id, "old", NULL, "2020-01-01 00:00:00+00"));
		(void)add_post(id, "new");
		assert_outcome(follow_add(viewer, name), "followed");
		assert_pages_match_a_plain_query(viewer);
	}
}

/* The viewer mutes, blocks and lists people, and some block the viewer. */
static void
leave_people_out(int64_t viewer, int64_t list)
{
	run_sql("INSERT INTO mute SELECT %lld, id, id FROM person"
		" WHERE id <> %lld AND id %% 5 = 0",
	    (long long)viewer, (long long)viewer);
	run_sql("INSERT INTO block SELECT %lld, id, id FROM person"
		" WHERE id <> %lld AND id %% 7 = 0",
	    (long long)viewer, (long long)viewer);
	run_sql("INSERT INTO block SELECT id, %lld, id FROM person"
		" WHERE id <> %lld AND id %% 9 = 0",
	    (long long)viewer, (long long)viewer);
	run_sql("INSERT INTO list_member SELECT %lld, %lld, id, id FROM person"
		" WHERE id %% 2 = 0",
	    (long long)viewer, (long long)list);
}

#define PLAIN_LEFT_OUT                                          \
	"SELECT p.id FROM post p"                               \
	" WHERE p.id < $2::bigint AND (p.author = $1::bigint"   \
	"    OR EXISTS (SELECT FROM follow WHERE follower = $1" \
	"                  AND followed = p.author)"            \
	"   AND p.author % 5 <> 0 AND p.author % 7 <> 0"        \
	"   AND p.author % 9 <> 0"                              \
	"   AND (p.author % 2 <> 0 OR NOT EXISTS"               \
	"       (SELECT FROM list WHERE exclusive)))"           \
	" ORDER BY p.id DESC LIMIT $3::int"

static void
a_feed_that_leaves_people_out_matches_a_plain_query(void **state)
{
	int64_t viewer = add_world(300, 3000), list;
	int all, left, fewer;

	(void)state;
	list = add_list(viewer, "even");
	all = compare_pages(feed_home, PLAIN_HOME, viewer);
	leave_people_out(viewer, list);
	left = compare_pages(feed_home, PLAIN_LEFT_OUT, viewer);
	assert_outcome(list_edit(viewer, list, "even", 1), "saved");
	fewer = compare_pages(feed_home, PLAIN_LEFT_OUT, viewer);
	assert_true(all > left && left > fewer && fewer > 2 * PAGE);
}

static int64_t list_of_world;

static struct query
feed_of_list(int64_t viewer, int64_t before)
{
	return (feed_list(viewer, list_of_world, before));
}

#define PLAIN_LIST                                      \
	"SELECT p.id FROM post p"                       \
	" WHERE p.id < $2::bigint AND $1::bigint > 0"   \
	"   AND p.author % 2 = 0 AND p.author % 9 <> 0" \
	"   AND p.author % 7 <> 0"                      \
	" ORDER BY p.id DESC LIMIT $3::int"

static void
the_feed_of_a_list_matches_a_plain_query(void **state)
{
	static const int people[] = { 8, 100, 300 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		int64_t viewer = add_world(people[i], 2000);

		list_of_world = add_list(viewer, "even");
		run_sql(
		    "DELETE FROM post WHERE author = %lld", (long long)viewer);
		leave_people_out(viewer, list_of_world);
		assert_true(
		    compare_pages(feed_of_list, PLAIN_LIST, viewer) > PAGE);
		run_sql("ROLLBACK");
		run_sql("BEGIN");
	}
}

#define PLAIN_EXPLORE                                     \
	"SELECT id FROM post"                             \
	" WHERE id < $2::bigint AND (author = $1::bigint" \
	"    OR (author % 7 <> 0 AND author % 9 <> 0))"   \
	" ORDER BY id DESC LIMIT $3::int"

static void
explore_without_blocked_people_matches_a_plain_query(void **state)
{
	int64_t viewer = add_world(100, 500), list;

	(void)state;
	list = add_list(viewer, "even");
	leave_people_out(viewer, list);
	assert_true(compare_pages(feed_explore, PLAIN_EXPLORE, viewer) > PAGE);
}

static struct query
feed_of_one(int64_t person, int64_t before)
{
	return (feed_person(nickname_of(person), before, 0));
}

/* Read all pages while ${poster} adds posts between them. */
static void
assert_pages_neither_repeat_nor_skip(
    feed_query *feed, int64_t person, int64_t poster, const PGresult *expected)
{
	int64_t before = CURSOR_FIRST;
	const PGresult *rows;
	int i, seen = 0;

	do {
		rows = ask(feed(person, before));
		for (i = 0; i < PQntuples(rows) && i < PAGE; i++, seen++)
			assert_int_equal(number_in(rows, i, "id"),
			    number_in(expected, seen, "id"));
		before = number_in(rows, i - 1, "id");
		(void)add_post(poster, "one more");
		(void)add_post(poster, "and another");
	} while (PQntuples(rows) > PAGE);
	assert_int_equal(seen, PQntuples(expected));
}

static void
home_pages_neither_repeat_nor_skip_while_new_posts_arrive(void **state)
{
	int64_t viewer = add_world(80, 777), friend;

	(void)state;
	friend = number_of("SELECT min(followed) FROM follow");
	assert_pages_neither_repeat_nor_skip(feed_home, viewer, friend,
	    ask_plainly(PLAIN_HOME, viewer, CURSOR_FIRST, 1000));
	assert_pages_neither_repeat_nor_skip(feed_home, viewer, viewer,
	    ask_plainly(PLAIN_HOME, viewer, CURSOR_FIRST, 1000));
}

static void
other_pages_neither_repeat_nor_skip_while_new_posts_arrive(void **state)
{
	struct query query = { .text = "SELECT id FROM post ORDER BY id DESC" };
	int64_t viewer = add_world(3, 333), friend;

	(void)state;
	friend = number_of("SELECT min(followed) FROM follow");
	assert_pages_neither_repeat_nor_skip(
	    feed_explore, viewer, friend, ask(query));

	run_sql("DELETE FROM post WHERE author <> %lld", (long long)viewer);
	assert_pages_neither_repeat_nor_skip(
	    feed_of_one, viewer, viewer, ask(query));
}

static void
a_deleted_post_leaves_the_page_in_order(void **state)
{
	int64_t viewer = add_world(3, 120), id;
	const PGresult *rows, *next;

	(void)state;
	rows = ask(feed_home(viewer, CURSOR_FIRST));
	id = number_in(rows, PAGE - 1, "id");
	run_sql("DELETE FROM post WHERE id = %lld", (long long)id);
	next = ask(feed_home(viewer, id));
	assert_int_equal(number_in(next, 0, "id"), number_in(rows, PAGE, "id"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_feed_of_few_people_matches_a_plain_query),
		TEST(a_feed_of_about_a_page_of_people_matches_a_plain_query),
		TEST(a_feed_of_many_people_matches_a_plain_query),
		TEST(any_number_of_people_around_a_page_works),
		TEST(a_feed_that_leaves_people_out_matches_a_plain_query),
		TEST(the_feed_of_a_list_matches_a_plain_query),
		TEST(explore_without_blocked_people_matches_a_plain_query),
		TEST(home_pages_neither_repeat_nor_skip_while_new_posts_arrive),
		TEST(
		    other_pages_neither_repeat_nor_skip_while_new_posts_arrive),
		TEST(a_deleted_post_leaves_the_page_in_order),
	};

	return (RUN_TESTS(tests));
}
