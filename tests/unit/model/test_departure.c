/* SPDX-License-Identifier: ISC */
/* A member who has deleted the account does not exist, and soon leaves no row.
 */
#include <stdio.h>

#include "departing.h"
#include "test.h"
#include "model/block.h"
#include "model/browser.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/draft.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"
#include "model/profile_link.h"
#include "model/session.h"

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static int64_t john, susan, mary;

/* John was called jack. All of them follow each other. */
static void
add_the_three(void)
{
	john = add_person("jack");
	susan = add_person("susan");
	mary = add_person("mary");
	assert_outcome(person_edit(john, "john", "I am leaving"), "saved");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(follow_add(susan, "mary"), "followed");
	assert_outcome(follow_add(mary, "john"), "followed");
	assert_outcome(follow_add(mary, "susan"), "followed");
}

static void
leave(void)
{
	assert_outcome(departure_begin("john", john), "left");
}

static void
nobody_finds_the_member_by_any_nickname(void **state)
{
	static const char *names[] = { "john", "JOHN", "jack" };
	int64_t list;
	size_t i;

	(void)state;
	add_the_three();
	list = add_list(susan, "friends");
	leave();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(rows_of(person_profile(names[i], susan)), 0);
		assert_int_equal(rows_of(person_profile(names[i], 0)), 0);
		assert_int_equal(rows_of(person_profile(names[i], john)), 0);
		assert_int_equal(
		    rows_of(follow_followers(names[i], CURSOR_FIRST, 0)), 0);
		assert_int_equal(
		    rows_of(follow_following(names[i], CURSOR_FIRST, 0)), 0);
		assert_outcome(follow_add(susan, names[i]), NULL);
		assert_outcome(follow_remove(susan, names[i]), NULL);
		assert_outcome(block_add(susan, names[i]), NULL);
		assert_outcome(block_remove(susan, names[i]), NULL);
		assert_outcome(mute_add(susan, names[i]), NULL);
		assert_outcome(mute_remove(susan, names[i]), NULL);
		assert_outcome(list_member_add(susan, list, names[i]), NULL);
		assert_outcome(list_member_remove(susan, list, names[i]), NULL);
		assert_int_equal(rows_of(by_login(names[i])), 0);
		assert_int_equal(rows_of(person_password(names[i], "x")), 0);
		assert_outcome(departure_begin(names[i], 0), NULL);
	}
}

/* Assert how many posts the pages of ${viewer} have. */
static void
assert_posts(int64_t viewer, int64_t list, int count)
{
	assert_int_equal(rows_of(feed_home(viewer, CURSOR_FIRST)), count);
	assert_int_equal(rows_of(feed_explore(viewer, CURSOR_FIRST)), count);
	assert_int_equal(rows_of(feed_explore(0, CURSOR_FIRST)), count);
	assert_int_equal(rows_of(feed_list(viewer, list, CURSOR_FIRST)), count);
}

static void
nobody_reads_the_members_posts(void **state)
{
	int64_t list, post;

	(void)state;
	add_the_three();
	post = add_post(john, "goodbye");
	(void)add_post(mary, "hello");
	list = add_list(susan, "friends");
	assert_outcome(list_member_add(susan, list, "john"), "added");
	assert_outcome(list_member_add(susan, list, "mary"), "added");
	assert_posts(susan, list, 2);
	leave();
	assert_posts(susan, list, 1);
	assert_int_equal(rows_of(feed_person("john", CURSOR_FIRST, susan)), 0);
	assert_int_equal(rows_of(post_find(post, susan)), 0);
	assert_int_equal(rows_of(post_find(post, 0)), 0);
}

