/* SPDX-License-Identifier: ISC */
/* Likes, boosts and bookmarks: who sees them, and how many there are. */
#include <stdio.h>

#include "departing.h"
#include "moderating.h"
#include "rate_limits.h"
#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"
#include "model/reaction.h"

static int64_t john, susan, mary, post;

/* Susan has a post, which john and mary see. */
static void
add_the_three(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	post = add_post(susan, "post from susan");
}

/* What a viewer is shown of susan's post: a number, 0 if it is NULL. */
static int64_t
shown(const char *count, int64_t viewer)
{
	const PGresult *rows = ask(post_find(post, viewer));

	return (
	    text_in(rows, 0, count) == NULL ? 0 : number_in(rows, 0, count));
}

static int64_t
reply_to(int64_t author, int64_t parent)
{
	struct new_post reply = {
		.author = author, .body = "reply", .parent = parent
	};

	return (number_in(ask(post_add(&reply)), 0, "id"));
}

static void
delete_post(int64_t author, int64_t id)
{
	assert_int_equal(rows_of(post_delete(author, id)), 1);
}

static void
each_is_done_once_and_taken_back_once(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(like_remove(john, post), "not");
	assert_outcome(like_add(john, post), "liked");
	assert_outcome(like_add(john, post), "already");
	assert_outcome(boost_remove(john, post), "not");
	assert_outcome(boost_add(john, post), "boosted");
	assert_outcome(boost_add(john, post), "already");
	assert_outcome(bookmark_remove(john, post), "not");
	assert_outcome(bookmark_add(john, post), "kept");
	assert_outcome(bookmark_add(john, post), "already");
	assert_true(true_in(ask(post_find(post, john)), 0, "liked"));
	assert_true(true_in(ask(post_find(post, john)), 0, "boosted"));
	assert_true(true_in(ask(post_find(post, john)), 0, "kept"));
	assert_false(true_in(ask(post_find(post, mary)), 0, "liked"));
	assert_false(true_in(ask(post_find(post, mary)), 0, "boosted"));
	assert_false(true_in(ask(post_find(post, mary)), 0, "kept"));
	assert_int_equal(shown("likes", 0), 1);
	assert_int_equal(shown("boosts", 0), 1);
	assert_counts_are_correct();

	assert_outcome(like_remove(john, post), "unliked");
	assert_outcome(boost_remove(john, post), "unboosted");
	assert_outcome(bookmark_remove(john, post), "dropped");
	assert_false(true_in(ask(post_find(post, john)), 0, "liked"));
	assert_false(true_in(ask(post_find(post, john)), 0, "boosted"));
	assert_false(true_in(ask(post_find(post, john)), 0, "kept"));
	assert_int_equal(shown("likes", 0), 0);
	assert_int_equal(shown("boosts", 0), 0);
	assert_counts_are_correct();
}

static void
changes_are_told_to_the_pages_that_show_them(void **state)
{
	(void)state;
	add_the_three();
	assert_changes(like_add(john, post), "posts");
	assert_changes_nothing(like_add(john, post));
	assert_changes(like_remove(john, post), "posts");
	assert_changes_nothing(like_remove(john, post));
	assert_changes(boost_add(john, post), "posts");
	assert_changes_nothing(boost_add(john, post));
	assert_changes(boost_remove(john, post), "posts");
}

static void
nobody_boosts_their_own_posts(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(boost_add(susan, post), "own");
	assert_outcome(like_add(susan, post), "liked");
	assert_outcome(bookmark_add(susan, post), "kept");
	assert_int_equal(shown("boosts", susan), 0);
}

static void
a_boost_is_no_post_that_anybody_can_like(void **state)
{
	int64_t boost;

	(void)state;
	add_the_three();
	assert_outcome(boost_add(john, post), "boosted");
	boost = number_of(
	    "SELECT id FROM post WHERE original = %lld", (long long)post);
	assert_outcome(like_add(mary, boost), NULL);
	assert_outcome(boost_add(mary, boost), NULL);
	assert_outcome(bookmark_add(mary, boost), NULL);
	assert_int_equal(rows_of(post_find(boost, mary)), 0);
	assert_int_equal(rows_of(post_delete(john, boost)), 0);
}

