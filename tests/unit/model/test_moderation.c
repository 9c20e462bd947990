/* SPDX-License-Identifier: ISC */
/* What moderators do, who may do what to whom, and the log. */
#include "departing.h"
#include "moderating.h"
#include "test.h"
#include "model/block.h"
#include "model/browser.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static int64_t mod, john, susan;

static void
add_them(void)
{
	mod = add_moderator("judge");
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
}

static void
assert_count(const char *nickname, const char *column, int expected)
{
	assert_int_equal(
	    number_in(ask(person_profile(nickname, 0)), 0, column), expected);
}

static void
a_spammers_posts_vanish_at_once_and_all_come_back(void **state)
{
	const char *before;
	int i;

	(void)state;
	add_them();
	for (i = 0; i < 25; i++)
		(void)add_post(john, "buy this");
	(void)add_post(susan, "hello");
	before = what_there_is();
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), 26);
	assert_changes(suspend(mod, "john"), "everything");
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(feed_home(susan, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(person_profile("john", 0)), 0);
	assert_int_equal(rows_of(person_profile("john", mod)), 0);
	assert_count("susan", "followers", 0);
	assert_count("susan", "following", 0);
	assert_counts_are_correct();
	assert_changes(restore(mod, "JOHN"), "everything");
	assert_string_equal(what_there_is(), before);
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), 26);
	assert_count("susan", "followers", 1);
	assert_count("john", "posts", 25);
	assert_counts_are_correct();
}

/* Everything that a member may have. */
static void
whatever_the_member_had_comes_back(void **state)
{
	const char *before;
	int64_t list;

	(void)state;
	add_them();
	(void)add_person("mary");
	assert_outcome(person_edit(john, "johnny", "About me"), "saved");
	list = add_list(john, "friends");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	list = add_list(susan, "others");
	assert_outcome(list_member_add(susan, list, "johnny"), "added");
	assert_outcome(mute_add(susan, "johnny"), "muted");
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_outcome(block_add(john, "mary"), "blocked");
	(void)add_post(john, "hello");
	before = what_there_is();
	assert_outcome(suspend(mod, "john"), "done");
	assert_int_equal(rows_of(list_members(susan, list, CURSOR_FIRST)), 0);
	assert_outcome(restore(mod, "johnny"), "done");
	assert_string_equal(what_there_is(), before);
}

/* What others do meanwhile is not undone, and counted. */
static void
what_others_do_meanwhile_stays_and_is_counted(void **state)
{
	(void)state;
	add_them();
	assert_outcome(suspend(mod, "john"), "done");
	assert_outcome(follow_remove(susan, "john"), NULL);
	assert_outcome(departure_begin("susan", susan), "left");
	departing_wait();
	run_sql("UPDATE absent SET since = now() WHERE reason = 'suspended'");
	departing_finish();
	assert_counts_are_correct();
	assert_outcome(restore(mod, "john"), "done");
	assert_count("john", "followers", 0);
	assert_count("john", "following", 0);
	assert_counts_are_correct();
}

static void
a_suspended_member_is_signed_out_everywhere(void **state)
{
	(void)state;
	add_them();
	(void)ask(session_add(hash, john, "none", 1, "", NULL));
	(void)ask(browser_trust(hash, john));
	run_sql("INSERT INTO pending_sign_in (token_hash, person, remembered)"
		" VALUES (sha256('x'), %lld, true)",
	    (long long)john);
	assert_outcome(suspend(mod, "john"), "done");
	assert_int_equal(number_of("SELECT (SELECT count(*) FROM session)"
				   " + (SELECT count(*) FROM pending_sign_in)"
				   " + (SELECT count(*) FROM trusted_browser)"),
	    0);
}

static void
the_second_of_two_moderators_is_told_so(void **state)
{
	int64_t other;

	(void)state;
	add_them();
	other = add_moderator("judge2");
	assert_outcome(suspend(mod, "john"), "done");
	assert_outcome(suspend(other, "john"), "already");
	assert_outcome(restore(mod, "john"), "done");
	assert_outcome(restore(other, "john"), "already");
	assert_outcome(hide(mod, "john"), "done");
	assert_outcome(hide(other, "john"), "already");
	assert_outcome(unhide(mod, "john"), "done");
	assert_outcome(unhide(other, "john"), "already");
	assert_int_equal(number_of("SELECT count(*) FROM moderation"), 4);
}

