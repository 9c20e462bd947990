/* SPDX-License-Identifier: ISC */
/* Authors edit their posts, and what a post said before remains readable. */
#include <stdio.h>
#include <string.h>

#include "moderating.h"
#include "rate_limits.h"
#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/post_edit.h"

static int64_t john, susan, mary, post;

static void
add_them(const char *body)
{
	struct new_post first = { .body = body };
	struct buffer keys = { 0 };

	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	first.author = john;
	post_find_keys(&first, &keys);
	post = number_in(ask(post_add(&first)), 0, "id");
	buffer_free(&keys);
}

/* Edit this version of the post; NULL stands for the present one. */
static const PGresult *
edit(
    int64_t author, const char *version, const char *body, const char *audience)
{
	struct new_post text = {
		.author = author, .body = body, .audience = audience
	};
	struct buffer keys = { 0 };
	const PGresult *rows;
	char present[32];

	if (version == NULL) {
		(void)snprintf(present, sizeof(present), "%s",
		    text_in(ask(post_edit_find(author, post)), 0, "version"));
		version = present;
	}
	post_find_keys(&text, &keys);
	rows = ask(post_edit(post, version, &text));
	buffer_free(&keys);
	return (rows);
}

static void
assert_edit(const char *version, const char *body, const char *outcome)
{
	assert_string_equal(
	    text_in(edit(john, version, body, NULL), 0, "outcome"), outcome);
}

static void
assert_body(const char *body)
{
	assert_string_equal(
	    text_in(ask(post_find(post, susan)), 0, "body"), body);
}

static int64_t
told(int64_t person)
{
	return (number_of("SELECT count(*) FROM notification"
			  " WHERE person = %lld AND kind = 'mention'",
	    (long long)person));
}

static void
every_earlier_text_can_be_read_with_its_time(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them("one");
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 0);
	assert_null(text_in(ask(post_find(post, 0)), 0, "edited_at"));
	run_sql("UPDATE post SET created_at = '2020-01-02'");
	assert_edit(NULL, "two", "edited");
	run_sql("UPDATE post SET edited_at = '2020-03-04'");
	assert_edit(NULL, "three", "edited");
	assert_body("three");
	assert_non_null(text_in(ask(post_find(post, 0)), 0, "edited_at"));
	rows = ask(post_versions(post, 0, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "body"), "two");
	assert_string_equal(text_in(rows, 0, "at"), "2020-03-04 00:00:00+00");
	assert_string_equal(text_in(rows, 1, "body"), "one");
	assert_string_equal(text_in(rows, 1, "at"), "2020-01-02 00:00:00+00");
	rows = ask(post_versions(post, 0, number_in(rows, 0, "place")));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "body"), "one");
}

static void
only_the_author_edits_a_post(void **state)
{
	(void)state;
	add_them("one");
	assert_int_equal(rows_of(post_edit_find(susan, post)), 0);
	assert_int_equal(rows_of(post_edit_find(0, post)), 0);
	assert_int_equal(PQntuples(edit(susan, "0e", "two", NULL)), 0);
	assert_int_equal(PQntuples(edit(0, "0e", "two", NULL)), 0);
	assert_outcome(departure_begin("john", john), "left");
	assert_int_equal(PQntuples(edit(john, "0e", "two", NULL)), 0);
}

static void
a_boost_cannot_be_edited(void **state)
{
	(void)state;
	add_them("one");
	post = number_of("SELECT 1 FROM boost_add(%lld, %lld, 0, 0)",
	    (long long)susan, (long long)post);
	post = number_of("SELECT id FROM post WHERE original IS NOT NULL");
	assert_int_equal(rows_of(post_edit_find(susan, post)), 0);
	assert_int_equal(PQntuples(edit(susan, "0e", "two", NULL)), 0);
}

static void
an_unchanged_text_changes_nothing(void **state)
{
	(void)state;
	add_them("one");
	assert_edit("0e", "one", "same");
	assert_edit("an old version", "one", "same");
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 0);
	assert_null(text_in(ask(post_find(post, 0)), 0, "edited_at"));
}

static void
whoever_edits_an_old_version_is_told_so(void **state)
{
	(void)state;
	add_them("one");
	assert_edit("0e", "two", "edited");
	assert_edit("0e", "three", "meanwhile");
	assert_edit("", "three", "meanwhile");
	assert_body("two");
	assert_string_equal(
	    text_in(edit(john, "1e", "two", POST_NOBODY), 0, "outcome"),
	    "edited");
	assert_edit("1e", "three", "meanwhile"); /* the audience is another */
	assert_edit("1n", "three", "edited");
}

static void
the_audience_changes_without_a_version(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them("one");
	assert_true(true_in(ask(post_find(post, susan)), 0, "can_reply"));
	(void)edit(john, NULL, "one", POST_NOBODY);
	rows = ask(post_find(post, susan));
	assert_false(true_in(rows, 0, "can_reply"));
	assert_null(text_in(rows, 0, "edited_at"));
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 0);
}

static void
people_are_told_of_their_first_mention_only(void **state)
{
	(void)state;
	add_them("hi @susan");
	assert_int_equal(told(susan), 1);
	run_sql("DELETE FROM notification"); /* as after a long time */
	assert_edit(NULL, "hi @susan and @mary", "edited");
	assert_int_equal(told(mary), 1);
	assert_int_equal(told(susan), 0);
	run_sql("DELETE FROM notification");
	assert_edit(NULL, "hi all", "edited");
	assert_edit(NULL, "hi @susan, hi @mary", "edited");
	assert_int_equal(told(susan) + told(mary), 0);
}