static void
nobody_meets_the_member_on_a_list(void **state)
{
	int64_t list;
	const PGresult *rows;

	(void)state;
	add_the_three();
	list = add_list(susan, "friends");
	assert_outcome(list_member_add(susan, list, "john"), "added");
	assert_outcome(list_member_add(susan, list, "mary"), "added");
	assert_outcome(mute_add(susan, "john"), "muted");
	assert_outcome(block_add(mary, "john"), "blocked");
	leave();
	assert_int_equal(rows_of(list_members(susan, list, CURSOR_FIRST)), 1);
	rows = ask(list_all(susan));
	assert_int_equal(number_in(rows, 0, "members"), 1);
	assert_int_equal(rows_of(mute_list(susan, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(block_list(mary, CURSOR_FIRST)), 0);
}

static void
the_member_is_signed_out_everywhere_and_cannot_sign_in(void **state)
{
	(void)state;
	add_the_three();
	assert_int_equal(
	    rows_of(session_add(hash, john, "none", 1, "", NULL)), 1);
	assert_int_equal(rows_of(session_find(hash)), 1);
	leave();
	assert_int_equal(rows_of(session_find(hash)), 0);
	assert_int_equal(rows_of(session_list(john, hash)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM session"), 0);
	assert_int_equal(
	    rows_of(session_add(hash, john, "none", 1, "", NULL)), 0);
	assert_int_equal(rows_of(by_login("john")), 0);
	assert_int_equal(rows_of(by_login("someone@example.org")), 2);
}

/* Even a session that somebody put there is worth nothing. */
static void
a_session_of_an_absent_member_is_not_valid(void **state)
{
	(void)state;
	add_the_three();
	leave();
	run_sql("INSERT INTO session (token_hash, person, remembered)"
		" SELECT sha256('x'), %lld, true",
	    (long long)john);
	assert_int_equal(number_of("SELECT count(*) FROM session_valid"), 0);
}

static void
what_only_the_member_knew_is_removed_at_once(void **state)
{
	(void)state;
	add_the_three();
	leave();
	assert_int_equal(number_of("SELECT count(*) FROM person"
				   " WHERE id = %lld AND about_me = ''"
				   "   AND password IS NULL AND email IS NULL"
				   "   AND email_key IS NULL",
			     (long long)john),
	    1);
}

static void
the_member_changes_nothing_any_more(void **state)
{
	const PGresult *rows;
	int64_t list;

	(void)state;
	add_the_three();
	list = add_list(john, "friends");
	leave();
	rows = ask(plain_post(john, "one more", NULL, NULL));
	assert_int_equal(PQntuples(rows), 1);
	assert_null(text_in(rows, 0, "id"));
	assert_null(text_in(rows, 0, "changed"));
	assert_outcome(follow_add(john, "susan"), NULL);
	assert_outcome(follow_remove(john, "susan"), NULL);
	assert_outcome(block_add(john, "susan"), NULL);
	assert_outcome(mute_add(john, "susan"), NULL);
	assert_outcome(list_member_add(john, list, "susan"), NULL);
	assert_outcome(person_edit(john, "johnny", ""), "taken");
	assert_int_equal(number_of("SELECT count(*) FROM post"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM nickname"
				   " WHERE key = 'johnny'"),
	    0);
}

static void
only_the_present_nickname_of_the_member_will_do(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(departure_begin("susan", john), NULL);
	assert_outcome(departure_begin("jack", john), NULL);
	assert_outcome(departure_begin("", john), NULL);
	assert_outcome(departure_begin("admin", 0), NULL);
	assert_outcome(departure_begin("jack", 0), NULL);
	assert_int_equal(number_of("SELECT count(*) FROM absent"), 0);
	assert_outcome(departure_begin("JOHN", john), "left");
	assert_outcome(departure_begin("susan", 0), "left");
}

static void
the_departure_changes_every_page(void **state)
{
	(void)state;
	add_the_three();
	assert_changes(departure_begin("john", john), "everything");
}

static void
the_preview_counts_what_the_profile_does_not_show(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	(void)add_list(john, "friends");
	(void)add_list(john, "others");
	assert_outcome(block_add(john, "susan"), "blocked");
	rows = ask(departure_preview(john));
	assert_int_equal(number_in(rows, 0, "lists"), 2);
	assert_int_equal(number_in(rows, 0, "blocks"), 1);
	assert_int_equal(number_in(rows, 0, "mutes"), 0);
}

/* Assert that ${viewer} is told of as many people as mary's pages list. */
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

/* David, who blocks susan, and john leave. Nobody is counted off twice. */
static void
profiles_count_the_people_they_list_at_every_moment(void **state)
{
	int64_t david;

	(void)state;
	add_the_three();
	david = add_person("david");
	assert_outcome(follow_add(david, "mary"), "followed");
	assert_outcome(follow_add(mary, "david"), "followed");
	assert_outcome(follow_add(mary, "john"), "already");
	assert_outcome(block_add(david, "susan"), "blocked");
	assert_counted(0, 3);
	assert_counted(susan, 2);
	leave();
	assert_counted(0, 2);
	assert_counted(susan, 1);
	assert_counted(mary, 2);
	assert_outcome(departure_begin("david", david), "left");
	for (departing_wait(); departing_step(1);) {
		assert_counted(0, 1);
		assert_counted(susan, 1);
		assert_counted(mary, 1);
		assert_counts_are_correct();
	}
	assert_counted(0, 1);
	assert_counts_are_correct();
	assert_int_equal(number_of("SELECT count(*) FROM person"), 2);
}

static void
a_step_removes_no_more_rows_than_it_may(void **state)
{
	int64_t before, after;

	(void)state;
	add_the_three();
	run_sql("SELECT person_add('p' || n, 'e', 'e', 'none', false)"
		"  FROM generate_series(1, 40) n");
	run_sql("SELECT follow_add(%lld, 'p' || n, 0, 0),"
		"       follow_add(p.id, 'john', 0, 0)"
		"  FROM generate_series(1, 40) n"
		"  JOIN person p ON p.nickname = 'p' || n",
	    (long long)john);
	leave();
	departing_wait();
	before = number_of("SELECT count(*) FROM follow");
	assert_int_equal(before, 86);
	do {
		assert_true(departing_step(7));
		after = number_of("SELECT count(*) FROM follow");
		assert_true(before - after <= 7);
		assert_counts_are_correct();
		before = after;
	} while (after > 2);
	departing_finish();
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 2);
}

static void
nothing_is_removed_within_the_first_minute(void **state)
{
	(void)state;
	add_the_three();
	assert_false(departing_step(100));
	leave();
	assert_false(departing_step(100));
	run_sql("UPDATE absent SET since = now() - interval '59 seconds'");
	assert_false(departing_step(100));
	run_sql("UPDATE absent SET since = now() - interval '61 seconds'");
	assert_true(departing_step(100));
	departing_finish();
	assert_int_equal(number_of("SELECT count(*) FROM person"), 2);
}

/* All that a member may have, in every table. */
/* What belongs to signing in, to messages and to imports. */
static void
add_proofs_and_messages(void)
{
	static const char *const values[] = {
		"identity (issuer, subject, label, person)"
		" VALUES ('https://a', 'john', 'A'",
		"two_factor (secret, last_step, person)"
		" VALUES (rpad('', 20)::bytea, 1",
		"recovery_code (hash, person) VALUES (rpad('', 32)::bytea",
		"pending_sign_in (token_hash, remembered, person)"
		" VALUES (rpad('', 32)::bytea, true",
		"email_change (email, email_key, person)"
		" VALUES ('j@example.org', 'j@example.org'",
		"email_former (email, email_key, replaced_at, person)"
		" VALUES ('f@example.org', 'f@example.org', now()",
		"email_secret (token_hash, purpose, until, person)"
		" VALUES (rpad('', 32)::bytea, 'reset', now()",
		"email_unwanted (kind, person) VALUES ('digest'",
		"invited (invitation, person) VALUES (1",
		"person_origin (network, at, person)"
		" VALUES ('192.0.2.1', now()",
		"import (id, kind, host, member)"
		" VALUES (1, 'follows', 'example.org'",
		"import_part (import, number, data, member)"
		" VALUES (1, 1, ''",
		"import_problem (import, number, file, line, reason, member)"
		" VALUES (1, 1, '', 1, ''",
		"hidden (since, person) VALUES (now()",
		"notice (moderation, person) VALUES (1",
		"appeal (moderation, words, person) VALUES (1, 'why?'",
		"appeal_secret (token_hash, person)"
		" VALUES (rpad('', 32)::bytea",
		"thread_mute (thread, id, person) VALUES (1, 1",
		"tag_follow (tag, person) VALUES ('tea'",
		"digest (mail, due, person) VALUES (1, now()",
		"private_feed (token_hash, made_at, person)"
		" VALUES (rpad('', 32)::bytea, now()",
	};
	size_t i;

	run_sql("INSERT INTO invitation (id, token_hash, note, max_uses, until)"
		" VALUES (1, rpad('', 32)::bytea, '', 1, now())");
	run_sql("INSERT INTO moderation (id, action, person, nickname)"
		" VALUES (1, 'hide', %lld, 'john')",
	    (long long)john);

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		run_sql("INSERT INTO %s, %lld)", values[i], (long long)john);
}

static void
add_everything(void)
{
	int64_t list;

	add_the_three();
	list = add_list(john, "friends");
	(void)add_post(john, "goodbye");
	assert_outcome(mute_add(john, "mary"), "muted");
	assert_outcome(mute_add(mary, "john"), "muted");
	assert_outcome(list_member_add(john, list, "mary"), "added");
	list = add_list(mary, "leavers");
	assert_outcome(list_member_add(mary, list, "john"), "added");
	(void)add_person("tim");
	(void)add_person("tom");
	assert_outcome(block_add(john, "tim"), "blocked");
	assert_outcome(block_add(number_of("SELECT id FROM person"
					   " WHERE nickname = 'tom'"),
			   "john"),
	    "blocked");
	run_sql("INSERT INTO post_like SELECT author, id, %lld, 1 FROM post",
	    (long long)john);
	run_sql("INSERT INTO bookmark SELECT %lld, author, id, 1 FROM post",
	    (long long)john);
	run_sql("INSERT INTO boost_mute SELECT %lld, id, id FROM person"
		" WHERE id <> %lld UNION SELECT id, %lld, id FROM person"
		" WHERE id <> %lld",
	    (long long)john, (long long)john, (long long)john, (long long)john);
	(void)ask(draft_save(john, 0, 0, "a draft"));
	(void)ask(profile_edit(john, "john", "", "https://john.example"));
	(void)ask(session_add(hash, john, "none", 1, "", NULL));
	run_sql("UPDATE session SET used_at = now() - interval '1 hour'");
	add_proofs_and_messages();
	run_sql(
	    "INSERT INTO report (person, id, reporter, reason, words,"
	    " state, closed_at, closed_by, outcome) SELECT p.id, r.id, r.id,"
	    " 'spam', '', 'closed', now(), r.id, 'none'"
	    " FROM person p, person r WHERE p.id <> r.id"
	    "  AND %lld IN (p.id, r.id)",
	    (long long)john);
	(void)ask(person_mark_seen(john, hash, 0));
	(void)ask(browser_trust(hash, john));
	run_sql("INSERT INTO rate VALUES ('posts %lld', 1, now()),"
		" ('follows %lld', 1, now()), ('account john', 1, now()),"
		" ('reports %lld', 1, now()), ('links %lld', 1, now()),"
		" ('account jack', 1, now()), ('account mary', 1, now())"
		" ON CONFLICT DO NOTHING",
	    (long long)john, (long long)john, (long long)john, (long long)john);
}

static void
no_table_keeps_anything_of_the_member_but_the_nicknames(void **state)
{
	(void)state;
	add_everything();
	departing_assert_everywhere(john);
	leave();
	departing_wait();
	departing_finish();
	departing_assert_nowhere(john);
	assert_int_equal(number_of("SELECT count(*) FROM nickname"
				   " WHERE person = %lld",
			     (long long)john),
	    2);
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM list"), 1);
	assert_true(number_of("SELECT count(*) FROM report") > 0);
	assert_counts_are_correct();
}

/* Without one, each step would read the whole table. */
static void
every_column_that_refers_to_a_person_has_an_index(void **state)
{
	(void)state;
	assert_int_equal(
	    number_of("SELECT count(*) FROM pg_constraint c"
		      " WHERE c.contype = 'f'"
		      "   AND c.confrelid = 'person'::regclass"
		      "   AND NOT EXISTS (SELECT FROM pg_index i"
		      "                    WHERE i.indrelid = c.conrelid"
		      "                      AND i.indpred IS NULL"
		      "                      AND i.indkey[0] = c.conkey[1])"),
	    0);
}

static void
nobody_gets_the_nicknames(void **state)
{
	static const char *names[] = { "john", "JACK" };
	const PGresult *rows;
	size_t i;
	int round;

	(void)state;
	add_the_three();
	leave();
	for (round = 0; round < 2; round++) {
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			assert_outcome(
			    person_add(names[i], "e", "e", "none", 0), "taken");
			assert_outcome(
			    person_edit(susan, names[i], ""), "taken");
		}
		departing_wait();
		departing_finish();
	}
	rows = ask(person_add("john", "e", "e", "none", 1));
	assert_string_equal(text_in(rows, 0, "nickname"), "john2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_finds_the_member_by_any_nickname),
		TEST(nobody_reads_the_members_posts),
		TEST(nobody_meets_the_member_on_a_list),
		TEST(the_member_is_signed_out_everywhere_and_cannot_sign_in),
		TEST(a_session_of_an_absent_member_is_not_valid),
		TEST(what_only_the_member_knew_is_removed_at_once),
		TEST(the_member_changes_nothing_any_more),
		TEST(only_the_present_nickname_of_the_member_will_do),
		TEST(the_departure_changes_every_page),
		TEST(the_preview_counts_what_the_profile_does_not_show),
		TEST(profiles_count_the_people_they_list_at_every_moment),
		TEST(a_step_removes_no_more_rows_than_it_may),
		TEST(nothing_is_removed_within_the_first_minute),
		TEST(no_table_keeps_anything_of_the_member_but_the_nicknames),
		TEST(every_column_that_refers_to_a_person_has_an_index),
		TEST(nobody_gets_the_nicknames),
	};

	return (RUN_TESTS(tests));
}