static void
boosts_count_towards_the_limit_on_posts(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	set_limits("posts=2/1h");
	(void)add_post(john, "one");
	assert_outcome(boost_add(john, post), "boosted");
	assert_outcome(boost_add(john, post), "already");
	assert_outcome(boost_remove(john, post), "unboosted");
	rows = ask(boost_add(john, post));
	assert_string_equal(text_in(rows, 0, "outcome"), "later");
	assert_in_range(number_in(rows, 0, "wait"), 3590, 3600);
	assert_int_equal(shown("boosts", 0), 0);
	assert_counts_are_correct();
}

static void
assert_refused(int64_t member)
{
	assert_outcome(like_add(member, post), NULL);
	assert_outcome(like_remove(member, post), NULL);
	assert_outcome(boost_add(member, post), NULL);
	assert_outcome(boost_remove(member, post), NULL);
	assert_outcome(bookmark_add(member, post), NULL);
	assert_outcome(bookmark_remove(member, post), NULL);
	assert_int_equal(rows_of(like_list(post, CURSOR_FIRST, member)), 0);
	assert_int_equal(rows_of(boost_list(post, CURSOR_FIRST, member)), 0);
	assert_counts_are_correct();
}

static void
a_post_behind_a_block_is_as_one_that_never_was(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(like_add(mary, post), "liked");
	assert_outcome(boost_add(mary, post), "boosted");
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_refused(john);
	assert_outcome(block_remove(susan, "john"), "unblocked");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_refused(john);
	post = 12345;
	assert_refused(mary);
}

static void
somebody_who_has_just_left_or_been_suspended_changes_nothing(void **state)
{
	int64_t admin;

	(void)state;
	add_the_three();
	admin = add_admin("chief");
	assert_outcome(suspend(admin, "john"), "done");
	assert_outcome(like_add(john, post), NULL);
	assert_outcome(boost_add(john, post), NULL);
	assert_outcome(bookmark_add(john, post), NULL);
	assert_outcome(departure_begin("mary", mary), "left");
	assert_outcome(like_add(mary, post), NULL);
	assert_outcome(boost_add(mary, post), NULL);
	assert_outcome(bookmark_add(mary, post), NULL);
	assert_counts_are_correct();
}

/* How many people the lists have, and the counts say, for this viewer. */
static void
assert_seen(int64_t viewer, int64_t likes, int64_t boosts, int64_t replies)
{
	assert_int_equal(shown("likes", viewer), likes);
	assert_int_equal(shown("boosts", viewer), boosts);
	assert_int_equal(shown("replies", viewer), replies);
	assert_int_equal(rows_of(like_list(post, CURSOR_FIRST, viewer)), likes);
	assert_int_equal(
	    rows_of(boost_list(post, CURSOR_FIRST, viewer)), boosts);
}

static void
both_react(void)
{
	assert_outcome(like_add(john, post), "liked");
	assert_outcome(like_add(mary, post), "liked");
	assert_outcome(boost_add(john, post), "boosted");
	assert_outcome(boost_add(mary, post), "boosted");
	(void)reply_to(john, post);
	(void)reply_to(john, post);
	(void)reply_to(mary, post);
}

static void
members_behind_a_block_are_neither_listed_nor_counted(void **state)
{
	int64_t tim;

	(void)state;
	add_the_three();
	tim = add_person("tim");
	both_react();
	assert_seen(0, 2, 2, 3);
	assert_outcome(block_add(tim, "john"), "blocked");
	assert_seen(tim, 1, 1, 1);
	assert_seen(john, 2, 2, 3);
	assert_seen(0, 2, 2, 3);
	assert_outcome(block_add(mary, "tim"), "blocked");
	assert_seen(tim, 0, 0, 0);
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_seen(susan, 1, 1, 1);
	assert_seen(mary, 2, 2, 3);
}

