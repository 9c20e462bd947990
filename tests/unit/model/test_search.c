/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "departing.h"
#include "moderating.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"
#include "model/search.h"
#include "model/site.h"

static int64_t john, susan, mary;

static void
add_three(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
}

/* Send a search by ${viewer}. */
static const PGresult *
find(int64_t viewer, const char *typed)
{
	char problem[FAILURE_MAX];
	static struct search search;

	if (search_read(&search, typed, problem) == -1)
		fail_msg("%s: %s", typed, problem);
	return (ask(search_posts(&search, viewer, CURSOR_FIRST)));
}

/* Assert that mary finds these posts, each of which is one word here. */
static void
assert_found(const char *typed, const char *words)
{
	const PGresult *rows = find(mary, typed);
	char found[400] = "";
	int i;

	for (i = 0; i < PQntuples(rows); i++)
		(void)snprintf(found + strlen(found),
		    sizeof(found) - strlen(found), "%s%.1s", i > 0 ? " " : "",
		    text_in(rows, i, "body"));
	if (strcmp(found, words) != 0)
		fail_msg(
		    "%s: found \"%s\" instead of \"%s\"", typed, found, words);
}

static void
add_at(int64_t author, const char *body, const char *time)
{
	const struct new_post post = {
		.author = author, .body = body, .time = time
	};

	(void)ask(post_add(&post));
}

/* Their first letters name the posts below. */
static void
add_some(void)
{
	add_three();
	add_at(john, "a: The morning train", "2026-03-30 23:59:59.999+00");
	add_at(susan, "b: morning coffee, https://example.org/x",
	    "2026-03-31 00:00+00");
	add_at(john, "c: Coffee in the MORNING, Müller's trains",
	    "2026-03-31 23:59:59.999+00");
	add_at(susan, "d: the cafe\xcc\x81 of http://nowhere",
	    "2026-04-01 00:00+00");
	add_at(john, "e: nothing", "2027-01-01 00:00+00");
}

static void
words_are_found_in_any_form(void **state)
{
	(void)state;
	add_some();
	assert_found("morning", "c b a");
	assert_found("Mornings train", "c a");
	assert_found("muller", "c");
	assert_found("MÜLLERS", "c");
	assert_found("mu\xcc\x88ller", "c");
	assert_found("café", "d");
	assert_found("the", "d c a");
	assert_found("example.org", "b");
	assert_found("nobody", "");
	assert_found("morning\n\ttrain", "c a");
}

static void
phrases_alternatives_and_exclusions_are_understood(void **state)
{
	(void)state;
	add_some();
	assert_found("\"morning coffee\"", "b");
	assert_found("“morning coffee”", "b");
	assert_found("\"coffee morning\"", "");
	assert_found("nothing OR cafe", "e d");
	assert_found("morning -coffee", "a");
	assert_found("morning -the", "b");
	assert_found("morning -\"the morning\"", "b");
	assert_found("\"from:john\"", "");
	assert_found("-morning", "e d");
}

static void
conditions_are_understood(void **state)
{
	(void)state;
	add_some();
	assert_found("from:john", "e c a");
	assert_found("FROM:@John morning", "c a");
	assert_found("from:nobody", "");
	assert_found("since:2026-03-31", "e d c b");
	assert_found("until:2026-03-31", "c b a");
	assert_found("since:2026-03-31 until:2026-03-31", "c b");
	assert_found("since:2026-04", "e d");
	assert_found("until:2026-03 morning", "c b a");
	assert_found("since:2027", "e");
	assert_found("until:2026", "d c b a");
	assert_found("has:link", "d b");
	assert_found("has:LINK coffee", "b");
	assert_found("from:susan has:link since:2026-04-01", "d");
	assert_found("link", "");
}

static void
what_has_no_words_finds_nothing(void **state)
{
	(void)state;
	add_some();
	assert_found("!", "");
	assert_found("-", "");
	assert_found("\"\"", "");
	assert_found("& | <-> :*", "");
	assert_found("from:john ?", "");
}

