/* SPDX-License-Identifier: ISC */
/* Who is told what, and when nobody is. */
#include <stdio.h>

#include "moderating.h"
#include "rate_limits.h"
#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/follow.h"
#include "model/mute.h"
#include "model/notice.h"
#include "model/notification.h"
#include "model/post.h"
#include "model/session.h"

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static int64_t john, susan, mary;
static int64_t post; /* john's */

static void
add_them(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	post = add_post(john, "hello");
	(void)ask(session_add(hash, john, "none", 1, "", NULL));
}

/* Do as the functions do that like, boost, reply or mention. */
static void
tell(int64_t person, const char *kind, int64_t actor, int64_t about)
{
	run_sql("SELECT notification_add(%lld, '%s', %lld,"
		" (SELECT author FROM post WHERE id = %lld), %lld)",
	    (long long)person, kind, (long long)actor, (long long)about,
	    (long long)about);
}

static void
take_back(int64_t person, const char *kind, int64_t actor, int64_t about)
{
	run_sql("SELECT notification_remove(%lld, '%s', %lld,"
		" (SELECT author FROM post WHERE id = %lld), %lld)",
	    (long long)person, kind, (long long)actor, (long long)about,
	    (long long)about);
}

/* How many groups john's page has. */
static int
groups(void)
{
	const PGresult *rows =
	    ask(notification_list(john, CURSOR_FIRST, "", 0));

	return (text_in(rows, 0, "id") == NULL ? 0 : PQntuples(rows));
}

/* How many unread notifications the menu of john's pages says. */
static int64_t
unread(void)
{
	return (number_in(ask(session_find(hash)), 0, "unread"));
}

static void
assert_told(int count)
{
	assert_int_equal(unread(), count);
	assert_int_equal(groups(), count);
}

static void
each_kind_is_told_with_the_post_that_it_is_about(void **state)
{
	static const char *const kinds[] = { "reply", "mention", "boost",
		"liked", "follow" };
	int64_t reply, mention;
	const PGresult *rows;
	int i;

	(void)state;
	add_them();
	assert_told(0);
	assert_outcome(follow_add(susan, "john"), "followed");
	tell(john, "like", susan, post);
	tell(john, "boost", susan, post);
	mention = add_post(susan, "hi @john");
	tell(john, "mention", susan, mention);
	reply = add_post(susan, "hello yourself");
	tell(john, "reply", susan, reply);
	assert_told(5);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	for (i = 0; i < 5; i++) {
		assert_true(true_in(rows, i, kinds[i]));
		assert_true(true_in(rows, i, "unread"));
		assert_string_equal(text_in(rows, i, "nickname"), "susan");
		assert_null(text_in(rows, i, "others"));
	}
	assert_int_equal(number_in(rows, 0, "post"), reply);
	assert_string_equal(text_in(rows, 0, "excerpt"), "hello yourself");
	assert_int_equal(number_in(rows, 1, "post"), mention);
	assert_int_equal(number_in(rows, 3, "post"), post);
	assert_null(text_in(rows, 4, "post"));
}

static void
nobody_is_told_what_they_do_themselves(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", john, post);
	assert_told(0);
}

static void
the_same_is_told_once(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", susan, post);
	tell(john, "like", susan, post);
	assert_told(1);
	tell(john, "boost", susan, post);
	tell(john, "like", susan, add_post(john, "another"));
	assert_told(3);
}

static void
a_block_in_either_direction_tells_nothing(void **state)
{
	(void)state;
	add_them();
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(block_add(mary, "john"), "blocked");
	tell(john, "like", susan, post);
	tell(john, "like", mary, post);
	assert_told(0);
}

static void
and_takes_away_what_both_were_told(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", susan, post);
	tell(john, "like", mary, post);
	tell(susan, "like", john, add_post(susan, "hi"));
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_told(1);
	assert_outcome(block_remove(susan, "john"), "unblocked");
	assert_told(1);
	assert_int_equal(number_of("SELECT count(*) FROM notification"), 1);
}

