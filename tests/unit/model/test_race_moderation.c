/* SPDX-License-Identifier: ISC */
/* Two clients at the same moment, one of which is a moderator. */
#include "moderating.h"
#include "race.h"
#include "model/block.h"
#include "model/departure.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/notice.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"

#define ROUNDS 50

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static char target[20], other[20], name[20];
static int64_t target_id, other_id, mod, mod2;

static int64_t
add_with_role(char *nickname, const char *role)
{
	int64_t person = add_somebody(nickname);

	run_sql("UPDATE person SET role = '%s' WHERE id = %lld", role,
	    (long long)person);
	return (person);
}

static void
add_them(void)
{
	target_id = add_somebody(target);
	other_id = add_somebody(other);
	mod = add_with_role(name, "moderator");
}

/* Nobody sees the target, who has no session; and restored, all is counted. */
static void
assert_suspended_and_restore(void **state)
{
	const PGresult *rows = ask(person_profile(other, 0));

	assert_int_equal(number_in(rows, 0, "followers"), 0);
	assert_int_equal(number_in(rows, 0, "following"), 0);
	assert_int_equal(rows_of(person_profile(target, other_id)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM session"
				   " WHERE person = %lld",
			     (long long)target_id),
	    0);
	assert_counts_are_correct();
	assert_outcome(restore(mod, target), "done");
	assert_int_equal(rows_of(person_profile(target, mod)), 1);
	assert_counts_are_correct();
	(void)test_roll_back(state);
}

static struct query
other_follows(void)
{
	return (follow_add(other_id, target));
}

static struct query
other_unfollows(void)
{
	(void)ask(follow_add(other_id, target));
	return (follow_remove(other_id, target));
}

static struct query
other_blocks(void)
{
	(void)ask(follow_add(target_id, other));
	return (block_add(other_id, target));
}

static struct query
other_lists(void)
{
	return (list_member_add(other_id, add_list(other_id, "list"), target));
}

static struct query
target_follows(void)
{
	return (follow_add(target_id, other));
}

static struct query
target_posts(void)
{
	return (plain_post(target_id, "from my phone", NULL, NULL));
}

static struct query
target_signs_in(void)
{
	return (session_add(hash, target_id, "none", 1, "", NULL));
}

static struct query
target_edits(void)
{
	return (person_edit(target_id, target, "here I am"));
}

static void
whatever_comes_at_that_moment_is_invisible_and_counted_later(void **state)
{
	static struct query (*const queries[])(void) = { other_follows,
		other_unfollows, other_blocks, other_lists, target_follows,
		target_posts, target_signs_in, target_edits };
	size_t which;
	int i;

	for (which = 0; which < sizeof(queries) / sizeof(queries[0]); which++)
		for (i = 0; i < ROUNDS; i++) {
			add_them();
			race(queries[which](), suspend(mod, target));
			assert_string_equal(
			    text_in(racers[1].rows, 0, "outcome"), "done");
			race_over();
			assert_suspended_and_restore(state);
		}
}

static void
whatever_comes_with_the_restoration_is_counted(void **state)
{
	static struct query (*const queries[])(void) = { other_follows,
		other_blocks, target_follows, target_posts };
	size_t which;
	int i;

	for (which = 0; which < sizeof(queries) / sizeof(queries[0]); which++)
		for (i = 0; i < ROUNDS; i++) {
			add_them();
			assert_outcome(suspend(mod, target), "done");
			race(queries[which](), restore(mod, target));
			race_over();
			assert_int_equal(
			    rows_of(person_profile(target, mod)), 1);
			assert_counts_are_correct();
			(void)test_roll_back(state);
		}
}

static void
of_two_moderators_one_acts(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		mod2 = add_with_role(name, "moderator");
		race(suspend(mod, target), suspend(mod2, target));
		assert_int_equal(had("done"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		race(restore(mod, target), restore(mod2, target));
		assert_int_equal(had("done"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		race(hide(mod, target), hide(mod2, target));
		assert_int_equal(had("done"), 1);
		race_over();
		(void)test_roll_back(state);
	}
}

static void
two_who_act_on_each_other_are_not_both_suspended(void **state)
{
	char first[20], second[20];
	int i;

	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE person SET role = 'member'");
		mod = add_with_role(first, "admin");
		mod2 = add_with_role(second, "admin");
		race(suspend(mod, second), suspend(mod2, first));
		assert_int_equal(had("done"), 1);
		assert_int_equal(had("not allowed"), 1);
		race_over();
		(void)test_roll_back(state);
	}
}

static void
a_post_is_removed_once_by_whomever(void **state)
{
	int64_t post;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		post = add_post(target_id, "buy this");
		race(moderation_remove_post(mod, post, "", 0),
		    post_delete(target_id, post));
		race_over();
		assert_int_equal(number_of("SELECT count(*) FROM post"
					   " WHERE author = %lld",
				     (long long)target_id),
		    0);
		assert_counts_are_correct();
		(void)test_roll_back(state);
	}
}

static void
a_post_comes_back_once(void **state)
{
	int64_t action;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		assert_outcome(moderation_remove_post(
				   mod, add_post(target_id, "buy this"), "", 0),
		    "done");
		action = last_action();
		race(
		    moderation_undo(mod, action), moderation_undo(mod, action));
		assert_int_equal(had("done"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		assert_counts_are_correct();
		(void)test_roll_back(state);
	}
}

static void
a_member_who_leaves_at_that_moment_has_left(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		race(departure_begin(target, target_id), suspend(mod, target));
		race_over();
		assert_int_equal(rows_of(person_profile(target, mod)), 0);
		assert_int_equal(number_of("SELECT count(*) FROM absent"
					   " WHERE person = %lld",
				     (long long)target_id),
		    1);
		(void)test_roll_back(state);
	}
}

static void
an_appeal_is_sent_and_decided_once(void **state)
{
	int64_t action;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_them();
		mod2 = add_with_role(name, "moderator");
		assert_outcome(hide(mod, target), "done");
		action = last_action();
		race(appeal_add(target_id, action, "why?"),
		    appeal_add(target_id, action, "why?"));
		assert_int_equal(had("sent"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		race(appeal_decide(mod, action, 1, "sorry"),
		    appeal_decide(mod2, action, 0, "no"));
		assert_int_equal(had("done"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		(void)test_roll_back(state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(
		    whatever_comes_at_that_moment_is_invisible_and_counted_later),
		RACE(whatever_comes_with_the_restoration_is_counted),
		RACE(of_two_moderators_one_acts),
		RACE(two_who_act_on_each_other_are_not_both_suspended),
		RACE(a_post_is_removed_once_by_whomever),
		RACE(a_post_comes_back_once),
		RACE(a_member_who_leaves_at_that_moment_has_left),
		RACE(an_appeal_is_sent_and_decided_once),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
