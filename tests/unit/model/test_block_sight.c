/* SPDX-License-Identifier: ISC */
/* What two people see of each other while one blocks the other. */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"

static int64_t john, susan, mary;

/* John blocks susan. Mary and each of them follow each other. */
static void
add_the_three(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	assert_outcome(follow_add(mary, "john"), "followed");
	assert_outcome(follow_add(mary, "susan"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(follow_add(susan, "mary"), "followed");
	assert_outcome(block_add(john, "susan"), "blocked");
}

/* Send ${query} and return how many rows have ${id} in ${column}. */
static int
rows_with(struct query query, const char *column, int64_t id)
{
	const PGresult *rows = ask(query);
	int i, count = 0;

	for (i = 0; i < PQntuples(rows); i++)
		count += number_in(rows, i, column) == id;
	return (count);
}

/* Whatever susan does with john's nicknames, present or former: no row. */
static void
a_blocker_does_not_exist_for_the_blocked_person(void **state)
{
	static const char *names[] = { "john", "JOHN", "jack" };
	int64_t list;
	size_t i;

	(void)state;
	add_the_three();
	list = add_list(susan, "friends");
	assert_outcome(person_edit(john, "jack", ""), "saved");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(rows_of(person_profile(names[i], susan)), 0);
		assert_outcome(follow_add(susan, names[i]), NULL);
		assert_outcome(follow_remove(susan, names[i]), NULL);
		assert_outcome(block_add(susan, names[i]), NULL);
		assert_outcome(block_remove(susan, names[i]), NULL);
		assert_outcome(mute_add(susan, names[i]), NULL);
		assert_outcome(mute_remove(susan, names[i]), NULL);
		assert_outcome(list_member_add(susan, list, names[i]), NULL);
		assert_outcome(list_member_remove(susan, list, names[i]), NULL);
	}
	assert_int_equal(number_of("SELECT count(*) FROM block"), 1);
	assert_counts_are_correct();
}

static void
a_blocker_still_finds_the_blocked_person(void **state)
{
	int64_t list;
	const PGresult *rows;

	(void)state;
	add_the_three();
	list = add_list(john, "friends");
	rows = ask(person_profile("susan", john));
	assert_true(true_in(rows, 0, "blocked"));
	assert_false(true_in(rows, 0, "follows"));
	assert_false(true_in(rows, 0, "muted"));
	assert_outcome(follow_add(john, "susan"), "blocked");
	assert_outcome(follow_remove(john, "susan"), "not");
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_outcome(mute_remove(john, "susan"), "unmuted");
	assert_outcome(list_member_add(john, list, "susan"), NULL);
	assert_outcome(list_member_remove(john, list, "susan"), "not");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 4);
}

/* Assert whether ${viewer} sees ${author}, who has one post, as an author. */
static void
assert_reads(int64_t viewer, int64_t author, int shown)
{
	int64_t post = number_of(
	    "SELECT id FROM post WHERE author = %lld", (long long)author);

	assert_int_equal(rows_of(post_find(post, viewer)), shown);
	assert_int_equal(
	    rows_of(feed_person(nickname_of(author), CURSOR_FIRST, viewer)),
	    shown);
	assert_int_equal(
	    rows_with(feed_explore(viewer, CURSOR_FIRST), "author", author),
	    shown);
}

static void
neither_reads_the_other_but_everybody_else_reads_both(void **state)
{
	(void)state;
	add_the_three();
	(void)add_post(john, "post from john");
	(void)add_post(susan, "post from susan");
	assert_reads(john, susan, 0);
	assert_reads(susan, john, 0);
	assert_reads(john, john, 1);
	assert_reads(susan, susan, 1);
	assert_reads(mary, john, 1);
	assert_reads(mary, susan, 1);
	assert_reads(0, john, 1);
	assert_reads(0, susan, 1);

	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_reads(john, susan, 1);
	assert_reads(susan, john, 1);
}

/* Assert whether ${viewer} sees ${person} among those who follow mary. */
static void
assert_met(int64_t viewer, int64_t person, int shown)
{
	assert_int_equal(
	    rows_with(follow_followers(nickname_of(mary), CURSOR_FIRST, viewer),
		"person", person),
	    shown);
	assert_int_equal(
	    rows_with(follow_following(nickname_of(mary), CURSOR_FIRST, viewer),
		"person", person),
	    shown);
}