static void
a_former_nickname_finds_the_author(void **state)
{
	(void)state;
	add_some();
	(void)ask(person_edit(john, "jack", ""));
	assert_found("from:john", "e c a");
	assert_found("from:jack", "e c a");
}

static void
deleted_posts_are_not_found(void **state)
{
	(void)state;
	add_some();
	(void)ask(post_delete(
	    john, number_of("SELECT id FROM post WHERE body LIKE 'c:%%'")));
	assert_found("morning", "b a");
	assert_int_equal(number_of("SELECT count(*) FROM post_words"), 4);
}

static void
who_removes_a_post_hides_its_words_and_who_restores_it_shows_them(void **state)
{
	int64_t moderator, post;

	(void)state;
	add_some();
	moderator = add_moderator("watcher");
	post = number_of("SELECT id FROM post WHERE body LIKE 'c:%%'");
	(void)ask(moderation_remove_post(moderator, post, "spam", 0));
	assert_found("morning", "b a");
	(void)ask(moderation_undo(moderator, last_action()));
	assert_found("morning", "c b a");
}

static void
nobody_finds_those_whom_they_block_or_who_block_them(void **state)
{
	(void)state;
	add_some();
	(void)ask(block_add(john, "mary"));
	assert_found("morning", "b");
	assert_found("from:john", "");
	assert_found("since:2026", "d b");
	(void)ask(block_add(mary, "susan"));
	assert_found("morning", "");
	assert_found("from:susan", "");
	assert_int_equal(PQntuples(find(0, "morning")), 3);
}

static void
nobody_finds_absent_people(void **state)
{
	(void)state;
	add_some();
	run_sql("INSERT INTO absent (person, reason) VALUES (%lld, 'left')",
	    (long long)john);
	assert_found("morning", "b");
	assert_found("from:john", "");
	assert_int_equal(PQntuples(find(0, "morning")), 1);
}

static void
only_they_themselves_find_hidden_people(void **state)
{
	(void)state;
	add_some();
	run_sql("INSERT INTO hidden (person) VALUES (%lld)", (long long)john);
	assert_found("morning", "b");
	assert_found("from:john", "");
	assert_int_equal(PQntuples(find(0, "morning")), 1);
	assert_int_equal(PQntuples(find(john, "morning")), 3);
	assert_int_equal(PQntuples(find(john, "from:john")), 3);
}

static void
muted_people_are_found(void **state)
{
	(void)state;
	add_some();
	(void)ask(mute_add(mary, "john"));
	assert_found("morning", "c b a");
}

/* Columns are those of other feeds. */
static void
a_row_is_as_in_a_feed(void **state)
{
	const PGresult *rows;

	(void)state;
	add_some();
	rows = find(john, "nothing");
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "author"), john);
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(
	    text_in(rows, 0, "created_at"), "2027-01-01 00:00:00+00");
	assert_true(true_in(rows, 0, "mine"));
	assert_false(true_in(find(mary, "nothing"), 0, "mine"));
	assert_null(text_in(rows, 0, "further"));
}

static void
assert_problem(const char *typed, const char *part)
{
	char problem[FAILURE_MAX] = "";
	struct search search;

	assert_int_equal(search_read(&search, typed, problem), -1);
	if (strstr(problem, part) == NULL)
		fail_msg("%s: %s", typed, problem);
}

static void
invalid_conditions_are_rejected_with_advice(void **state)
{
	char long_one[SEARCH_MAX + 2];

	(void)state;
	assert_problem("tea since:tomorrow", "\"since:tomorrow\" is not a day");
	assert_problem("since:2026-02-31", "since:2026-03-31");
	assert_problem("until:2026-13", "until:2026-03");
	assert_problem("until:", "is not a day");
	assert_problem("until:20260", "is not a day");
	assert_problem("since:2026-1-1", "is not a day");
	assert_problem("since:1969", "is not a day");
	assert_problem("since:2200", "is not a day");
	assert_problem("since:2027 until:2026", "exchange");
	assert_problem("from: john", "nickname right behind");
	assert_problem("from:jo-hn", "nickname right behind");
	assert_problem("from:\"john\"", "nickname right behind");
	assert_problem("from:john from:mary", "twice");
	assert_problem("has:picture", "\"picture\" is a word");
	assert_problem("-from:john", "write from: without");
	(void)memset(long_one, 'x', sizeof(long_one));
	long_one[SEARCH_MAX + 1] = '\0';
	assert_problem(long_one, "at most 200");
}