static void
whom_a_reply_answers_is_not_told_of_a_mention_too(void **state)
{
	struct new_post reply;

	(void)state;
	add_them("one");
	reply =
	    (struct new_post){ .author = susan, .body = "yes", .parent = post };
	post = number_in(ask(post_add(&reply)), 0, "id");
	assert_int_equal(PQntuples(edit(susan, NULL, "yes @john", NULL)), 1);
	assert_body("yes @john");
	assert_int_equal(told(john), 0);
	assert_int_equal(number_of("SELECT count(*) FROM notification"), 1);
}

static void
mentions_and_hashtags_are_those_of_the_new_text(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them("hi @susan #old");
	assert_edit(NULL, "hi @mary #new", "edited");
	rows = ask(post_find(post, 0));
	assert_string_equal(text_in(rows, 0, "mentions"), "mary mary");
	assert_int_equal(
	    number_of("SELECT count(*) FROM post_tag WHERE tag = 'new'"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM post_tag"), 1);
	rows = ask(post_versions(post, 0, CURSOR_FIRST));
	assert_string_equal(text_in(rows, 0, "mentions"), "susan susan");
	assert_edit(NULL, "hi", "edited");
	assert_int_equal(
	    number_of("SELECT count(*) FROM post WHERE mentioned IS NULL"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM post_tag"), 0);
}

static void
replies_and_likes_stay(void **state)
{
	struct new_post reply;
	const PGresult *rows;

	(void)state;
	add_them("one");
	reply =
	    (struct new_post){ .author = susan, .body = "yes", .parent = post };
	(void)ask(post_add(&reply));
	run_sql(
	    "SELECT like_add(%lld, %lld)", (long long)mary, (long long)post);
	assert_edit(NULL, "two", "edited");
	rows = ask(post_find(post, 0));
	assert_int_equal(number_in(rows, 0, "replies"), 1);
	assert_int_equal(number_in(rows, 0, "likes"), 1);
	assert_counts_are_correct();
}

static void
who_cannot_see_the_post_sees_no_version(void **state)
{
	(void)state;
	add_them("one");
	assert_edit(NULL, "two", "edited");
	(void)ask(block_add(john, "susan"));
	(void)ask(block_add(mary, "john"));
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(post_versions(post, susan, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(post_versions(post, mary, CURSOR_FIRST)), 0);
	assert_outcome(suspend(add_moderator("judge"), "john"), "done");
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 0);
}

static void
an_edit_changes_the_pages_of_the_author_and_of_posts(void **state)
{
	struct new_post text = { .body = "two" };

	(void)state;
	add_them("one");
	text.author = john;
	assert_changes(post_edit(post, "0e", &text), "posts");
	assert_changes_nothing(post_edit(post, "1e", &text));
	text.body = "three";
	assert_changes_nothing(post_edit(post, "0e", &text));
}

static void
a_text_that_is_too_long_is_refused(void **state)
{
	char body[142];

	(void)state;
	add_them("one");
	(void)memset(body, 'x', 141);
	body[141] = '\0';
	assert_edit(NULL, body, "long");
	assert_body("one");
	body[140] = '\0';
	assert_edit(NULL, body, "edited");
}

static void
edits_count_like_posts(void **state)
{
	const PGresult *rows;

	(void)state;
	set_limits("posts=2/1h");
	add_them("one");
	assert_edit(NULL, "one", "same");
	assert_edit(NULL, "two", "edited");
	rows = edit(john, NULL, "three", NULL);
	assert_string_equal(text_in(rows, 0, "outcome"), "later");
	assert_int_equal(number_in(rows, 0, "wait"), 3600);
	assert_body("two");
}

static void
a_deleted_post_takes_its_versions_along(void **state)
{
	(void)state;
	add_them("one");
	assert_edit(NULL, "two", "edited");
	assert_int_equal(rows_of(post_delete(john, post)), 1);
	assert_int_equal(number_of("SELECT count(*) FROM post_version"), 0);
}

static void
a_restored_post_has_its_versions_again(void **state)
{
	int64_t judge;

	(void)state;
	add_them("one");
	judge = add_moderator("judge");
	assert_edit(NULL, "two", "edited");
	assert_edit(NULL, "three", "edited");
	assert_outcome(moderation_remove_post(judge, post, "", 0), "done");
	assert_int_equal(number_of("SELECT count(*) FROM post_version"), 0);
	assert_outcome(moderation_undo(judge, last_action()), "done");
	assert_body("three");
	assert_int_equal(rows_of(post_versions(post, 0, CURSOR_FIRST)), 2);
	assert_edit(NULL, "four", "edited");
	assert_outcome(moderation_remove_post(judge, post, "", 0), "done");
	assert_counts_are_correct();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_earlier_text_can_be_read_with_its_time),
		TEST(only_the_author_edits_a_post),
		TEST(a_boost_cannot_be_edited),
		TEST(an_unchanged_text_changes_nothing),
		TEST(whoever_edits_an_old_version_is_told_so),
		TEST(the_audience_changes_without_a_version),
		TEST(people_are_told_of_their_first_mention_only),
		TEST(whom_a_reply_answers_is_not_told_of_a_mention_too),
		TEST(mentions_and_hashtags_are_those_of_the_new_text),
		TEST(replies_and_likes_stay),
		TEST(who_cannot_see_the_post_sees_no_version),
		TEST(an_edit_changes_the_pages_of_the_author_and_of_posts),
		TEST(a_text_that_is_too_long_is_refused),
		LIMITED(edits_count_like_posts),
		TEST(a_deleted_post_takes_its_versions_along),
		TEST(a_restored_post_has_its_versions_again),
	};

	return (RUN_TESTS(tests));
}
