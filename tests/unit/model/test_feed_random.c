/* SPDX-License-Identifier: ISC */
/*
 * Feeds of a random graph with replies and boosts, compared with plain queries:
 * leave out what the rules say, sort, limit. Some viewers follow almost nobody
 * and some almost everybody; some authors post all the time, and some stopped
 * long ago.
 */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/post.h"

#define PEOPLE	30
#define POSTS	600
#define CURSORS 2
#define CROWD	60
#define RULES	5

/*
 * What a feed shows of the rows that it has: the post itself or the original,
 * and whether that is above already.
 */
#define PLAIN_ROWS                                                          \
	"SELECT s.id AS place, o.id, o.author, a.nickname, o.body,"         \
	"	o.created_at, o.author = $1 AS mine,"                             \
	"	EXISTS (SELECT FROM seen n"                                       \
	"		 WHERE n.id > s.id AND coalesce(n.original, n.id)"               \
	"				     = coalesce(s.original, s.id))"                            \
	"	AS again,"                                                        \
	"	CASE WHEN s.original IS NOT NULL"                                 \
	"	     THEN (SELECT nickname FROM person"                           \
	"		    WHERE id = s.author) END AS booster,"                        \
	"	CASE WHEN s.original IS NOT NULL"                                 \
	"	     THEN (SELECT CASE count(*) WHEN 0 THEN NULL"                 \
	"			  WHEN 1 THEN '1 other'"                                        \
	"			  ELSE count(*) || ' others' END"                               \
	"		     FROM seen n"                                                \
	"		    WHERE n.original = s.original"                               \
	"		      AND n.id <> s.id) END AS others"                           \
	"  FROM seen s"                                                     \
	"  JOIN post o ON o.author = coalesce(s.original_author, s.author)" \
	"	      AND o.id = coalesce(s.original, s.id)"                      \
	"  JOIN person a ON a.id = o.author"                                \
	" ORDER BY s.id DESC"

static const char plain_home[] =
    "WITH seen AS ("
    "SELECT p.* FROM post p"
    " WHERE p.id < $2::bigint"
    "   AND (p.author = $1::bigint"
    "        OR EXISTS (SELECT FROM reads"
    "                    WHERE viewer = $1 AND other = p.author)"
    "        OR EXISTS (SELECT FROM tag_follow f JOIN post_tag t USING (tag)"
    "                    WHERE f.person = $1 AND t.author = p.author"
    "                      AND t.post = p.id)"
    "           AND p.author NOT IN (SELECT other FROM leaves_out"
    "                                 WHERE viewer = $1)"
    "           AND p.author NOT IN (SELECT person FROM unpromoted))"
    "   AND (p.parent IS NULL OR p.author = $1 OR p.parent_author = $1"
    "        OR EXISTS (SELECT FROM reads"
    "                    WHERE viewer = $1 AND other = p.parent_author))"
    "   AND (p.original IS NULL"
    "        OR NOT EXISTS (SELECT FROM leaves_out"
    "                        WHERE viewer = $1 AND other = p.original_author)"
    "		AND NOT EXISTS (SELECT FROM boost_mute m"
    "				 WHERE m.muter = $1 AND m.muted = p.author))"
    " ORDER BY p.id DESC LIMIT 51) " PLAIN_ROWS;

static const char plain_list[] =
    "WITH seen AS ("
    "SELECT p.* FROM post p"
    " WHERE p.id < $3::bigint"
    "   AND EXISTS (SELECT FROM lists"
    "                WHERE viewer = $1::bigint AND list = $2::bigint"
    "                  AND other = p.author)"
    "   AND (p.parent IS NULL OR p.parent_author = $1"
    "        OR EXISTS (SELECT FROM lists"
    "                    WHERE viewer = $1 AND list = $2"
    "                      AND other = p.parent_author))"
    "   AND (p.original IS NULL"
    "        OR NOT EXISTS (SELECT FROM blocks"
    "                        WHERE viewer = $1 AND other = p.original_author)"
    "		AND NOT EXISTS (SELECT FROM boost_mute m"
    "				 WHERE m.muter = $1 AND m.muted = p.author))"
    " ORDER BY p.id DESC LIMIT 51) " PLAIN_ROWS;

