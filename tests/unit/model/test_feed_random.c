/* SPDX-License-Identifier: ISC */
/*
 * Feeds of a random graph, compared with plain queries: join, leave people out,
 * sort, limit. Some viewers follow almost nobody and some almost everybody;
 * some authors post all the time, and some stopped long ago.
 */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/post.h"

#define PEOPLE	30
#define POSTS	1200
#define CURSORS 2
#define CROWD	60

static const char plain_home[] =
    "SELECT p.id, p.author, a.nickname, p.body, p.created_at"
    "  FROM post p JOIN person a ON a.id = p.author"
    " WHERE p.id < $2::bigint"
    "   AND (p.author = $1::bigint"
    "	     OR EXISTS (SELECT FROM follow f"
    "			 WHERE f.follower = $1 AND f.followed = p.author)"
    "		AND NOT EXISTS (SELECT FROM mute m"
    "				 WHERE m.muter = $1 AND m.muted = p.author)"
    "		AND NOT EXISTS (SELECT FROM block_pair b"
    "				 WHERE b.person = $1 AND b.other = p.author)"
    "		AND NOT EXISTS (SELECT FROM list l, list_member m"
    "				 WHERE l.owner = $1 AND l.exclusive"
    "				   AND m.owner = l.owner AND m.list = l.id"
    "				   AND m.person = p.author))"
    " ORDER BY p.id DESC LIMIT 51";

static const char plain_list[] =
    "SELECT p.id, p.author, a.nickname, p.body, p.created_at"
    "  FROM post p JOIN person a ON a.id = p.author"
    " WHERE p.id < $3::bigint"
    "   AND EXISTS (SELECT FROM list_member m"
    "		     WHERE m.owner = $1::bigint AND m.list = $2::bigint"
    "		       AND m.person = p.author)"
    "   AND NOT EXISTS (SELECT FROM block_pair b"
    "			 WHERE b.person = $1 AND b.other = p.author)"
    " ORDER BY p.id DESC LIMIT 51";

static int64_t people[PEOPLE];

/*
 * Person number i follows every (30 - i)th person, and has half as many on each
 * of two lists, the second of which is exclusive.
 */
static void
add_the_people(void)
{
	char nickname[20];
	int i;

	for (i = 0; i < PEOPLE; i++) {
		(void)snprintf(nickname, sizeof(nickname), "person%d", i);
		people[i] = add_person(nickname);
	}
	run_sql("CREATE TEMPORARY TABLE pair ON COMMIT DROP AS"
		" SELECT o.id AS one, t.id AS other,"
		"	 1.0 / (%lld - o.id) AS share"
		"  FROM person o, person t WHERE o.id <> t.id",
	    (long long)people[0] + PEOPLE);
	run_sql("INSERT INTO follow SELECT one, other, 1 FROM pair"
		" WHERE random() < share");
	run_sql("INSERT INTO mute SELECT one, other, 1 FROM pair"
		" WHERE random() < 0.05");
	run_sql("INSERT INTO block SELECT one, other, 1 FROM pair"
		" WHERE random() < 0.03");
	run_sql("INSERT INTO list SELECT id, list, 'list ' || list, list = 2"
		"  FROM person, generate_series(1, 2) list");
	run_sql("INSERT INTO list_member SELECT one, list, other, 1"
		"  FROM pair, generate_series(1, 2) list"
		" WHERE random() < share / 2");
}

static void
add_post_at(int64_t author, int minute)
{
	char body[20], time[30];

	(void)snprintf(body, sizeof(body), "post %d", minute);
	(void)snprintf(time, sizeof(time), "2026-11-22 %02d:%02d:00+00",
	    minute / 60, minute % 60);
	(void)ask(plain_post(author, body, NULL, time));
}

/* One post a minute. People with odd numbers stop after a fifth of them. */
static void
add_the_posts(void)
{
	int i, who;

	srandom(1);
	for (i = 0; i < POSTS; i++) {
		who = random() % PEOPLE * (random() % PEOPLE) / PEOPLE;
		if (i > POSTS / 5)
			who -= who % 2;
		add_post_at(people[who], i);
	}
}

/* The follows were added without follow_add(), which would count them. */
static void
count_the_followed(void)
{
	run_sql("UPDATE person_count SET following ="
		" (SELECT count(*) FROM follow WHERE follower = person)");
}

