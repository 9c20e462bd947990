/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/moderation.h"
#include "model/mute.h"
#include "model/post.h"
#include "model/tag.h"

static int64_t john, susan, mary;

static void
add_the_people(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
}

/* Post, as the site does. Return the id. */
static int64_t
post(int64_t author, int64_t parent, const char *body)
{
	struct new_post new = {
		.author = author, .parent = parent, .body = body
	};
	struct buffer keys = { 0 };
	int64_t id;

	post_find_keys(&new, &keys);
	id = number_in(ask(post_add(&new)), 0, "id");
	buffer_free(&keys);
	return (id);
}

static int
posts_with(int64_t viewer, const char *tag)
{
	return (rows_of(feed_tag(viewer, tag, CURSOR_FIRST)));
}

static int
posts_at_home(int64_t viewer)
{
	return (rows_of(feed_home(viewer, CURSOR_FIRST)));
}

static void
count_again(void)
{
	run_sql("UPDATE tag_week SET refreshed_at = '-infinity'");
	(void)ask(tag_refresh());
}

static void
a_post_is_found_by_each_of_its_hashtags(void **state)
{
	const PGresult *rows;
	int64_t id;

	(void)state;
	add_the_people();
	id = post(john, 0, "#Kaffee am #Müggelsee, #kaffee! https://a.de/#no");
	rows = ask(feed_tag(0, "kaffee", CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), id);
	assert_int_equal(number_in(rows, 0, "place"), id);
	assert_int_equal(posts_with(susan, "müggelsee"), 1);
	assert_int_equal(posts_with(0, "no"), 0);
	assert_int_equal(posts_with(0, "Kaffee"), 0);
	(void)ask(post_delete(john, id));
	assert_int_equal(posts_with(0, "kaffee"), 0);
}

static void
replies_are_there_but_boosts_are_not(void **state)
{
	int64_t id;

	(void)state;
	add_the_people();
	id = post(john, 0, "#tea");
	(void)post(susan, id, "I like #tea, too");
	run_sql("SELECT boost_add(%lld, %lld, 0, 0)", (long long)mary,
	    (long long)id);
	assert_int_equal(posts_with(0, "tea"), 2);
}

static void
nobody_is_shown_who_is_blocked_or_hidden_or_absent(void **state)
{
	(void)state;
	add_the_people();
	(void)post(john, 0, "#tea");
	(void)post(susan, 0, "#tea");
	(void)ask(block_add(john, "susan"));
	assert_int_equal(posts_with(john, "tea"), 1);
	assert_int_equal(posts_with(susan, "tea"), 1);
	assert_int_equal(posts_with(mary, "tea"), 2);
	run_sql("INSERT INTO hidden VALUES (%lld)", (long long)susan);
	assert_int_equal(posts_with(mary, "tea"), 1);
	run_sql(
	    "INSERT INTO absent (person, reason) VALUES (%lld, 'suspended')",
	    (long long)john);
	assert_int_equal(posts_with(mary, "tea"), 0);
}