static void
nobody_acts_on_themselves_and_a_moderator_on_no_admin(void **state)
{
	int64_t admin, other, post;

	(void)state;
	add_them();
	admin = add_admin("boss");
	other = add_admin("boss2");
	post = add_post(admin, "hello");
	assert_outcome(suspend(mod, "judge"), "self");
	assert_outcome(suspend(mod, "boss"), "admin");
	assert_outcome(hide(mod, "boss"), "admin");
	assert_outcome(moderation_remove_post(mod, post, "", 0), "admin");
	assert_outcome(suspend(admin, "boss"), "self");
	assert_outcome(suspend(john, "susan"), "not allowed");
	assert_outcome(suspend(john, "john"), "not allowed");
	assert_outcome(suspend(99999, "john"), "not allowed");
	assert_outcome(suspend(admin, "boss2"), "done");
	assert_outcome(suspend(other, "john"), "not allowed");
	assert_outcome(suspend(0, "boss"), "last admin");
	assert_outcome(
	    moderation_act(0, MODERATION_REMOVE, "boss", "", 0), "last admin");
	assert_outcome(suspend(admin, "judge"), "done");
	assert_outcome(hide(0, "boss"), "done");
}

static void
there_is_nothing_to_do_to_nobody(void **state)
{
	(void)state;
	add_them();
	assert_outcome(suspend(mod, "nobody"), NULL);
	assert_outcome(suspend(mod, "admin"), NULL);
	assert_outcome(departure_begin("john", john), "left");
	assert_outcome(suspend(mod, "john"), NULL);
	assert_outcome(moderation_undo(mod, 1), NULL);
	assert_outcome(moderation_remove_post(mod, 1, "", 0), NULL);
	assert_int_equal(number_of("SELECT count(*) FROM moderation"), 0);
}

static void
hidden_posts_are_only_where_nobody_chose_them(void **state)
{
	(void)state;
	add_them();
	(void)add_post(john, "hello");
	assert_changes(hide(mod, "john"), "posts");
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_explore(susan, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_explore(john, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_home(susan, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(feed_person("john", CURSOR_FIRST, 0)), 1);
	assert_count("susan", "followers", 1);
	assert_changes(unhide(mod, "john"), "posts");
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), 1);
}

static void
after_thirty_days_the_account_is_deleted(void **state)
{
	(void)state;
	add_them();
	assert_outcome(suspend(mod, "john"), "done");
	run_sql("UPDATE absent SET since = now() - interval '29 days'");
	assert_false(departing_step(100));
	run_sql("UPDATE absent SET since = now() - interval '30 days'");
	assert_outcome(restore(mod, "john"), "too late");
	assert_outcome(moderation_undo(mod, last_action()), "too late");
	assert_true(departing_step(100));
	assert_int_equal(
	    number_of("SELECT count(*) FROM absent WHERE reason = 'left'"), 1);
	assert_outcome(restore(mod, "john"), NULL);
	departing_wait();
	departing_finish();
	departing_assert_nowhere(john);
	assert_counts_are_correct();
	assert_int_equal(number_of("SELECT count(*) FROM moderation"
				   " WHERE action = 'expire'"
				   "   AND nickname = 'john'"
				   "   AND moderator IS NULL"),
	    1);
	assert_outcome(person_add("john", "e", "e", "none", 0), "taken");
}

static void
deleting_works_also_for_a_suspended_member(void **state)
{
	(void)state;
	add_them();
	assert_outcome(suspend(mod, "john"), "done");
	assert_outcome(
	    moderation_act(mod, MODERATION_REMOVE, "john", "", 0), "done");
	assert_outcome(
	    moderation_act(mod, MODERATION_REMOVE, "john", "", 0), NULL);
	departing_wait();
	departing_finish();
	departing_assert_nowhere(john);
	assert_counts_are_correct();
}

