/* SPDX-License-Identifier: ISC */
/*
 * The line in the home feed below which everything was there when the member
 * last came.
 */
#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"

static const unsigned char phone[SESSION_HASH] = "a hash of thirty-two bytes";
static const unsigned char desk[SESSION_HASH] = "another of thirty-two bytes";

static int64_t john;

static void
add_john(void)
{
	john = add_person("john");
	(void)ask(session_add(phone, john, "none", 1, "", NULL));
	(void)ask(session_add(desk, john, "none", 1, "", NULL));
}

/* Load a page of this session's: the first one of the home feed, or not. */
static void
load(const unsigned char *session, int home)
{
	(void)ask(person_mark_seen(john, session, home));
}

/* Make what is stored older, as if so much time had passed. */
static void
let_pass(const char *time)
{
	run_sql("UPDATE person_seen SET seen_at = seen_at - interval '%s',"
		" home_at = home_at - interval '%s',"
		" read_to = read_to"
		" - ((extract(epoch FROM interval '%s') * 1000)::bigint << 20)",
	    time, time, time);
}

static int64_t
post_of(const char *age, const char *body)
{
	return (number_of("SELECT id FROM post_add(%lld, '%s', NULL,"
			  " now() - interval '%s', 0, 0, 1, 0, 'e', '', '')",
	    (long long)john, body, age));
}

/* The post below the line on this page; NULL if the line is not there. */
static const char *
below_line(int64_t before)
{
	const PGresult *rows = ask(feed_home(john, before));
	int i;

	for (i = 0; i < PQntuples(rows); i++)
		if (text_in(rows, i, "line") != NULL &&
		    true_in(rows, i, "line"))
			return (text_in(rows, i, "body"));
	return (NULL);
}

static void
who_comes_for_the_first_time_has_no_line(void **state)
{
	(void)state;
	add_john();
	(void)post_of("1 hour", "old");
	assert_null(below_line(CURSOR_FIRST));
	load(phone, 1);
	assert_null(below_line(CURSOR_FIRST));
	let_pass("29 minutes");
	assert_null(below_line(CURSOR_FIRST));
}

static void
the_next_visit_shows_what_is_new(void **state)
{
	(void)state;
	add_john();
	(void)post_of("2 hours", "old");
	load(phone, 1);
	let_pass("1 hour");
	(void)post_of("30 minutes", "new");
	assert_string_equal(below_line(CURSOR_FIRST), "old");
	load(phone, 1);
	assert_string_equal(below_line(CURSOR_FIRST), "old");
}

static void
loading_the_page_again_does_not_move_the_line(void **state)
{
	int i;

	(void)state;
	add_john();
	(void)post_of("5 days", "old");
	load(phone, 1);
	let_pass("4 days");
	(void)post_of("3 days", "new");
	for (i = 0; i < 5; i++) {
		load(i % 2 ? phone : desk, 1);
		assert_string_equal(below_line(CURSOR_FIRST), "old");
		let_pass("29 minutes");
	}
	let_pass("2 minutes");
	assert_string_equal(below_line(CURSOR_FIRST), "new");
}

static void
other_pages_do_not_move_the_line(void **state)
{
	(void)state;
	add_john();
	(void)post_of("5 days", "old");
	load(phone, 1);
	let_pass("3 days");
	(void)post_of("2 days", "new");
	load(phone, 0);
	let_pass("31 minutes");
	load(phone, 0);
	assert_string_equal(below_line(CURSOR_FIRST), "old");
	load(phone, 1);
	assert_string_equal(below_line(CURSOR_FIRST), "old");
}

static void
two_devices_have_the_same_line(void **state)
{
	(void)state;
	add_john();
	(void)post_of("5 days", "old");
	load(phone, 1);
	let_pass("3 days");
	(void)post_of("2 days", "new");
	load(phone, 1);
	let_pass("10 minutes");
	load(desk, 1);
	assert_string_equal(below_line(CURSOR_FIRST), "old");
	let_pass("31 minutes");
	load(desk, 1);
	assert_string_equal(below_line(CURSOR_FIRST), "new");
	let_pass("1 minute");
	load(phone, 1);
	assert_string_equal(below_line(CURSOR_FIRST), "new");
}

static void
a_post_at_the_line_may_be_deleted(void **state)
{
	int64_t post;

	(void)state;
	add_john();
	(void)post_of("6 days", "older");
	post = post_of("5 days", "old");
	load(phone, 1);
	let_pass("4 days");
	(void)post_of("3 days", "new");
	assert_string_equal(below_line(CURSOR_FIRST), "old");
	(void)ask(post_delete(john, post));
	assert_string_equal(below_line(CURSOR_FIRST), "older");
}

static void
the_line_is_on_the_page_where_it_belongs(void **state)
{
	int64_t old, new;

	(void)state;
	add_john();
	(void)post_of("6 days", "older");
	old = post_of("5 days", "old");
	load(phone, 1);
	let_pass("4 days");
	new = post_of("3 days", "new");
	assert_string_equal(below_line(new), "old"); /* at the top */
	assert_null(below_line(old));
	assert_string_equal(
	    below_line(
		number_in(ask(feed_home(john, CURSOR_FIRST)), 0, "read_to") +
		1),
	    "old");
}

static void
a_post_of_the_last_moments_is_not_taken_for_old(void **state)
{
	(void)state;
	add_john();
	(void)post_of("1 minute", "old");
	(void)post_of("4 seconds", "being added");
	load(phone, 1);
	run_sql("UPDATE person_seen SET home_at = now()");
	assert_int_equal(number_of("SELECT count(*) FROM post, person_seen s"
				   " WHERE id > id_from_time(s.home_at"
				   " - interval '5 seconds', 0)"),
	    1);
	let_pass("1 hour");
	run_sql("DELETE FROM post_words");
	run_sql("UPDATE post SET id = id"
		" - (3600000::bigint << 20)"); /* an hour, too */
	assert_string_equal(below_line(CURSOR_FIRST), "old");
}

static void
the_first_page_is_noted_once_a_minute(void **state)
{
	(void)state;
	add_john();
	load(phone, 0);
	assert_true(true_in(ask(session_find(phone)), 0, "home_stale"));
	load(phone, 1);
	assert_false(true_in(ask(session_find(desk)), 0, "home_stale"));
	assert_changes_nothing(person_mark_seen(john, desk, 1));
	let_pass("61 seconds");
	assert_true(true_in(ask(session_find(phone)), 0, "home_stale"));
	assert_changes(
	    person_mark_seen(john, phone, 1), "person/%lld", (long long)john);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_comes_for_the_first_time_has_no_line),
		TEST(the_next_visit_shows_what_is_new),
		TEST(loading_the_page_again_does_not_move_the_line),
		TEST(other_pages_do_not_move_the_line),
		TEST(two_devices_have_the_same_line),
		TEST(a_post_at_the_line_may_be_deleted),
		TEST(the_line_is_on_the_page_where_it_belongs),
		TEST(a_post_of_the_last_moments_is_not_taken_for_old),
		TEST(the_first_page_is_noted_once_a_minute),
	};

	return (RUN_TESTS(tests));
}