static void
other_colons_are_part_of_a_word(void **state)
{
	struct search search;
	char problem[FAILURE_MAX];

	(void)state;
	assert_int_equal(
	    search_read(&search, " https://x.org -to:me \"a  b", problem), 0);
	assert_string_equal(search.words, "https://x.org -to:me \"a  b");
	assert_true(search_finds_people(&search));
	assert_int_equal(search_read(&search, "a has:link", problem), 0);
	assert_false(search_finds_people(&search));
}

static void
assert_people(int64_t viewer, const char *typed, const char *nicknames)
{
	char problem[FAILURE_MAX], found[800] = "";
	struct search search;
	const PGresult *rows;
	int i;

	assert_int_equal(search_read(&search, typed, problem), 0);
	rows = ask(search_people(&search, viewer));
	for (i = 0; i < PQntuples(rows); i++)
		(void)snprintf(found + strlen(found),
		    sizeof(found) - strlen(found), "%s%s", i > 0 ? " " : "",
		    text_in(rows, i, "nickname"));
	assert_string_equal(found, nicknames);
}

static void
people_are_found_by_nickname_and_by_what_they_say(void **state)
{
	(void)state;
	add_three();
	(void)add_person("susanne");
	(void)add_person("sus");
	(void)ask(person_edit(mary, "mary", "I am Susan's café friend"));
	assert_people(0, "sus", "sus susan susanne");
	assert_people(0, "@SUSAN", "susan susanne mary");
	assert_people(0, "cafe friend", "mary");
	assert_people(0, "\"friend café\"", "");
	assert_people(0, "admin", "");
	assert_people(0, "!", "");
	(void)ask(person_edit(susan, "susi", ""));
	assert_people(0, "susan", "susi susanne mary");
}

static void
people_whom_one_cannot_see_are_not_found(void **state)
{
	(void)state;
	add_three();
	(void)ask(person_edit(mary, "mary", "susan"));
	(void)ask(block_add(susan, "john"));
	(void)ask(block_add(john, "mary"));
	assert_people(john, "susan", "");
	assert_people(0, "susan", "susan mary");
	run_sql("INSERT INTO hidden (person) VALUES (%lld)", (long long)susan);
	run_sql("INSERT INTO absent (person, reason) VALUES (%lld, 'left')",
	    (long long)mary);
	assert_people(0, "susan", "");
	assert_people(susan, "susan", "susan");
}

static void
at_most_ten_people_are_found(void **state)
{
	char nickname[20];
	int i;

	(void)state;
	for (i = 0; i < 12; i++) {
		(void)snprintf(nickname, sizeof(nickname), "twin%02d", i);
		(void)add_person(nickname);
	}
	assert_people(0, "twin",
	    "twin00 twin01 twin02 twin03 twin04 twin05 twin06 twin07 twin08"
	    " twin09");
}

/* Whatever the database guesses, the same posts must be found. */
static int64_t
naive(int64_t viewer, const char *words, int64_t before, char *ids, size_t size)
{
	const PGresult *rows = ask((struct query){ .name = "naive",
	    .text = "SELECT string_agg(id::text, ' ') AS ids, "
		    "coalesce(min(id), 0) AS last"
		    "  FROM (SELECT id FROM post"
		    " WHERE to_tsvector('words_english', body)"
		    "       @@ to_tsquery('words_english', $2::text)"
		    "   AND id < $3::bigint"
		    "   AND NOT EXISTS (SELECT FROM block_pair b"
		    "        WHERE b.person = $1::bigint AND b.other = author)"
		    "   AND NOT EXISTS (SELECT FROM absent a"
		    "        WHERE a.person = author)"
		    "   AND (author = $1 OR NOT EXISTS (SELECT FROM hidden h"
		    "        WHERE h.person = author))"
		    " ORDER BY id DESC LIMIT 50) p",
	    .values = { NUMBER(viewer), TEXT(words), NUMBER(before) } });
	const char *text = text_in(rows, 0, "ids");

	(void)snprintf(ids, size, "%s", text == NULL ? "" : text);
	return (number_in(rows, 0, "last"));
}