/* Whom each viewer reads, leaves out and has on lists: the simplest way. */
static const char *const rules[RULES] = {
	"CREATE TEMPORARY TABLE blocks ON COMMIT DROP AS"
	" SELECT blocker AS viewer, blocked AS other FROM block UNION"
	" SELECT blocked, blocker FROM block",
	"CREATE TEMPORARY TABLE leaves_out ON COMMIT DROP AS"
	" SELECT * FROM blocks UNION SELECT muter, muted FROM mute UNION"
	" SELECT l.owner, m.person FROM list l"
	"   JOIN list_member m ON m.owner = l.owner AND m.list = l.id"
	"  WHERE l.exclusive",
	"CREATE TEMPORARY TABLE reads ON COMMIT DROP AS"
	" SELECT follower AS viewer, followed AS other FROM follow EXCEPT"
	" SELECT * FROM leaves_out",
	"CREATE TEMPORARY TABLE lists ON COMMIT DROP AS"
	" SELECT owner AS viewer, list, person AS other FROM list_member m"
	"  WHERE (owner, person) NOT IN (SELECT * FROM blocks)",
	"GRANT SELECT ON blocks, leaves_out, reads, lists TO PUBLIC",
};

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
	run_sql("INSERT INTO boost_mute SELECT one, other, 1 FROM pair"
		" WHERE random() < 0.1");
	run_sql("INSERT INTO tag_follow SELECT person.id, 'tag' || tag"
		"  FROM person, generate_series(0, 9) tag"
		" WHERE random() < (person.id %% 4) * 0.15");
	run_sql(
	    "INSERT INTO hidden SELECT id FROM person WHERE random() < 0.1");
	run_sql("INSERT INTO list SELECT id, list, 'list ' || list, list = 2"
		"  FROM person, generate_series(1, 2) list");
	run_sql("INSERT INTO list_member SELECT one, list, other, 1"
		"  FROM pair, generate_series(1, 2) list"
		" WHERE random() < share / 2");
}

static void
set_time(char time[30], int minute, int second)
{
	(void)snprintf(time, 30, "2026-11-22 %02d:%02d:%02d+00", minute / 60,
	    minute % 60, second);
}

static void
add_post_at(int64_t author, int minute)
{
	char body[20], time[30];

	(void)snprintf(body, sizeof(body), "post %d", minute);
	set_time(time, minute, 0);
	(void)ask(plain_post(author, body, NULL, time));
}

/* Let somebody answer or boost one of the last thirty posts that they see. */
#define CHOOSE                                            \
	"CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS" \
	" SELECT id FROM (SELECT id, author FROM post"    \
	"                  WHERE original IS NULL"        \
	"                  ORDER BY id DESC LIMIT 30) p"  \
	"  WHERE NOT EXISTS (SELECT FROM blocks"          \
	"                     WHERE viewer = %lld"        \
	"                       AND other = author)"      \
	"  ORDER BY random() LIMIT 1;"

static void
react(int64_t who, int minute)
{
	char time[30];

	set_time(time, minute, 30);
	if (random() % 2)
		run_sql(CHOOSE "SELECT post_add(%lld, 're', NULL, '%s', 0, 0,"
			       " 2, id, 'e', '', '') FROM chosen;"
			       "DROP TABLE chosen",
		    (long long)who, (long long)who, time);
	else
		run_sql(CHOOSE "SELECT boost_add(%lld, id, 0, 0) FROM chosen;"
			       "UPDATE post SET id = id_from_time('%s', 1)"
			       " WHERE author = %lld"
			       "   AND original = (SELECT id FROM chosen);"
			       "DROP TABLE chosen",
		    (long long)who, (long long)who, time, (long long)who);
}

/*
 * One post a minute, and as many replies and boosts. People with odd numbers
 * stop after a fifth of them.
 */
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
		react(people[who], i);
	}
}

/* Give posts and replies hashtags: the first to many, the last to few. */
static void
add_the_tags(void)
{
	run_sql(
	    "INSERT INTO post_tag (author, post, tag, parent_author)"
	    " SELECT author, id, 'tag' || tag, parent_author"
	    "   FROM post, generate_series(0, 9) tag"
	    "  WHERE original IS NULL AND random() < 0.3 / (1 + tag * tag)");
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
	size_t i;

	run_sql("SELECT setseed(0.5)");
	add_the_people();
	for (i = 0; i < RULES; i++)
		run_sql("%s", rules[i]);
	count_the_followed();
	add_the_posts();
	add_the_tags();
	run_sql("ANALYZE");
}

static void
assert_same_text(const char *text, const char *expected)
{
	assert_string_equal(
	    text == NULL ? "NULL" : text, expected == NULL ? "NULL" : expected);
}

/* A row that is again above has nothing else. */
static void
assert_same(struct query query, struct query plain)
{
	static const char *const columns[] = { "place", "again", "id", "author",
		"nickname", "body", "created_at", "mine", "booster", "others" };
	const PGresult *rows = ask(query), *expected = ask(plain);
	size_t c, count;
	int i;

	assert_int_equal(PQntuples(rows), PQntuples(expected));
	for (i = 0; i < PQntuples(rows); i++) {
		count = true_in(rows, i, "again")
			    ? 2
			    : sizeof(columns) / sizeof(columns[0]);
		for (c = 0; c < count; c++)
			assert_same_text(text_in(rows, i, columns[c]),
			    text_in(expected, i, columns[c]));
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
	size_t rule;
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
	for (rule = 0; rule < RULES; rule++)
		run_sql("%s", rules[rule]);
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