static void
neither_sees_the_other_among_followers(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_met(john, susan, 0);
	assert_met(susan, john, 0);
	assert_met(john, john, 1);
	assert_met(mary, john, 1);
	assert_met(mary, susan, 1);
	assert_met(0, john, 1);
	assert_met(0, susan, 1);
	rows = ask(person_profile("mary", mary));
	assert_int_equal(number_in(rows, 0, "followers"), 2);
	assert_int_equal(number_in(rows, 0, "following"), 2);
}

/* Assert that ${viewer} is told as many people as are listed: ${expected}. */
static void
assert_counted(int64_t viewer, int expected)
{
	const PGresult *rows = ask(person_profile("mary", viewer));

	assert_int_equal(number_in(rows, 0, "followers"), expected);
	assert_int_equal(number_in(rows, 0, "following"), expected);
	assert_int_equal(
	    rows_of(follow_followers("mary", CURSOR_FIRST, viewer)), expected);
	assert_int_equal(
	    rows_of(follow_following("mary", CURSOR_FIRST, viewer)), expected);
}

static void
hidden_followers_are_not_counted_either(void **state)
{
	int64_t david = add_person("david"), tim = add_person("tim");

	(void)state;
	add_the_three();
	assert_outcome(follow_add(david, "mary"), "followed");
	assert_outcome(follow_add(mary, "david"), "followed");
	assert_counted(0, 3);
	assert_counted(mary, 3);
	assert_counted(tim, 3);
	assert_counted(john, 2);
	assert_counted(susan, 2);

	assert_outcome(block_add(susan, "david"), "blocked");
	assert_outcome(block_add(susan, "tim"), "blocked");
	assert_counted(susan, 1);
	assert_counted(tim, 2);
	assert_counts_are_correct();
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_counted(susan, 2);
}

static void
others_still_see_both_profiles(void **state)
{
	(void)state;
	add_the_three();
	assert_int_equal(rows_of(person_profile("john", mary)), 1);
	assert_int_equal(rows_of(person_profile("john", 0)), 1);
	assert_int_equal(rows_of(person_profile("john", john)), 1);
	assert_false(true_in(ask(person_profile("susan", mary)), 0, "blocked"));
	assert_false(true_in(ask(person_profile("susan", 0)), 0, "blocked"));
}

/* Feeds and lists check the blocks, too, in case such a row should exist. */
static void
a_stray_follow_or_member_shows_nothing(void **state)
{
	int64_t johns, susans;

	(void)state;
	add_the_three();
	johns = add_list(john, "friends");
	susans = add_list(susan, "friends");
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 9), (%lld, %lld, 9)",
	    (long long)john, (long long)susan, (long long)susan,
	    (long long)john);
	run_sql("INSERT INTO list_member VALUES (%lld, %lld, %lld, 9)",
	    (long long)john, (long long)johns, (long long)susan);
	run_sql("INSERT INTO list_member VALUES (%lld, %lld, %lld, 9)",
	    (long long)susan, (long long)susans, (long long)john);
	(void)add_post(john, "post from john");
	(void)add_post(susan, "post from susan");

	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(feed_home(susan, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(feed_list(john, johns, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_list(susan, susans, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(list_members(john, johns, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(list_members(susan, susans, CURSOR_FIRST)), 0);
}

static void
a_muted_person_who_blocks_the_muter_is_not_listed(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(mute_add(susan, "john"), "muted");
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(rows_of(mute_list(susan, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(mute_list(john, CURSOR_FIRST)), 1);
}

static struct query
john_blocks(const char *nickname)
{
	return (block_add(john, nickname));
}

static struct query
blocked_by_john(int64_t before)
{
	return (block_list(john, before));
}

static void
blocked_people_are_listed_newest_first_by_page(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_outcome(block_add(mary, "susan"), "blocked");
	assert_newest_first(john_blocks, "blocked", blocked_by_john);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_blocker_does_not_exist_for_the_blocked_person),
		TEST(a_blocker_still_finds_the_blocked_person),
		TEST(neither_reads_the_other_but_everybody_else_reads_both),
		TEST(neither_sees_the_other_among_followers),
		TEST(hidden_followers_are_not_counted_either),
		TEST(others_still_see_both_profiles),
		TEST(a_stray_follow_or_member_shows_nothing),
		TEST(a_muted_person_who_blocks_the_muter_is_not_listed),
		TEST(blocked_people_are_listed_newest_first_by_page),
	};

	return (RUN_TESTS(tests));
}
