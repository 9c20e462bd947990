/* SPDX-License-Identifier: ISC */
/* Two clients at the same moment, one of which likes, boosts or keeps a post.
 */
#include "departing.h"
#include "moderating.h"
#include "race.h"
#include "model/block.h"
#include "model/departure.h"
#include "model/post.h"
#include "model/reaction.h"

#define ROUNDS 30

static char author[20], fan[20], other[20];
static int64_t author_id, fan_id, other_id, post;

static void
add_them(void)
{
	author_id = add_somebody(author);
	fan_id = add_somebody(fan);
	other_id = add_somebody(other);
	post = add_post(author_id, "post");
}

static void
round_over(void **state)
{
	race_over();
	assert_counts_are_correct();
	(void)test_roll_back(state);
}

static int64_t
rows_in(const char *what)
{
	return (
	    number_of("SELECT count(*) FROM %s = %lld", what, (long long)post));
}

static void
doing_it_twice_at_once_does_it_once(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(like_add(fan_id, post), like_add(fan_id, post));
		assert_int_equal(had("liked"), 1);
		assert_int_equal(had("already"), 1);
		round_over(state);
		race(boost_add(fan_id, post), boost_add(fan_id, post));
		assert_int_equal(had("boosted"), 1);
		assert_int_equal(had("already"), 1);
		round_over(state);
		race(bookmark_add(fan_id, post), bookmark_add(fan_id, post));
		assert_int_equal(had("kept"), 1);
		assert_int_equal(had("already"), 1);
		round_over(state);
		race(like_remove(fan_id, post), like_remove(fan_id, post));
		assert_int_equal(had("unliked"), 1);
		round_over(state);
		race(boost_remove(fan_id, post), boost_remove(fan_id, post));
		assert_int_equal(had("unboosted"), 1);
		round_over(state);
	}
}

static void
a_like_and_its_end_come_in_some_order(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(like_add(fan_id, post), like_remove(fan_id, post));
		assert_int_equal(had("liked"), 1);
		assert_int_equal(rows_in("post_like WHERE post"), had("not"));
		round_over(state);
	}
}

static void
two_people_like_the_first_time(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(like_add(fan_id, post), boost_add(other_id, post));
		assert_int_equal(had("liked"), 1);
		assert_int_equal(had("boosted"), 1);
		round_over(state);
	}
}

/* Either the block was first, or there is a like, which the author is not
 * shown. */
static void
a_block_comes_before_or_after_a_like(void **state)
{
	const PGresult *rows;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(like_add(fan_id, post), block_add(author_id, fan));
		assert_int_equal(
		    rows_in("post_like WHERE post"), race_rows() - 1);
		rows = ask(post_find(post, author_id));
		assert_null(text_in(rows, 0, "likes"));
		round_over(state);
	}
}

static void
a_deletion_comes_before_or_after_a_reaction(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(boost_add(fan_id, post), post_delete(author_id, post));
		assert_int_equal(rows_in("post WHERE original"), 0);
		round_over(state);
		post = add_post(author_id, "again");
		race(like_add(fan_id, post), post_delete(author_id, post));
		assert_int_equal(rows_in("post_like WHERE post"), 0);
		round_over(state);
		post = add_post(author_id, "and again");
		assert_outcome(boost_add(fan_id, post), "boosted");
		race(boost_remove(fan_id, post), post_delete(author_id, post));
		assert_int_equal(rows_in("post WHERE original"), 0);
		round_over(state);
	}
}

/* The fan leaves with boosts and likes of a post that is being deleted. */
static void
a_deletion_does_not_wait_in_a_circle_with_a_departure(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		assert_outcome(boost_add(fan_id, post), "boosted");
		assert_outcome(like_add(fan_id, post), "liked");
		assert_outcome(departure_begin(fan, fan_id), "left");
		departing_wait();
		race(departure_step(), post_delete(author_id, post));
		round_over(state);
		post = add_post(author_id, "again");
		departing_finish();
		(void)test_roll_back(state);
	}
}

static void
a_reply_is_deleted_while_its_parent_is_brought_back(void **state)
{
	struct new_post reply = { .body = "reply" };
	int64_t admin, id;
	int i;

	admin = add_admin("chief");
	for (i = 0; i < ROUNDS; i++) {
		add_them();
		reply.author = fan_id;
		reply.parent = post;
		id = number_in(ask(post_add(&reply)), 0, "id");
		assert_outcome(
		    moderation_remove_post(admin, post, "spam", 0), "done");
		race(moderation_undo(admin, last_action()),
		    post_delete(fan_id, id));
		round_over(state);
	}
}

/* Send a query to one of the two, which must not wait for the other. */
static void
send_to(int racer, struct query query)
{
	PGresult *rows = connection_ask(racers[racer].connection, &query);

	if (PQresultStatus(rows) != PGRES_TUPLES_OK &&
	    PQresultStatus(rows) != PGRES_COMMAND_OK)
		fail_msg("%s", PQresultErrorMessage(rows));
	PQclear(rows);
}

static void
nobody_waits_for_others_who_like_the_same_post(void **state)
{
	int racer;

	add_them();
	assert_outcome(like_add(author_id, post), "liked");
	for (racer = 0; racer < 2; racer++) {
		send_to(racer, (struct query){ .text = "BEGIN" });
		send_to(racer,
		    (struct query){ .text = "SET LOCAL lock_timeout = '1s'" });
	}
	send_to(0, like_add(fan_id, post));
	send_to(1, like_add(other_id, post));
	send_to(1, boost_add(other_id, post));
	send_to(0, boost_add(fan_id, post));
	send_to(0, like_remove(fan_id, post));
	send_to(0, (struct query){ .text = "COMMIT" });
	send_to(1, (struct query){ .text = "COMMIT" });
	assert_int_equal(number_in(ask(post_find(post, 0)), 0, "likes"), 2);
	assert_int_equal(number_in(ask(post_find(post, 0)), 0, "boosts"), 2);
	assert_counts_are_correct();
	(void)test_roll_back(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(doing_it_twice_at_once_does_it_once),
		RACE(a_like_and_its_end_come_in_some_order),
		RACE(two_people_like_the_first_time),
		RACE(a_block_comes_before_or_after_a_like),
		RACE(a_deletion_comes_before_or_after_a_reaction),
		RACE(a_deletion_does_not_wait_in_a_circle_with_a_departure),
		RACE(a_reply_is_deleted_while_its_parent_is_brought_back),
		RACE(nobody_waits_for_others_who_like_the_same_post),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