/* As if both happened at the same moment. */
static void
what_was_told_behind_a_block_or_mute_is_left_out(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", susan, post);
	tell(john, "boost", mary, post);
	assert_told(2);
	run_sql("INSERT INTO block VALUES (%lld, %lld, 1)", (long long)susan,
	    (long long)john);
	assert_told(1);
	run_sql("INSERT INTO mute VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)mary);
	assert_told(0);
}

static void
a_muted_person_tells_nothing_and_what_they_told_is_hidden(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", susan, post);
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_told(0);
	tell(john, "boost", susan, post);
	assert_outcome(mute_remove(john, "susan"), "unmuted");
	assert_int_equal(groups(), 1);
	assert_int_equal(unread(), 0);
	tell(susan, "like", john, add_post(susan, "hi"));
	assert_int_equal(number_of("SELECT count(*) FROM notification"
				   " WHERE unread AND person = %lld",
			     (long long)susan),
	    1);
}

static void
an_absent_member_tells_nothing_and_is_told_nothing(void **state)
{
	int64_t mod;

	(void)state;
	add_them();
	mod = add_moderator("judge");
	tell(john, "like", susan, post);
	assert_outcome(suspend(mod, "susan"), "done");
	assert_told(0);
	tell(john, "boost", susan, post);
	tell(susan, "like", john, 0);
	assert_outcome(restore(mod, "susan"), "done");
	assert_told(1);
	assert_int_equal(number_of("SELECT count(*) FROM notification"
				   " WHERE actor = %lld",
			     (long long)john),
	    0);
}

/* A reply of susan's in john's thread. */
static int64_t
add_reply(int64_t author)
{
	int64_t reply = add_post(author, "a reply");

	run_sql("UPDATE post SET parent = %lld, parent_author = %lld,"
		" path = ARRAY[%lld, %lld] WHERE id = %lld",
	    (long long)post, (long long)john, (long long)post, (long long)reply,
	    (long long)reply);
	return (reply);
}

static void
a_muted_thread_tells_nothing(void **state)
{
	int64_t reply;

	(void)state;
	add_them();
	reply = add_reply(susan);
	assert_outcome(thread_mute_add(john, reply), "muted");
	assert_outcome(thread_mute_add(john, post), "already");
	tell(john, "like", susan, post);
	tell(john, "reply", susan, reply);
	tell(john, "mention", mary, add_reply(mary));
	assert_told(0);
	tell(john, "like", susan, add_post(john, "another thread"));
	assert_told(1);
	assert_outcome(thread_mute_remove(john, post), "unmuted");
	assert_outcome(thread_mute_remove(john, post), NULL);
	tell(john, "like", susan, post);
	assert_told(2);
}

static void
only_who_sees_a_post_mutes_its_thread(void **state)
{
	(void)state;
	add_them();
	assert_outcome(thread_mute_add(susan, post + 1), NULL);
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(thread_mute_add(susan, post), NULL);
	assert_outcome(thread_mute_add(mary, post), "muted");
	assert_int_equal(rows_of(thread_mute_list(susan, CURSOR_FIRST)), 0);
	assert_outcome(suspend(0, "john"), "done");
	assert_outcome(thread_mute_add(mary, post), NULL);
}

static void
muted_threads_are_listed_and_unmuted_when_they_are_gone(void **state)
{
	const PGresult *rows;
	int64_t reply;

	(void)state;
	add_them();
	reply = add_reply(susan);
	assert_outcome(thread_mute_add(mary, reply), "muted");
	rows = ask(thread_mute_list(mary, CURSOR_FIRST));
	assert_int_equal(number_in(rows, 0, "thread"), post);
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 0, "excerpt"), "hello");
	assert_outcome(block_add(john, "mary"), "blocked");
	rows = ask(thread_mute_list(mary, CURSOR_FIRST));
	assert_null(text_in(rows, 0, "nickname"));
	assert_null(text_in(rows, 0, "excerpt"));
	assert_int_equal(rows_of(post_delete(john, post)), 1);
	assert_outcome(thread_mute_remove(mary, post), "unmuted");
}

static void
what_is_undone_is_taken_back(void **state)
{
	(void)state;
	add_them();
	assert_outcome(follow_add(susan, "john"), "followed");
	tell(john, "like", susan, post);
	tell(john, "boost", susan, post);
	assert_outcome(follow_remove(susan, "john"), "unfollowed");
	assert_told(2);
	take_back(john, "like", susan, post);
	assert_told(1);
	take_back(john, "boost", mary, post);
	assert_told(1);
}