/* Compare a page that the two ways of search_find() make with the naive one. */
static int64_t
assert_same_page(int64_t viewer, const char *words, int64_t before, int rare)
{
	char expected[4000], found[4000] = "";
	int64_t last = naive(viewer, words, before, expected, sizeof(expected));
	const PGresult *rows = ask((struct query){ .name = "search_find",
	    .text = "SELECT string_agg(id::text, ' ') AS ids FROM (SELECT id"
		    "  FROM search_find($1::bigint, to_tsquery('words_english',"
		    "       $2::text), NULL, 0, $3::bigint, $4::bigint, 100000)"
		    " LIMIT 50) f",
	    .values = {
		NUMBER(viewer), TEXT(words), NUMBER(before), NUMBER(rare) } });
	const char *text = text_in(rows, 0, "ids");

	(void)snprintf(found, sizeof(found), "%s", text == NULL ? "" : text);
	if (strcmp(found, expected) != 0)
		fail_msg("%s, rare %d: \"%s\" instead of \"%s\"", words, rare,
		    found, expected);
	return (last);
}

static void
random_posts_are_found_as_a_naive_query_does(void **state)
{
	static const char *const queries[] = { "w0", "w1 & w2", "w3 | w9",
		"w1 & !w0", "!w1", "w1 <-> w2", "w8", "w9 & w8 & w7", "zzz" };
	static const int rare[] = { 0, 7, 100000 };
	int64_t viewers[3] = { 0 }, before;
	size_t i, j;
	int k, round;

	(void)state;
	run_sql("SELECT setseed(0.25)");
	add_three();
	viewers[1] = john;
	viewers[2] = susan;
	run_sql("INSERT INTO person (nickname, email, email_key, password)"
		" SELECT 'x' || g, g || '@x', g || '@x', '!'"
		" FROM generate_series(1, 12) g");
	run_sql(
	    "SELECT post_add(id, (SELECT string_agg('w' ||"
	    "       floor(10 * random() * random()), ' ')"
	    "       FROM generate_series(1, 3 + id * 0)),"
	    "       NULL, '2026-01-01'::timestamptz + g * '1 minute'::interval,"
	    "       0, 1, 0, 0, 'e', '', '')"
	    " FROM person, generate_series(1, 40) g");
	run_sql("INSERT INTO hidden (person) SELECT id FROM person"
		" WHERE nickname IN ('x1', 'john')");
	run_sql("INSERT INTO absent (person, reason) SELECT id, 'left'"
		" FROM person WHERE nickname = 'x2'");
	(void)ask(block_add(john, "x3"));
	(void)ask(block_add(susan, "john"));
	for (round = 0; round < 2; round++) {
		for (i = 0; i < 3; i++)
			for (j = 0; j < sizeof(queries) / sizeof(*queries); j++)
				for (k = 0; k < 3; k++) {
					before = assert_same_page(viewers[i],
					    queries[j], CURSOR_FIRST, rare[k]);
					(void)assert_same_page(viewers[i],
					    queries[j], before, rare[k]);
				}
		run_sql("ANALYZE post_words");
	}
}

