/* SPDX-License-Identifier: ISC */
/*
 * Whom to follow: what a plain query finds in random graphs, which are small
 * enough that no limit of the fast one is reached; and those limits.
 */
#include <stdio.h>

#include "test.h"
#include "model/follow.h"
#include "model/mute.h"

#define PEOPLE 40

static const char plain[] =
    "WITH left_out AS ("
    "	SELECT muted AS id FROM mute WHERE muter = $1::bigint"
    "	UNION SELECT other FROM block_pair WHERE person = $1"
    "	UNION SELECT person FROM absent UNION SELECT person FROM hidden"
    "	UNION SELECT followed FROM follow WHERE follower = $1"
    "	UNION SELECT $1),"
    " guide AS ("
    "	SELECT followed AS id, row_number() OVER (ORDER BY id DESC) AS place"
    "	  FROM follow"
    "	 WHERE follower = $1"
    "	   AND NOT EXISTS (SELECT FROM mute m"
    "			    WHERE m.muter = $1 AND m.muted = followed)"
    "	   AND NOT EXISTS (SELECT FROM absent a WHERE a.person = followed)),"
    " candidate AS ("
    "	SELECT p.id, p.nickname, count(g.id) AS guides, min(g.place) AS place,"
    "	       (SELECT count(*) FROM follow f WHERE f.followed = p.id)"
    "	       AS followers"
    "	  FROM person p"
    "	  LEFT JOIN follow f ON f.followed = p.id"
    "	  LEFT JOIN guide g ON g.id = f.follower"
    "	 WHERE p.id NOT IN (SELECT id FROM left_out)"
    "	   AND EXISTS (SELECT FROM post q"
    "			WHERE q.author = p.id"
    "			  AND q.created_at > now() - interval '30 days')"
    "	 GROUP BY p.id)"
    " SELECT c.id AS person, c.nickname, p.nickname AS guide,"
    "	     nullif(greatest(c.guides - 1, 0), 0) AS others"
    "  FROM candidate c"
    "  LEFT JOIN guide g ON g.place = c.place"
    "  LEFT JOIN person p ON p.id = g.id"
    " ORDER BY c.guides DESC, c.place,"
    "	       CASE WHEN c.guides = 0 THEN c.followers END DESC, c.id DESC"
    " LIMIT 5";

static int64_t people[PEOPLE];

/* Each pair is drawn with this chance. The ids of follows are in random order.
 */
static void
add_pairs(const char *table, double chance)
{
	run_sql("INSERT INTO %s"
		" SELECT o.id, t.id, row_number() OVER (ORDER BY random())"
		"  FROM person o, person t"
		" WHERE o.id <> t.id AND random() < %f",
	    table, chance);
}

static void
count_follows(void)
{
	run_sql("UPDATE person_count c SET followers ="
		" (SELECT count(*) FROM follow f WHERE f.followed = c.person)");
}

/* Two of three people have posted, the half of them lately. */
static void
add_a_graph(int number, double density)
{
	char nickname[20];
	int i;

	run_sql("SELECT setseed(0.%d)", number);
	for (i = 0; i < PEOPLE; i++) {
		(void)snprintf(nickname, sizeof(nickname), "person%d", i);
		people[i] = add_person(nickname);
	}
	add_pairs("follow", density);
	add_pairs("mute", 0.05);
	add_pairs("block", 0.03);
	count_follows();
	run_sql("INSERT INTO hidden (person)"
		" SELECT id FROM person WHERE random() < 0.1");
	run_sql("INSERT INTO absent (person, reason)"
		" SELECT id, 'suspended' FROM person WHERE random() < 0.1");
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" SELECT p.id, id_from_time(t.at, p.id), 'words', t.at"
		"  FROM (SELECT p.id, now() - CASE WHEN random() < 0.5"
		"	  THEN interval '29 days' ELSE interval '31 days' END"
		"	  AS at FROM person p WHERE random() < 0.66) t"
		"  JOIN person p ON p.id = t.id");
	run_sql("ANALYZE");
}

