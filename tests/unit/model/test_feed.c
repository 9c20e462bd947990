/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/person.h"
#include "model/post.h"

static int64_t john, susan, mary, david;

static void
add_the_four(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	david = add_person("david");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "david"), "followed");
	assert_outcome(follow_add(susan, "mary"), "followed");
	assert_outcome(follow_add(mary, "david"), "followed");
}

/* Add a post by ${author}, dated so many ${seconds} after noon. */
static void
add_post_at(int64_t author, const char *nickname, int seconds)
{
	char body[60], time[60];

	(void)snprintf(body, sizeof(body), "post from %s", nickname);
	(void)snprintf(time, sizeof(time), "2026-11-23 12:00:0%d+00", seconds);
	(void)ask(plain_post(author, body, NULL, time));
}

static void
assert_feed(int64_t viewer, int count, const char *const *nicknames)
{
	const PGresult *rows = ask(feed_home(viewer, CURSOR_FIRST));
	char body[60];
	int i;

	assert_int_equal(PQntuples(rows), count);
	for (i = 0; i < count; i++) {
		(void)snprintf(
		    body, sizeof(body), "post from %s", nicknames[i]);
		assert_string_equal(text_in(rows, i, "body"), body);
		assert_string_equal(text_in(rows, i, "nickname"), nicknames[i]);
		assert_int_equal(true_in(rows, i, "mine"),
		    number_in(rows, i, "author") == viewer);
	}
}

#define ASSERT_FEED(viewer, ...)                                      \
	assert_feed(viewer,                                           \
	    sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), \
	    (const char *[]){ __VA_ARGS__ })

/*
 * From test_follow_posts in the first edition of Grinberg's microblog, in which
 * people followed themselves.
 */
static void
the_feeds_of_the_first_edition_are_right(void **state)
{
	(void)state;
	add_the_four();
	add_post_at(john, "john", 1);
	add_post_at(susan, "susan", 2);
	add_post_at(mary, "mary", 3);
	add_post_at(david, "david", 4);
	ASSERT_FEED(john, "david", "susan", "john");
	ASSERT_FEED(susan, "mary", "susan");
	ASSERT_FEED(mary, "david", "mary");
	ASSERT_FEED(david, "david");
}

/* From test_follow_posts in the latest edition. */
static void
the_feeds_of_the_latest_edition_are_right(void **state)
{
	(void)state;
	add_the_four();
	add_post_at(john, "john", 1);
	add_post_at(susan, "susan", 4);
	add_post_at(mary, "mary", 3);
	add_post_at(david, "david", 2);
	ASSERT_FEED(john, "susan", "david", "john");
	ASSERT_FEED(susan, "susan", "mary");
	ASSERT_FEED(mary, "mary", "david");
	ASSERT_FEED(david, "david");
}

static void
following_and_unfollowing_also_affect_older_posts(void **state)
{
	(void)state;
	add_the_four();
	add_post_at(mary, "mary", 1);
	add_post_at(david, "david", 2);
	ASSERT_FEED(john, "david");
	(void)ask(follow_add(john, "mary"));
	ASSERT_FEED(john, "david", "mary");
	(void)ask(follow_remove(john, "david"));
	ASSERT_FEED(john, "mary");
}

static void
a_feed_may_be_empty(void **state)
{
	(void)state;
	add_the_four();
	assert_int_equal(PQntuples(ask(feed_home(john, CURSOR_FIRST))), 0);
	assert_int_equal(PQntuples(ask(feed_home(0, CURSOR_FIRST))), 0);
	assert_int_equal(
	    PQntuples(ask(feed_person(nickname_of(john), CURSOR_FIRST, 0))), 0);
	assert_int_equal(PQntuples(ask(feed_explore(0, CURSOR_FIRST))), 0);
}

static void
a_profile_shows_one_person_and_explore_everybody(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_four();
	add_post_at(susan, "susan", 1);
	add_post_at(john, "john", 2);
	add_post_at(mary, "mary", 3);
	add_post_at(john, "john", 4);

	rows = ask(feed_person(nickname_of(john), CURSOR_FIRST, susan));
	assert_int_equal(PQntuples(rows), 2);
	assert_int_equal(number_in(rows, 1, "author"), john);
	assert_true(number_in(rows, 0, "id") > number_in(rows, 1, "id"));
	assert_false(true_in(rows, 0, "mine"));
	rows =
	    ask(feed_person(nickname_of(john), number_in(rows, 0, "id"), john));
	assert_int_equal(PQntuples(rows), 1);
	assert_true(true_in(rows, 0, "mine"));

	rows = ask(feed_explore(susan, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 4);
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 3, "nickname"), "susan");
	assert_true(true_in(rows, 3, "mine"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_feeds_of_the_first_edition_are_right),
		TEST(the_feeds_of_the_latest_edition_are_right),
		TEST(following_and_unfollowing_also_affect_older_posts),
		TEST(a_feed_may_be_empty),
		TEST(a_profile_shows_one_person_and_explore_everybody),
	};

	return (RUN_TESTS(tests));
}
