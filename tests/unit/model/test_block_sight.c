/* Who sees whom while one blocks another. */
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

/* John blocks susan; mary is between them and follows both, as they her. */
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

/* How many rows of the answer have this id in this column. */
static int
rows_with(struct query query, const char *column, int64_t id)
{
	const PGresult *rows = ask(query);
	int i, count = 0;

	for (i = 0; i < PQntuples(rows); i++)
		count += number_in(rows, i, column) == id;
	return (count);
}

/* Whatever one does with the other's nickname, present or former: no row. */
static void
to_the_blocked_one_the_blocker_does_not_exist(void **state)
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
	assert_counts_are_true();
}

static void
the_blocker_still_finds_the_blocked_one(void **state)
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

/* Is ${author}, who has one post, shown to ${viewer} as a writer? */
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
neither_reads_the_other_and_all_others_read_both(void **state)
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

/* Is ${person} shown to ${viewer} among those around mary? */
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
neither_meets_the_other_among_the_followers_of_others(void **state)
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
	rows = ask(person_profile("mary", susan));
	assert_int_equal(number_in(rows, 0, "followers"), 2);
	assert_int_equal(number_in(rows, 0, "following"), 2);
}

static void
others_see_both_profiles_as_ever(void **state)
{
	(void)state;
	add_the_three();
	assert_int_equal(rows_of(person_profile("john", mary)), 1);
	assert_int_equal(rows_of(person_profile("john", 0)), 1);
	assert_int_equal(rows_of(person_profile("john", john)), 1);
	assert_false(true_in(ask(person_profile("susan", mary)), 0, "blocked"));
	assert_false(true_in(ask(person_profile("susan", 0)), 0, "blocked"));
}

/* What should not be there does no harm: feeds look at the blocks, too. */
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
who_blocks_one_is_not_among_those_one_muted(void **state)
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

static void
the_blocked_come_newest_first_a_page_at_a_time(void **state)
{
	int64_t before = CURSOR_FIRST;
	const PGresult *rows;
	char name[20], next[20];
	int i, shown = 0;

	(void)state;
	add_the_three();
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_outcome(block_add(mary, "susan"), "blocked");
	for (i = 0; i < 120; i++) {
		(void)snprintf(name, sizeof(name), "person%d", i);
		(void)add_person(name);
		assert_outcome(block_add(john, name), "blocked");
	}
	do {
		rows = ask(block_list(john, before));
		for (i = 0; i < PQntuples(rows) && i < 50; i++, shown++) {
			(void)snprintf(
			    next, sizeof(next), "person%d", 119 - shown);
			assert_string_equal(text_in(rows, i, "nickname"), next);
			assert_string_equal(text_in(rows, i, "about_me"), "");
			assert_true(number_in(rows, i, "person") > 0);
		}
		before = number_in(rows, i - 1, "id");
	} while (PQntuples(rows) == 51);
	assert_int_equal(shown, 120);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(to_the_blocked_one_the_blocker_does_not_exist),
		TEST(the_blocker_still_finds_the_blocked_one),
		TEST(neither_reads_the_other_and_all_others_read_both),
		TEST(neither_meets_the_other_among_the_followers_of_others),
		TEST(others_see_both_profiles_as_ever),
		TEST(a_stray_follow_or_member_shows_nothing),
		TEST(who_blocks_one_is_not_among_those_one_muted),
		TEST(the_blocked_come_newest_first_a_page_at_a_time),
	};

	return (RUN_TESTS(tests));
}
