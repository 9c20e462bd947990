#include <stdio.h>

#include "block.h"
#include "cursor.h"
#include "feed.h"
#include "follow.h"
#include "list.h"
#include "mute.h"
#include "person.h"
#include "post.h"
#include "test.h"

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

static int
rows_of(struct query query)
{
	return (PQntuples(ask(query)));
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

static void
blocking_works_once(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(block_add(john, "susan"), "already");
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_outcome(block_remove(john, "susan"), "not");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM block"), 1);
}

static void
nobody_blocks_themselves(void **state)
{
	PGresult *result;
	char text[100];

	(void)state;
	john = add_person("john");
	assert_outcome(block_add(john, "JOHN"), "self");
	assert_outcome(block_remove(john, "john"), "self");
	assert_int_equal(number_of("SELECT count(*) FROM block"), 0);
	(void)snprintf(text, sizeof(text),
	    "INSERT INTO block VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)john);
	result = PQexec(database, text);
	assert_string_equal(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
	    "block_not_oneself");
	PQclear(result);
}

static void
nobody_of_that_name_is_no_row(void **state)
{
	static const char *names[] = { "susan", "admin", "", "a b",
		"'; DROP TABLE block --" };
	size_t i;

	(void)state;
	john = add_person("john");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_outcome(block_add(john, names[i]), NULL);
		assert_outcome(block_remove(john, names[i]), NULL);
	}
}

static void
case_and_former_nicknames_do_not_matter(void **state)
{
	const PGresult *rows;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(person_edit(susan, "Suzie", ""), "saved");
	rows = ask(block_add(john, "SUSAN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
	assert_string_equal(text_in(rows, 0, "outcome"), "blocked");
	rows = ask(block_remove(john, "sUZIE"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
	assert_string_equal(text_in(rows, 0, "outcome"), "unblocked");
}

static void
blocking_ends_both_follows_at_once(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(follow_add(mary, "susan"), "followed");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 2);
	assert_false(true_in(ask(follow_exists(john, susan)), 0, "follows"));
	assert_false(true_in(ask(follow_exists(susan, john)), 0, "follows"));
	assert_counts_are_true();
}

/* Even if it should be there, a stray row goes when one blocks again. */
static void
blocking_again_cleans_up(void **state)
{
	(void)state;
	add_the_three();
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 9)", (long long)susan,
	    (long long)john);
	run_sql("SELECT follow_count(%lld, %lld, 1)", (long long)susan,
	    (long long)john);
	assert_outcome(block_add(john, "susan"), "already");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 4);
	assert_counts_are_true();
}

static int64_t
add_list(int64_t owner, const char *name)
{
	return (number_in(ask(list_add(owner, name)), 0, "id"));
}

static void
blocking_takes_both_off_all_lists_of_the_other(void **state)
{
	int64_t list;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	(void)add_person("mary");
	list = add_list(john, "friends");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	assert_outcome(list_member_add(john, list, "mary"), "added");
	list = add_list(john, "gardens");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	list = add_list(susan, "friends");
	assert_outcome(list_member_add(susan, list, "john"), "added");
	assert_outcome(list_member_add(susan, list, "susan"), "added");
	assert_outcome(list_member_add(susan, list, "mary"), "added");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 3);
	assert_int_equal(
	    number_of("SELECT count(*) FROM list_member"
		      " WHERE person = %lld OR (owner = %lld"
		      "   AND person = %lld)",
		(long long)john, (long long)john, (long long)susan),
	    0);
}

static void
unblocking_brings_nothing_back(void **state)
{
	int64_t list;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	list = add_list(john, "friends");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 0);
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_counts_are_true();
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
	    rows_of(feed_person(author, CURSOR_FIRST, viewer)), shown);
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
	assert_int_equal(rows_with(follow_followers(mary, CURSOR_FIRST, viewer),
			     "person", person),
	    shown);
	assert_int_equal(rows_with(follow_following(mary, CURSOR_FIRST, viewer),
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

static void
counts_stay_true_whatever_is_done(void **state)
{
	static const char *names[] = { "ann", "bob", "cy", "dee", "eve" };
	int64_t people[5];
	unsigned int i, dice = 3;
	const char *name;
	int64_t who;

	(void)state;
	for (i = 0; i < 5; i++)
		people[i] = add_person(names[i]);
	for (i = 0; i < 600; i++) {
		dice = dice * 1103515245 + 12345;
		who = people[(dice >> 18) % 5];
		name = names[(dice >> 23) % 5];
		switch ((dice >> 14) % 8) {
		case 0:
			(void)ask(follow_remove(who, name));
			break;
		case 1:
			(void)ask(block_add(who, name));
			break;
		case 2:
		case 3:
			(void)ask(block_remove(who, name));
			break;
		default:
			(void)ask(follow_add(who, name));
		}
	}
	assert_counts_are_true();
	assert_int_equal(
	    number_of("SELECT count(*) FROM follow f JOIN block_pair b"
		      "    ON b.person = f.follower AND b.other = f.followed"),
	    0);
	assert_true(number_of("SELECT count(*) FROM follow") > 0);
	assert_true(number_of("SELECT count(*) FROM block") > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blocking_works_once),
		TEST(nobody_blocks_themselves),
		TEST(nobody_of_that_name_is_no_row),
		TEST(case_and_former_nicknames_do_not_matter),
		TEST(blocking_ends_both_follows_at_once),
		TEST(blocking_again_cleans_up),
		TEST(blocking_takes_both_off_all_lists_of_the_other),
		TEST(unblocking_brings_nothing_back),
		TEST(to_the_blocked_one_the_blocker_does_not_exist),
		TEST(the_blocker_still_finds_the_blocked_one),
		TEST(neither_reads_the_other_and_all_others_read_both),
		TEST(neither_meets_the_other_among_the_followers_of_others),
		TEST(others_see_both_profiles_as_ever),
		TEST(a_stray_follow_or_member_shows_nothing),
		TEST(who_blocks_one_is_not_among_those_one_muted),
		TEST(the_blocked_come_newest_first_a_page_at_a_time),
		TEST(counts_stay_true_whatever_is_done),
	};

	return (RUN_TESTS(tests));
}