static void
add_the_graph(void)
{
	run_sql("SELECT setseed(0.5)");
	add_the_people();
	count_the_followed();
	add_the_posts();
	run_sql("ANALYZE");
}

static void
assert_same(struct query query, struct query plain)
{
	static const char *const columns[] = { "id", "author", "nickname",
		"body", "created_at" };
	const PGresult *rows = ask(query), *expected = ask(plain);
	int64_t viewer = query.values[0].number;
	size_t c;
	int i;

	assert_int_equal(PQntuples(rows), PQntuples(expected));
	for (i = 0; i < PQntuples(rows); i++) {
		for (c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
			assert_string_equal(text_in(rows, i, columns[c]),
			    text_in(expected, i, columns[c]));
		assert_int_equal(true_in(rows, i, "mine"),
		    number_in(rows, i, "author") == viewer);
	}
}

static void
assert_feeds(int64_t viewer, int64_t before)
{
	int64_t list;

	assert_same(feed_home(viewer, before),
	    (struct query){ .text = plain_home,
		.values = { NUMBER(viewer), NUMBER(before) } });
	for (list = 1; list <= 2; list++)
		assert_same(feed_list(viewer, list, before),
		    (struct query){ .text = plain_list,
			.values = {
			    NUMBER(viewer), NUMBER(list), NUMBER(before) } });
}

/* Compare from the top, and from posts anywhere. */
static void
assert_all_feeds(void)
{
	int i, j;

	for (i = 0; i < PEOPLE; i++) {
		assert_feeds(people[i], CURSOR_FIRST);
		for (j = 0; j < CURSORS; j++)
			assert_feeds(
			    people[i], number_of("SELECT id FROM post"
						 " ORDER BY random() LIMIT 1"));
	}
}

static void
random_feeds_are_right(void **state)
{
	(void)state;
	add_the_graph();
	assert_all_feeds();
}

/* People whose stored count is in the thousands get their feed another way. */
static void
random_feeds_are_right_for_people_with_a_count_of_thousands(void **state)
{
	(void)state;
	add_the_graph();
	run_sql("UPDATE person_count SET following = 5000");
	assert_all_feeds();
}

/* Everybody deletes their newest posts, and more of those on their page. */
static void
random_feeds_are_right_after_deletions(void **state)
{
	const PGresult *rows;
	int i, j;

	(void)state;
	add_the_graph();
	for (i = 0; i < PEOPLE; i++) {
		rows = ask(feed_person(
		    nickname_of(people[i]), CURSOR_FIRST, people[i]));
		for (j = 0; j < PQntuples(rows); j += 1 + j / 3)
			(void)ask(
			    post_delete(people[i], number_in(rows, j, "id")));
	}
	assert_all_feeds();
}

/* More people than a page has posts, below more recent posts of others. */
static void
many_people_who_stopped_posting_are_still_found(void **state)
{
	int64_t reader = add_person("reader"),
		stranger = add_person("stranger");
	int64_t author;
	const PGresult *rows;
	char nickname[20];
	int i;

	(void)state;
	run_sql(
	    "INSERT INTO list VALUES (%lld, 1, 'crowd')", (long long)reader);
	for (i = 0; i < CROWD; i++) {
		(void)snprintf(nickname, sizeof(nickname), "person%d", i);
		author = add_person(nickname);
		run_sql("INSERT INTO follow VALUES (%lld, %lld, 1)",
		    (long long)reader, (long long)author);
		run_sql("INSERT INTO list_member VALUES (%lld, 1, %lld, 1)",
		    (long long)reader, (long long)author);
		add_post_at(author, i);
		add_post_at(author, 3 * CROWD - i);
	}
	count_the_followed();
	for (i = 0; i < 2 * CROWD; i++)
		add_post_at(stranger, 4 * CROWD + i);
	assert_feeds(reader, CURSOR_FIRST);
	rows = ask(feed_home(reader, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 51);
	assert_feeds(reader, number_in(rows, 49, "id"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(random_feeds_are_right),
		TEST(
		    random_feeds_are_right_for_people_with_a_count_of_thousands),
		TEST(random_feeds_are_right_after_deletions),
		TEST(many_people_who_stopped_posting_are_still_found),
	};

	return (RUN_TESTS(tests));
}