static void
a_page_has_fifty_posts_and_leads_to_the_next(void **state)
{
	const PGresult *rows;
	int64_t ids[60];
	int i;

	(void)state;
	add_the_people();
	for (i = 0; i < 60; i++)
		ids[i] = post(john, 0, i % 2 ? "#tea" : "#tea #milk");
	rows = ask(feed_tag(0, "tea", CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 51);
	rows = ask(feed_tag(0, "tea", number_in(rows, 49, "place")));
	assert_int_equal(PQntuples(rows), 10);
	assert_int_equal(number_in(rows, 0, "id"), ids[9]);
	assert_int_equal(posts_with(0, "milk"), 30);
}

static void
a_change_of_the_hashtags_adds_and_removes_them(void **state)
{
	long long id;

	(void)state;
	add_the_people();
	id = post(john, 0, "#tea #milk");
	run_sql("SELECT post_set_tags(%lld, %lld, '{milk,sugar}')",
	    (long long)john, id);
	assert_int_equal(posts_with(0, "tea"), 0);
	assert_int_equal(posts_with(0, "milk"), 1);
	assert_int_equal(posts_with(0, "sugar"), 1);
	run_sql("SELECT post_set_tags(%lld, %lld, NULL)", (long long)john, id);
	assert_int_equal(number_of("SELECT count(*) FROM post_tag"), 0);
}

static void
a_post_that_moderators_bring_back_has_its_hashtags_again(void **state)
{
	int64_t id;

	(void)state;
	add_the_people();
	run_sql("UPDATE person SET role = 'moderator' WHERE id = %lld",
	    (long long)mary);
	id = post(john, 0, "#tea #milk");
	run_sql("SELECT moderation_remove_post(%lld, %lld, 'no', NULL)",
	    (long long)mary, (long long)id);
	assert_int_equal(posts_with(0, "tea"), 0);
	run_sql(
	    "SELECT moderation_undo(%lld, (SELECT max(id) FROM moderation))",
	    (long long)mary);
	assert_int_equal(posts_with(0, "tea"), 1);
	assert_int_equal(posts_with(0, "milk"), 1);
}

static void
a_hashtag_is_followed_and_unfollowed_once(void **state)
{
	(void)state;
	add_the_people();
	assert_int_equal(rows_of(tag_follow_find(john, "tea")), 0);
	assert_outcome(tag_follow_add(john, "tea"), "followed");
	assert_outcome(tag_follow_add(john, "tea"), "already");
	assert_outcome(tag_follow_add(john, "milk"), "followed");
	assert_int_equal(rows_of(tag_follow_find(john, "tea")), 1);
	assert_int_equal(rows_of(tag_follow_find(susan, "tea")), 0);
	assert_string_equal(
	    text_in(ask(tag_follow_list(john)), 0, "tag"), "milk");
	assert_int_equal(rows_of(tag_follow_remove(john, "tea")), 1);
	assert_int_equal(rows_of(tag_follow_remove(john, "tea")), 0);
	assert_int_equal(rows_of(tag_follow_list(john)), 1);
}

static void
nobody_follows_more_than_a_hundred(void **state)
{
	char tag[20];
	int i;

	(void)state;
	add_the_people();
	for (i = 0; i < 100; i++) {
		(void)snprintf(tag, sizeof(tag), "tag%d", i);
		assert_outcome(tag_follow_add(john, tag), "followed");
	}
	assert_outcome(tag_follow_add(john, "tag1"), "already");
	assert_outcome(tag_follow_add(john, "more"), "full");
	assert_outcome(tag_follow_add(susan, "more"), "followed");
	(void)ask(tag_follow_remove(john, "tag7"));
	assert_outcome(tag_follow_add(john, "more"), "followed");
}

static void
home_has_the_posts_with_a_followed_hashtag(void **state)
{
	(void)state;
	add_the_people();
	(void)post(susan, 0, "#tea #milk");
	(void)post(susan, 0, "nothing");
	(void)post(john, 0, "my own #tea");
	assert_int_equal(posts_at_home(john), 1);
	(void)ask(tag_follow_add(john, "tea"));
	assert_int_equal(posts_at_home(john), 2);
	(void)ask(tag_follow_add(john, "milk"));
	assert_int_equal(posts_at_home(john), 2);
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)susan);
	assert_int_equal(posts_at_home(john), 3);
}

static void
home_has_none_of_people_who_are_left_out_or_hidden(void **state)
{
	(void)state;
	add_the_people();
	(void)post(susan, 0, "#tea");
	(void)post(mary, 0, "#tea");
	(void)ask(tag_follow_add(john, "tea"));
	(void)ask(mute_add(john, "susan"));
	assert_int_equal(posts_at_home(john), 1);
	run_sql("INSERT INTO hidden VALUES (%lld)", (long long)mary);
	assert_int_equal(posts_at_home(john), 0);
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)mary);
	assert_int_equal(posts_at_home(john), 1);
}

static void
home_has_replies_with_it_only_to_people_in_the_feed(void **state)
{
	int64_t of_mary, of_john;

	(void)state;
	add_the_people();
	of_mary = post(mary, 0, "hello");
	of_john = post(john, 0, "hello");
	(void)ask(tag_follow_add(john, "tea"));
	(void)post(susan, of_mary, "#tea?");
	assert_int_equal(posts_at_home(john), 1);
	(void)post(susan, of_john, "#tea?");
	assert_int_equal(posts_at_home(john), 2);
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)mary);
	assert_int_equal(posts_at_home(john), 4);
	(void)ask(mute_add(john, "mary"));
	assert_int_equal(posts_at_home(john), 2);
}