/* Suspended, and blocked as well: not taken off twice. */
static void
suspended_members_are_neither_listed_nor_counted(void **state)
{
	int64_t admin;

	(void)state;
	add_the_three();
	admin = add_admin("chief");
	both_react();
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_outcome(suspend(admin, "john"), "done");
	assert_seen(0, 1, 1, 1);
	assert_seen(mary, 1, 1, 1);
	assert_seen(susan, 1, 1, 1);
	assert_counts_are_correct();
	assert_outcome(restore(admin, "john"), "done");
	assert_seen(0, 2, 2, 3);
	assert_seen(susan, 1, 1, 1);
}

/* With so many rows, hidden members are looked up one by one. */
static void
popular_posts_are_counted_as_exactly(void **state)
{
	int i;
	char name[20];

	(void)state;
	add_the_three();
	both_react();
	for (i = 0; i < 40; i++) {
		int64_t id;

		(void)snprintf(name, sizeof(name), "fan%d", i);
		id = add_person(name);
		assert_outcome(like_add(id, post), "liked");
		assert_outcome(boost_add(id, post), "boosted");
		(void)reply_to(id, post);
	}
	assert_outcome(block_add(mary, "john"), "blocked");
	assert_outcome(block_add(mary, "fan7"), "blocked");
	assert_seen(mary, 40, 40, 40);
	assert_seen(0, 42, 42, 43);
	assert_counts_are_correct();
}