static void
a_removed_post_comes_back_with_its_id_and_time(void **state)
{
	const char *before;
	int64_t post;

	(void)state;
	add_them();
	post = add_post(john, "buy this");
	(void)add_post(john, "hello");
	run_sql("UPDATE post SET submission = NULL");
	before = what_there_is();
	assert_changes(moderation_remove_post(mod, post, "spam", 0), "posts");
	assert_count("john", "posts", 1);
	assert_counts_are_correct();
	assert_int_equal(rows_of(post_find(post, john)), 0);
	assert_outcome(moderation_remove_post(mod, post, "spam", 0), "already");
	assert_changes(moderation_undo(mod, last_action()), "posts");
	assert_string_equal(what_there_is(), before);
	assert_counts_are_correct();
}

static void
an_action_is_undone_once_and_in_time(void **state)
{
	int64_t post, action;

	(void)state;
	add_them();
	post = add_post(john, "buy this");
	assert_outcome(moderation_remove_post(mod, post, "", 0), "done");
	action = last_action();
	assert_outcome(moderation_undo(mod, action), "done");
	assert_outcome(moderation_undo(mod, action), "already");
	assert_outcome(moderation_undo(mod, last_action()), "never");
	assert_outcome(moderation_undo(john, action), "not allowed");
	assert_outcome(moderation_remove_post(mod, post, "", 0), "done");
	run_sql("UPDATE moderation SET at = at - interval '31 days'");
	assert_outcome(moderation_undo(mod, last_action()), "too late");
	assert_counts_are_correct();
}

static void
undoing_a_suspension_or_hiding_is_the_same_as_restoring(void **state)
{
	(void)state;
	add_them();
	assert_outcome(suspend(mod, "john"), "done");
	assert_outcome(moderation_undo(mod, last_action()), "done");
	assert_int_equal(rows_of(person_profile("john", 0)), 1);
	assert_outcome(hide(mod, "john"), "done");
	assert_outcome(moderation_undo(mod, last_action()), "done");
	assert_int_equal(number_of("SELECT count(*) FROM hidden"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM moderation"
				   " WHERE undone_at IS NOT NULL"
				   "   AND undone_by = %lld",
			     (long long)mod),
	    2);
}

static void
the_log_outlives_the_member_but_not_what_they_wrote(void **state)
{
	const PGresult *rows;
	int64_t post;

	(void)state;
	add_them();
	post = add_post(john, "my words");
	assert_outcome(moderation_remove_post(mod, post, "spam", 0), "done");
	rows = ask(moderation_log(CURSOR_FIRST));
	assert_string_equal(text_in(rows, 0, "post_body"), "my words");
	assert_string_equal(text_in(rows, 0, "moderator_nickname"), "judge");
	assert_true(true_in(rows, 0, "can_undo"));
	assert_outcome(departure_begin("john", john), "left");
	assert_outcome(moderation_undo(mod, last_action()), "too late");
	departing_wait();
	departing_finish();
	rows = ask(moderation_log(CURSOR_FIRST));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_null(text_in(rows, 0, "post_body"));
	assert_false(true_in(rows, 0, "can_undo"));
}

static void
only_moderators_find_a_suspended_member(void **state)
{
	const PGresult *rows;
	int64_t post;

	(void)state;
	add_them();
	post = add_post(john, "hello");
	assert_int_equal(
	    number_in(ask(moderation_person("john")), 0, "followers"), 1);
	assert_outcome(suspend(mod, "john"), "done");
	rows = ask(moderation_person("JOHN"));
	assert_non_null(text_in(rows, 0, "suspended_since"));
	assert_int_equal(number_in(rows, 0, "posts"), 1);
	assert_int_equal(rows_of(moderation_earlier("john")), 1);
	assert_int_equal(rows_of(moderation_post(post)), 1);
	assert_int_equal(rows_of(person_list(1, 10)), 1);
	assert_int_equal(rows_of(person_list(0, 10)), 3);
	assert_outcome(departure_begin("susan", susan), "left");
	assert_int_equal(rows_of(moderation_person("susan")), 0);
	assert_int_equal(rows_of(person_list(0, 10)), 2);
}