static void
and_told_again_only_after_a_day(void **state)
{
	(void)state;
	add_them();
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(follow_remove(susan, "john"), "unfollowed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_told(0);
	assert_outcome(follow_add(mary, "john"), "followed");
	assert_told(1);
	tell(john, "like", susan, post);
	take_back(john, "like", susan, post);
	tell(john, "like", susan, post);
	assert_told(1);
	assert_outcome(follow_remove(susan, "john"), "unfollowed");
	let_pass("1 day");
	assert_outcome(follow_add(susan, "john"), "followed");
	tell(john, "like", susan, post);
	assert_int_equal(unread(), 3);
}

static void
a_deleted_post_takes_its_notifications_along(void **state)
{
	int64_t mention;

	(void)state;
	add_them();
	tell(john, "like", susan, post);
	mention = add_post(susan, "@john");
	tell(john, "mention", susan, mention);
	run_sql("SELECT notification_forget(%lld, %lld, NULL)", (long long)john,
	    (long long)post);
	assert_told(1);
	run_sql("SELECT notification_forget(%lld, %lld, ARRAY[%lld])",
	    (long long)susan, (long long)mention, (long long)john);
	assert_told(0);
}

static void
moderators_are_not_named_and_what_changes_is_told_again(void **state)
{
	const PGresult *rows;
	int64_t mod;

	(void)state;
	add_them();
	mod = add_moderator("judge");
	assert_outcome(hide(mod, "john"), "done");
	assert_told(1);
	rows = ask(notification_list(john, CURSOR_FIRST, "moderation", 0));
	assert_true(true_in(rows, 0, "moderation"));
	assert_true(true_in(rows, 0, "hidden"));
	assert_false(true_in(rows, 0, "undone"));
	assert_null(text_in(rows, 0, "nickname"));
	(void)ask(notification_read(john, NULL));
	assert_int_equal(unread(), 0);
	assert_outcome(unhide(mod, "john"), "done");
	assert_told(1);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_true(true_in(rows, 0, "undone"));
}

static void
likes_of_a_post_are_one_group(void **state)
{
	const PGresult *rows;
	int64_t other;

	(void)state;
	add_them();
	other = add_post(john, "other");
	tell(john, "like", susan, post);
	tell(john, "like", mary, other);
	tell(john, "like", mary, post);
	tell(john, "like", add_person("tom"), post);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "nickname"), "tom");
	assert_int_equal(number_in(rows, 0, "others"), 2);
	assert_true(true_in(rows, 0, "several"));
	assert_string_equal(text_in(rows, 1, "nickname"), "mary");
	assert_null(text_in(rows, 1, "others"));
	assert_int_equal(unread(), 4);
	assert_outcome(block_add(john, "mary"), "blocked");
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_int_equal(number_in(rows, 0, "others"), 1);
	assert_false(true_in(rows, 0, "several"));
	assert_int_equal(PQntuples(rows), 1);
}

static void
mentions_and_replies_are_not_grouped(void **state)
{
	(void)state;
	add_them();
	tell(john, "reply", susan, add_post(susan, "one"));
	tell(john, "reply", susan, add_post(susan, "two"));
	tell(john, "mention", susan, add_post(susan, "three"));
	tell(john, "mention", susan, add_post(susan, "four"));
	assert_told(4);
}

static void
a_page_can_be_filtered(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	assert_outcome(follow_add(john, "mary"), "followed");
	tell(john, "like", susan, post);
	tell(john, "like", mary, post);
	tell(john, "boost", susan, post);
	rows = ask(notification_list(john, CURSOR_FIRST, "like", 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "others"), 1);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 1));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "nickname"), "mary");
	assert_null(text_in(rows, 0, "others"));
	rows = ask(notification_list(john, CURSOR_FIRST, "boost", 1));
	assert_int_equal(PQntuples(rows), 1);
	assert_null(text_in(rows, 0, "id"));
	assert_true(notification_kind("like"));
	assert_false(notification_kind("liked"));
}

static void
reading_marks_exactly_what_was_shown(void **state)
{
	const PGresult *rows;
	char ids[100];

	(void)state;
	add_them();
	tell(john, "like", susan, post);
	tell(john, "boost", susan, post);
	rows = ask(notification_list(john, CURSOR_FIRST, "boost", 0));
	(void)snprintf(ids, sizeof(ids), "%s", text_in(rows, 0, "ids"));
	tell(john, "like", mary, post);
	assert_int_equal(
	    number_in(ask(notification_read(john, ids)), 0, "count"), 1);
	assert_int_equal(unread(), 2);
	assert_int_equal(
	    number_in(ask(notification_read(susan, ids)), 0, "count"), 0);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_true(true_in(rows, 0, "unread"));
	assert_false(true_in(rows, 1, "unread"));
	assert_null(text_in(rows, 1, "ids"));
	assert_int_equal(
	    number_in(ask(notification_read(john, NULL)), 0, "count"), 2);
	assert_int_equal(unread(), 0);
	assert_int_equal(groups(), 2);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_null(text_in(rows, 0, "ids"));
}

/* Add this many notifications of people who like john's posts. */
static void
like_a_lot(int people, int posts)
{
	run_sql("INSERT INTO person (id, nickname)"
		" SELECT 1000000 + n, 'fan' || n FROM generate_series(1, %d) n",
	    people);
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" SELECT %lld, n, 'post', now() FROM generate_series(1, %d) n",
	    (long long)john, posts);
	run_sql("INSERT INTO notification (person, id, kind, actor,"
		" post_author, post)"
		" SELECT %lld, 1000000000 + (f * %d + p), 'like', 1000000 + f,"
		"        %lld, p FROM generate_series(1, %d) f,"
		"        generate_series(1, %d) p",
	    (long long)john, posts, (long long)john, people, posts);
}