/* Return how many pages a search takes that reads so many posts for each. */
static int
pages_of(const char *words, const char *nickname, int reach, int *posts)
{
	int64_t before = CURSOR_FIRST;
	const PGresult *rows;
	int pages = 0, count;

	*posts = 0;
	while (before > 0) {
		rows = ask((struct query){ .name = "search_posts",
		    .text = "SELECT * FROM search_posts(0, $1::text, false,"
			    " $2::text, 0, $3::bigint, 0, $4::bigint)",
		    .values = { TEXT(words), TEXT(nickname), NUMBER(before),
			NUMBER(reach) } });
		count = PQntuples(rows);
		before = count == 0 ? 0 : number_in(rows, count - 1, "id");
		if (count == 0 ||
		    (text_in(rows, count - 1, "author") != NULL && count < 51))
			before = 0;
		*posts +=
		    count > 0 && text_in(rows, count - 1, "author") == NULL
			? count - 1
			: count;
		pages++;
	}
	return (pages);
}

static void
a_search_that_ends_early_can_go_on(void **state)
{
	int posts;

	(void)state;
	add_three();
	run_sql("SELECT post_add(%lld, CASE WHEN g %% 50 = 0 THEN 'even'"
		" ELSE 'odd' END, NULL, '2026-01-01'::timestamptz"
		" + g * '1 minute'::interval, 0, 1, 0, 0, 'e', '', '')"
		" FROM generate_series(1, 200) g",
	    (long long)john);
	assert_int_equal(pages_of("even", "", 30, &posts), 7);
	assert_int_equal(posts, 4);
	assert_int_equal(pages_of("even", "john", 30, &posts), 7);
	assert_int_equal(posts, 4);
	assert_int_equal(pages_of("even", "", 1000, &posts), 1);
	assert_int_equal(posts, 4);
}

static void
choose_language(const char *language)
{
	const char *values[SITE_SETTINGS] = { NULL };

	values[SITE_SEARCH_LANGUAGE] = language;
	assert_int_equal(PQntuples(ask(site_edit(values, 0))), 1);
}

static void
another_language_takes_effect_bit_by_bit(void **state)
{
	int steps = 0;

	(void)state;
	add_three();
	add_at(john, "a: Häuser", "2026-01-01 00:00+00");
	add_at(john, "b: letters", "2026-01-02 00:00+00");
	assert_false(true_in(ask(search_step()), 0, "more"));
	choose_language("german");
	assert_true(number_in(ask(search_step()), 0, "wait") > 0);
	add_at(john, "c: Häusern", "2026-01-03 00:00+00");
	assert_found("letter", "b"); /* as before */
	assert_found("haus", "c");
	choose_language("simple");
	choose_language("german");
	run_sql("UPDATE search_change SET since = now() - interval '61 s'");
	while (true_in(ask((struct query){ .name = "step",
			   .text = "SELECT more FROM search_step(1)" }),
	    0, "more"))
		steps++;
	assert_int_equal(steps, 3);
	assert_int_equal(number_of("SELECT count(*) FROM search_change"), 0);
	assert_found("haus", "c a");
	assert_found("lettern", "b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_are_found_in_any_form),
		TEST(phrases_alternatives_and_exclusions_are_understood),
		TEST(conditions_are_understood),
		TEST(what_has_no_words_finds_nothing),
		TEST(a_former_nickname_finds_the_author),
		TEST(deleted_posts_are_not_found),
		TEST(
		    who_removes_a_post_hides_its_words_and_who_restores_it_shows_them),
		TEST(nobody_finds_those_whom_they_block_or_who_block_them),
		TEST(nobody_finds_absent_people),
		TEST(only_they_themselves_find_hidden_people),
		TEST(muted_people_are_found),
		TEST(a_row_is_as_in_a_feed),
		TEST(invalid_conditions_are_rejected_with_advice),
		TEST(other_colons_are_part_of_a_word),
		TEST(people_are_found_by_nickname_and_by_what_they_say),
		TEST(people_whom_one_cannot_see_are_not_found),
		TEST(at_most_ten_people_are_found),
		TEST(random_posts_are_found_as_a_naive_query_does),
		TEST(a_search_that_ends_early_can_go_on),
		TEST(another_language_takes_effect_bit_by_bit),
	};

	return (RUN_TESTS(tests));
}