/* Sign up that many from this network. */
static void
arrive(const char *nickname, const char *network)
{
	run_sql("INSERT INTO person_origin VALUES (%lld, '%s', now())",
	    (long long)add_person(nickname), network);
}

static int64_t
accounts_from(const char *range)
{
	return (number_in(ask(moderation_sign_ups(range)), 0, "accounts"));
}

static void
closing_a_network_says_how_many_came_from_it(void **state)
{
	const PGresult *rows;

	(void)state;
	arrive("one", "192.0.2.0/32");
	arrive("two", "192.0.2.255/32");
	arrive("three", "192.0.3.0/32");
	arrive("four", "2001:db8:0:1::/64");
	arrive("five", "2001:db8:0:ffff::/64");
	assert_int_equal(accounts_from("192.0.2.0/24"), 2);
	assert_int_equal(accounts_from("192.0.2.255"), 1);
	assert_int_equal(accounts_from("192.0.2.7"), 0);
	assert_int_equal(accounts_from("192.0.0.0/16"), 3);
	assert_int_equal(accounts_from("2001:db8::/48"), 2);
	assert_int_equal(accounts_from("2001:db8:0:1::7"), 1);
	rows = ask(moderation_sign_ups("2001:DB8:0:1::7"));
	assert_string_equal(text_in(rows, 0, "object"), "2001:db8:0:1::/64");
	assert_true(true_in(rows, 0, "is_network"));
	rows = ask(moderation_sign_ups("Spam.Example"));
	assert_string_equal(text_in(rows, 0, "object"), "spam.example");
	assert_false(true_in(rows, 0, "is_network"));
	assert_null(text_in(rows, 0, "accounts"));
	assert_null(text_in(ask(moderation_sign_ups("spam")), 0, "object"));
	assert_null(text_in(ask(moderation_sign_ups("")), 0, "object"));
}

static void
what_is_closed_is_listed_until_it_is_open(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	assert_outcome(
	    moderation_close_sign_up(mod, "spam", 7, "spam"), "invalid");
	assert_outcome(
	    moderation_close_sign_up(mod, "192.0.2.7", 7, "spam"), "done");
	assert_outcome(
	    moderation_close_sign_up(0, "Spam.Example", 1, ""), "done");
	assert_outcome(
	    moderation_close_sign_up(john, "192.0.2.8", 7, ""), "not allowed");
	rows = ask(moderation_closed());
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "object"), "spam.example");
	assert_null(text_in(rows, 0, "closed_by"));
	assert_string_equal(text_in(rows, 1, "object"), "192.0.2.7/32");
	assert_string_equal(text_in(rows, 1, "closed_by"), "judge");
	assert_string_equal(text_in(rows, 1, "reason"), "spam");
	assert_outcome(moderation_open_sign_up(mod, "192.0.2.7/32"), "done");
	run_sql("UPDATE closed_mail_domain SET until = now()");
	assert_int_equal(rows_of(moderation_closed()), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_spammers_posts_vanish_at_once_and_all_come_back),
		TEST(whatever_the_member_had_comes_back),
		TEST(what_others_do_meanwhile_stays_and_is_counted),
		TEST(a_suspended_member_is_signed_out_everywhere),
		TEST(the_second_of_two_moderators_is_told_so),
		TEST(nobody_acts_on_themselves_and_a_moderator_on_no_admin),
		TEST(there_is_nothing_to_do_to_nobody),
		TEST(hidden_posts_are_only_where_nobody_chose_them),
		TEST(after_thirty_days_the_account_is_deleted),
		TEST(deleting_works_also_for_a_suspended_member),
		TEST(a_removed_post_comes_back_with_its_id_and_time),
		TEST(an_action_is_undone_once_and_in_time),
		TEST(undoing_a_suspension_or_hiding_is_the_same_as_restoring),
		TEST(the_log_outlives_the_member_but_not_what_they_wrote),
		TEST(only_moderators_find_a_suspended_member),
		TEST(closing_a_network_says_how_many_came_from_it),
		TEST(what_is_closed_is_listed_until_it_is_open),
	};

	return (RUN_TESTS(tests));
}