static void
the_count_stops_at_a_hundred(void **state)
{
	(void)state;
	add_them();
	like_a_lot(99, 1);
	assert_int_equal(unread(), 99);
	like_a_lot(0, 0);
	tell(john, "like", susan, post);
	tell(john, "like", mary, post);
	assert_int_equal(unread(), 100);
}

/* Each notification is on one page, in a group of its kind and post. */
static void
pages_leave_nothing_out_and_repeat_nothing(void **state)
{
	int64_t before = CURSOR_FIRST, told = 0;
	const PGresult *rows;
	int pages = 0, i;

	(void)state;
	add_them();
	like_a_lot(30, 130);
	do {
		rows = ask(notification_list(john, before, "", 0));
		assert_true(PQntuples(rows) <= 50);
		for (i = 0; i < PQntuples(rows); i++) {
			assert_true(number_in(rows, i, "id") < before);
			told += 1 + (text_in(rows, i, "others") == NULL
					    ? 0
					    : number_in(rows, i, "others"));
		}
		(void)ask(notification_read(john, text_in(rows, 0, "ids")));
		pages++;
		before = text_in(rows, 0, "next") == NULL
			     ? 0
			     : number_in(rows, 0, "next");
	} while (before > 0);
	assert_int_equal(told, 30 * 130);
	assert_int_equal(pages, 30 * 130 / 50);
	assert_int_equal(unread(), 0);
}

static void
a_post_that_thousands_like_is_on_several_pages(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	like_a_lot(2500, 1);
	rows = ask(notification_list(john, CURSOR_FIRST, "", 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "others"), 1999);
	rows = ask(notification_list(john, number_in(rows, 0, "next"), "", 0));
	assert_int_equal(number_in(rows, 0, "others"), 499);
	assert_null(text_in(rows, 0, "next"));
	rows = ask(notification_list(john, CURSOR_FIRST, "", 1));
	assert_null(text_in(rows, 0, "id"));
	assert_non_null(text_in(rows, 0, "next"));
}

static void
old_notifications_are_deleted_in_steps(void **state)
{
	(void)state;
	add_them();
	tell(john, "like", susan, post);
	like_a_lot(600, 1); /* in 1970 */
	assert_true(true_in(ask(notification_sweep()), 0, "more"));
	assert_int_equal(groups(), 2);
	assert_false(true_in(ask(notification_sweep()), 0, "more"));
	assert_int_equal(groups(), 1);
	run_sql("UPDATE notification SET id = id_from_time("
		"now() - interval '10 days', 0)");
	(void)ask(notification_sweep());
	assert_int_equal(groups(), 1);
	run_sql("UPDATE site SET notification_days = 9");
	(void)ask(notification_sweep());
	assert_int_equal(groups(), 0);
}

static void
an_excerpt_ends_with_a_word(void **state)
{
	(void)state;
	assert_int_equal(
	    number_of("SELECT count(*) FROM (VALUES"
		      " ('short', 'short'), (repeat('1234 6789 ', 14),"
		      "  repeat('1234 6789 ', 14)),"
		      " (repeat('1234 6789 ', 15),"
		      "  repeat('1234 6789 ', 13) || '1234 6789…'),"
		      " (repeat('x', 200), repeat('x', 140) || '…'))"
		      " v (body, short) WHERE excerpt(body) = short"),
	    4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_kind_is_told_with_the_post_that_it_is_about),
		TEST(nobody_is_told_what_they_do_themselves),
		TEST(the_same_is_told_once),
		TEST(a_block_in_either_direction_tells_nothing),
		TEST(and_takes_away_what_both_were_told),
		TEST(what_was_told_behind_a_block_or_mute_is_left_out),
		TEST(a_muted_person_tells_nothing_and_what_they_told_is_hidden),
		TEST(an_absent_member_tells_nothing_and_is_told_nothing),
		TEST(a_muted_thread_tells_nothing),
		TEST(only_who_sees_a_post_mutes_its_thread),
		TEST(muted_threads_are_listed_and_unmuted_when_they_are_gone),
		TEST(what_is_undone_is_taken_back),
		TEST(and_told_again_only_after_a_day),
		TEST(a_deleted_post_takes_its_notifications_along),
		TEST(moderators_are_not_named_and_what_changes_is_told_again),
		TEST(likes_of_a_post_are_one_group),
		TEST(mentions_and_replies_are_not_grouped),
		TEST(a_page_can_be_filtered),
		TEST(reading_marks_exactly_what_was_shown),
		TEST(the_count_stops_at_a_hundred),
		TEST(pages_leave_nothing_out_and_repeat_nothing),
		TEST(a_post_that_thousands_like_is_on_several_pages),
		TEST(old_notifications_are_deleted_in_steps),
		TEST(an_excerpt_ends_with_a_word),
	};

	return (RUN_TESTS(tests));
}