/* The walk through everybody's posts is full before the newest of them. */
static void
home_has_the_newest_of_both_kinds(void **state)
{
	const PGresult *rows;
	int64_t last = 0;
	int i;

	(void)state;
	add_the_people();
	(void)ask(tag_follow_add(john, "tea"));
	for (i = 0; i < 60; i++) {
		(void)post(john, 0, "hello");
		last = post(susan, 0, i % 2 ? "#tea" : "nothing");
	}
	rows = ask(feed_home(john, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 51);
	assert_int_equal(number_in(rows, 0, "id"), last);
	rows = ask(feed_home(john, number_in(rows, 49, "place")));
	assert_int_equal(PQntuples(rows), 40);
}

static void
a_hashtag_is_popular_if_two_people_use_it(void **state)
{
	const PGresult *rows;
	int i;

	(void)state;
	add_the_people();
	for (i = 0; i < 5; i++)
		(void)post(john, 0, "#mine");
	(void)post(john, 0, "#tea #milk");
	(void)post(susan, 0, "#Tea");
	count_again();
	rows = ask(tag_popular());
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "tag"), "tea");
	assert_int_equal(number_in(rows, 0, "authors"), 2);
	(void)post(susan, 0, "#milk");
	(void)post(mary, 0, "#milk");
	count_again();
	rows = ask(tag_popular());
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "tag"), "milk");
	assert_int_equal(number_in(rows, 0, "authors"), 3);
}

static void
ten_hashtags_of_the_last_week_are_popular(void **state)
{
	(void)state;
	add_the_people();
	run_sql(
	    "INSERT INTO post (author, id, body, created_at)"
	    " SELECT person.id, id_from_time(now() - days * interval '1 day'"
	    "   + interval '1 hour', 1), '', now()"
	    "   FROM person, unnest('{1,7,8}'::integer[]) days");
	run_sql("INSERT INTO post_tag (author, post, tag)"
		" SELECT author, id, 'day'"
		"  || (id < id_from_time(now() - interval '7 days', 0))::text"
		"   FROM post");
	count_again();
	assert_int_equal(rows_of(tag_popular()), 1);
	assert_string_equal(text_in(ask(tag_popular()), 0, "tag"), "dayfalse");
	run_sql("INSERT INTO post_tag (author, post, tag)"
		" SELECT author, id, 'more' || n"
		"   FROM post, generate_series(1, 12) n");
	count_again();
	assert_int_equal(rows_of(tag_popular()), 10);
}

static void
those_who_are_hidden_or_suspended_do_not_count_from_then_on(void **state)
{
	(void)state;
	add_the_people();
	(void)post(john, 0, "#tea");
	(void)post(susan, 0, "#tea");
	count_again();
	assert_int_equal(rows_of(tag_popular()), 1);
	run_sql("INSERT INTO hidden VALUES (%lld)", (long long)susan);
	assert_int_equal(rows_of(tag_popular()), 0);
	(void)post(mary, 0, "#tea");
	count_again();
	assert_int_equal(rows_of(tag_popular()), 1);
	run_sql(
	    "INSERT INTO absent (person, reason) VALUES (%lld, 'suspended')",
	    (long long)mary);
	assert_int_equal(rows_of(tag_popular()), 0);
	run_sql("DELETE FROM hidden");
	run_sql("DELETE FROM absent");
	count_again();
	assert_int_equal(number_in(ask(tag_popular()), 0, "authors"), 3);
}

static void
the_count_is_news_if_it_is_another(void **state)
{
	(void)state;
	add_the_people();
	(void)post(john, 0, "#tea");
	(void)post(susan, 0, "#tea");
	run_sql("UPDATE tag_week SET refreshed_at = '-infinity'");
	assert_string_equal(text_in(ask(tag_refresh()), 0, "changed"), "posts");
	assert_null(text_in(ask(tag_refresh()), 0, "changed"));
	(void)post(mary, 0, "#tea");
	assert_null(text_in(ask(tag_refresh()), 0, "changed"));
	run_sql("UPDATE tag_week"
		"   SET refreshed_at = now() - interval '6 minutes'");
	assert_string_equal(text_in(ask(tag_refresh()), 0, "changed"), "posts");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_post_is_found_by_each_of_its_hashtags),
		TEST(replies_are_there_but_boosts_are_not),
		TEST(nobody_is_shown_who_is_blocked_or_hidden_or_absent),
		TEST(a_page_has_fifty_posts_and_leads_to_the_next),
		TEST(a_change_of_the_hashtags_adds_and_removes_them),
		TEST(a_post_that_moderators_bring_back_has_its_hashtags_again),
		TEST(a_hashtag_is_followed_and_unfollowed_once),
		TEST(nobody_follows_more_than_a_hundred),
		TEST(home_has_the_posts_with_a_followed_hashtag),
		TEST(home_has_none_of_people_who_are_left_out_or_hidden),
		TEST(home_has_replies_with_it_only_to_people_in_the_feed),
		TEST(home_has_the_newest_of_both_kinds),
		TEST(a_hashtag_is_popular_if_two_people_use_it),
		TEST(ten_hashtags_of_the_last_week_are_popular),
		TEST(
		    those_who_are_hidden_or_suspended_do_not_count_from_then_on),
		TEST(the_count_is_news_if_it_is_another),
	};

	return (RUN_TESTS(tests));
}