static void
assert_same(int64_t viewer)
{
	static const char *const columns[] = { "person", "nickname", "guide",
		"others" };
	const PGresult *rows = ask(follow_suggested(viewer));
	const PGresult *expected =
	    ask((struct query){ .text = plain, .values = { NUMBER(viewer) } });
	const char *text;
	size_t c;
	int i;

	assert_int_equal(PQntuples(rows), PQntuples(expected));
	for (i = 0; i < PQntuples(rows); i++)
		for (c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
			text = text_in(expected, i, columns[c]);
			if (text == NULL)
				assert_null(text_in(rows, i, columns[c]));
			else
				assert_string_equal(
				    text_in(rows, i, columns[c]), text);
		}
}

static void
everybody_gets_what_a_plain_query_finds(void **state)
{
	static const double densities[] = { 0.01, 0.05, 0.1, 0.3, 0.9 };
	int i, n = (int)(sizeof(densities) / sizeof(densities[0]));

	(void)state;
	for (n--; n >= 0; n--) {
		add_a_graph(n + 1, densities[n]);
		for (i = 0; i < PEOPLE; i++)
			assert_same(people[i]);
		assert_same(0);
		run_sql("DELETE FROM post; DELETE FROM absent;"
			" DELETE FROM hidden; DELETE FROM follow;"
			" DELETE FROM mute; DELETE FROM block;"
			" DELETE FROM person_count; DELETE FROM nickname"
			" WHERE person IS NOT NULL; DELETE FROM person");
	}
}

/* John follows this many people; each of them, susan, who has posted. */
static int64_t
add_a_crowd(int count)
{
	char nickname[20];
	int64_t john = add_person("john"), susan = add_person("susan");
	int i;

	(void)add_post(susan, "words");
	for (i = 0; i < count; i++) {
		(void)snprintf(nickname, sizeof(nickname), "fan%d", i);
		(void)add_person(nickname);
		assert_outcome(follow_add(john, nickname), "followed");
	}
	run_sql("INSERT INTO follow SELECT id, %lld, id FROM person"
		" WHERE nickname LIKE 'fan%%'",
	    (long long)susan);
	return (john);
}

static void
somebody_is_suggested_with_one_who_follows_them(void **state)
{
	const PGresult *rows;
	int64_t john;

	(void)state;
	john = add_a_crowd(4);
	rows = ask(follow_suggested(john));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "guide"), "fan3");
	assert_int_equal(number_in(rows, 0, "others"), 3);
	assert_true(true_in(rows, 0, "several"));
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_int_equal(rows_of(follow_suggested(john)), 0);
}

static void
only_the_fifty_followed_last_are_asked(void **state)
{
	const PGresult *rows;
	int64_t john;

	(void)state;
	john = add_a_crowd(60);
	rows = ask(follow_suggested(john));
	assert_int_equal(number_in(rows, 0, "others"), 49);
}

static void
a_newcomer_is_shown_who_is_read_most(void **state)
{
	const PGresult *rows;
	int64_t john, susan, mary;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	(void)add_person("silent");
	(void)add_post(susan, "one");
	(void)add_post(susan, "two");
	(void)add_post(mary, "three");
	assert_outcome(follow_add(susan, "mary"), "followed");
	rows = ask(follow_suggested(john));
	assert_int_equal(PQntuples(rows), 2);
	assert_int_equal(number_in(rows, 0, "person"), mary);
	assert_int_equal(number_in(rows, 1, "person"), susan);
	assert_null(text_in(rows, 0, "guide"));
	assert_null(text_in(rows, 0, "others"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everybody_gets_what_a_plain_query_finds),
		TEST(somebody_is_suggested_with_one_who_follows_them),
		TEST(only_the_fifty_followed_last_are_asked),
		TEST(a_newcomer_is_shown_who_is_read_most),
	};

	return (RUN_TESTS(tests));
}