static void
a_member_who_leaves_takes_the_reactions_along(void **state)
{
	int64_t own, reply;

	(void)state;
	add_the_three();
	own = add_post(john, "post from john");
	both_react();
	assert_outcome(bookmark_add(john, post), "kept");
	assert_outcome(like_add(mary, own), "liked");
	assert_outcome(boost_add(mary, own), "boosted");
	assert_outcome(bookmark_add(mary, own), "kept");
	reply = reply_to(mary, own);
	assert_outcome(departure_begin("john", john), "left");
	assert_seen(0, 1, 1, 1);
	departing_wait();
	while (departing_step(1)) {
		assert_seen(0, 1, 1, 1);
		assert_counts_are_correct();
	}
	assert_seen(0, 1, 1, 1);
	departing_assert_nowhere(john);
	assert_int_equal(rows_of(bookmark_list(mary, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(post_find(reply, mary)), 1);
	assert_int_equal(rows_of(feed_person("mary", CURSOR_FIRST, 0)), 3);
}

static void
deleting_a_post_deletes_its_boosts(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(boost_add(john, post), "boosted");
	assert_outcome(boost_add(mary, post), "boosted");
	assert_outcome(like_add(mary, post), "liked");
	assert_outcome(bookmark_add(mary, post), "kept");
	assert_int_equal(rows_of(feed_person("mary", CURSOR_FIRST, 0)), 1);
	assert_changes(post_delete(susan, post), "posts");
	assert_int_equal(rows_of(feed_person("mary", CURSOR_FIRST, 0)), 0);
	assert_int_equal(rows_of(bookmark_list(mary, CURSOR_FIRST)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM post"), 0);
	assert_counts_are_correct();
}

/* The likes and boosts are gone, but the replies were there all the time. */
static void
a_post_that_is_brought_back_has_its_replies(void **state)
{
	int64_t admin, reply;

	(void)state;
	add_the_three();
	admin = add_admin("chief");
	both_react();
	assert_outcome(moderation_remove_post(admin, post, "spam", 0), "done");
	reply = number_of("SELECT min(id) FROM post WHERE parent = %lld"
			  " AND author = %lld",
	    (long long)post, (long long)john);
	delete_post(john, reply);
	assert_counts_are_correct();
	assert_outcome(moderation_undo(admin, last_action()), "done");
	assert_seen(0, 0, 0, 2);
	assert_counts_are_correct();
	assert_outcome(like_add(john, post), "liked");
	assert_outcome(boost_add(john, post), "boosted");
	assert_seen(0, 1, 1, 2);
	assert_counts_are_correct();
}

static void
bookmarks_are_private_and_leave_out_whom_one_does_not_see(void **state)
{
	const PGresult *rows;
	int64_t other;

	(void)state;
	add_the_three();
	other = add_post(mary, "post from mary");
	assert_outcome(bookmark_add(john, other), "kept");
	assert_outcome(bookmark_add(john, post), "kept");
	rows = ask(bookmark_list(john, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_int_equal(number_in(rows, 0, "id"), post);
	assert_true(true_in(rows, 0, "kept"));
	assert_int_equal(number_in(rows, 1, "id"), other);
	rows = ask(bookmark_list(john, number_in(rows, 0, "place")));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), other);
	assert_int_equal(rows_of(bookmark_list(susan, CURSOR_FIRST)), 0);
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_int_equal(rows_of(bookmark_list(john, CURSOR_FIRST)), 1);
	assert_outcome(block_remove(susan, "john"), "unblocked");
	assert_int_equal(rows_of(bookmark_list(john, CURSOR_FIRST)), 2);
}

/* For assert_newest_first(). */
static struct query
like_as(const char *nickname)
{
	return (like_add(number_of("SELECT id FROM person"
				   " WHERE nickname = '%s'",
			     nickname),
	    post));
}

static struct query
boost_as(const char *nickname)
{
	return (boost_add(number_of("SELECT id FROM person"
				    " WHERE nickname = '%s'",
			      nickname),
	    post));
}

static struct query
likes_before(int64_t before)
{
	return (like_list(post, before, john));
}

static struct query
boosts_before(int64_t before)
{
	return (boost_list(post, before, john));
}

static void
those_who_like_it_are_listed_newest_first(void **state)
{
	(void)state;
	add_the_three();
	assert_newest_first(like_as, "liked", likes_before);
}

static void
those_who_boosted_it_are_listed_newest_first(void **state)
{
	(void)state;
	add_the_three();
	assert_newest_first(boost_as, "boosted", boosts_before);
}

static void
muting_boosts_keeps_the_posts(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(follow_add(john, "mary"), "followed");
	(void)add_post(mary, "post from mary");
	assert_outcome(boost_add(mary, post), "boosted");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 2);
	assert_outcome(boost_mute_add(john, "MARY"), "muted");
	assert_outcome(boost_mute_add(john, "mary"), "already");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 1);
	assert_true(
	    true_in(ask(person_profile("mary", john)), 0, "boosts_muted"));
	assert_false(
	    true_in(ask(person_profile("mary", susan)), 0, "boosts_muted"));
	assert_outcome(mute_add(john, "susan"), "muted");
	rows = ask(mute_list(john, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_false(true_in(rows, 0, "boosts"));
	assert_string_equal(text_in(rows, 1, "nickname"), "mary");
	assert_true(true_in(rows, 1, "boosts"));
	rows = ask(mute_list(john, number_in(rows, 0, "id")));
	assert_int_equal(PQntuples(rows), 1);
	assert_outcome(mute_remove(john, "susan"), "unmuted");
	assert_outcome(boost_mute_remove(john, "mary"), "unmuted");
	assert_outcome(boost_mute_remove(john, "mary"), "not");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 2);
	assert_outcome(boost_mute_add(john, "john"), "self");
	assert_outcome(boost_mute_remove(john, "john"), "self");
	assert_outcome(block_add(mary, "john"), "blocked");
	assert_outcome(boost_mute_add(john, "mary"), NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_is_done_once_and_taken_back_once),
		TEST(changes_are_told_to_the_pages_that_show_them),
		TEST(nobody_boosts_their_own_posts),
		TEST(a_boost_is_no_post_that_anybody_can_like),
		LIMITED(boosts_count_towards_the_limit_on_posts),
		TEST(a_post_behind_a_block_is_as_one_that_never_was),
		TEST(
		    somebody_who_has_just_left_or_been_suspended_changes_nothing),
		TEST(members_behind_a_block_are_neither_listed_nor_counted),
		TEST(suspended_members_are_neither_listed_nor_counted),
		TEST(popular_posts_are_counted_as_exactly),
		TEST(a_member_who_leaves_takes_the_reactions_along),
		TEST(deleting_a_post_deletes_its_boosts),
		TEST(a_post_that_is_brought_back_has_its_replies),
		TEST(bookmarks_are_private_and_leave_out_whom_one_does_not_see),
		TEST(those_who_like_it_are_listed_newest_first),
		TEST(those_who_boosted_it_are_listed_newest_first),
		TEST(muting_boosts_keeps_the_posts),
	};

	return (RUN_TESTS(tests));
}
