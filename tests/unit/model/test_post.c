/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "base/text.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/person.h"
#include "model/post.h"

static const unsigned char form[POST_SUBMISSION] = "a form, 16 byte";
static const unsigned char other_form[POST_SUBMISSION] = "b form, 16 byte";

static int64_t
counted(const char *nickname)
{
	return (number_in(ask(person_profile(nickname, 0)), 0, "posts"));
}

static void
a_post_has_its_author_body_and_time(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	int64_t id = add_post(john, "post from john");
	const PGresult *rows = ask(post_find(id, susan));

	(void)state;
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), id);
	assert_int_equal(number_in(rows, 0, "author"), john);
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 0, "body"), "post from john");
	assert_non_null(text_in(rows, 0, "created_at"));
	assert_false(true_in(rows, 0, "mine"));
	assert_true(true_in(ask(post_find(id, john)), 0, "mine"));
	assert_false(true_in(ask(post_find(id, 0)), 0, "mine"));
}

static void
a_made_up_id_finds_no_post(void **state)
{
	(void)state;
	(void)add_post(add_person("john"), "post from john");
	assert_int_equal(PQntuples(ask(post_find(0, 0))), 0);
	assert_int_equal(PQntuples(ask(post_find(-1, 0))), 0);
	assert_int_equal(PQntuples(ask(post_find(INT64_MAX, 0))), 0);
	assert_int_equal(PQntuples(ask(post_find(INT64_MIN, 0))), 0);
}

static void
a_body_is_stored_byte_for_byte(void **state)
{
	const char *body = "<b>'; DROP TABLE post; --\n\t\\x00 $1 "
			   "\xf0\x9f\x90\x98 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d";
	int64_t id = add_post(add_person("john"), body);

	(void)state;
	assert_string_equal(text_in(ask(post_find(id, 0)), 0, "body"), body);
}

static void
the_id_of_a_post_contains_its_time(void **state)
{
	int64_t john = add_person("john"), id;
	const PGresult *rows;

	(void)state;
	rows = ask(plain_post(john, "old", NULL, "2020-01-02 03:04:05.678+00"));
	id = number_in(rows, 0, "id");
	assert_int_equal(id >> 20, 1577934245678);
	rows = ask(post_find(id, 0));
	assert_string_equal(
	    text_in(rows, 0, "created_at"), "2020-01-02 03:04:05.678+00");
	id = add_post(john, "new");
	assert_true((id >> 20) / 1000 - number_of("SELECT extract(epoch FROM "
						  "now())::bigint") <
		    2);
}

static void
posts_of_the_same_moment_are_in_the_order_of_posting(void **state)
{
	int64_t john = add_person("john"), last = 0, id;
	int i;

	(void)state;
	for (i = 0; i < 50; i++) {
		id = number_in(ask(plain_post(john, "again", NULL,
				   "2020-01-02 03:04:05+00")),
		    0, "id");
		assert_true(id > last);
		last = id;
	}
}

static void
a_post_after_the_clock_was_set_back_is_newest(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	int64_t last = number_in(
	    ask(plain_post(john, "fast", NULL, "2100-01-01 00:00+00")), 0,
	    "id");
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < 50; i++) {
		id = add_post(i % 2 ? john : susan, "right");
		assert_true(id > last);
		last = id;
	}
	assert_int_equal(
	    number_in(ask(feed_explore(0, CURSOR_FIRST)), 0, "id"), last);
}

static void
the_same_submission_posts_once(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	assert_int_equal(PQntuples(ask(plain_post(john, "x", form, NULL))), 1);
	assert_int_equal(PQntuples(ask(plain_post(john, "x", form, NULL))), 0);
	assert_int_equal(counted("john"), 1);
	assert_int_equal(
	    PQntuples(ask(plain_post(john, "x", other_form, NULL))), 1);
	assert_int_equal(PQntuples(ask(plain_post(susan, "x", form, NULL))), 1);
	assert_int_equal(PQntuples(ask(plain_post(john, "x", NULL, NULL))), 1);
	assert_int_equal(PQntuples(ask(plain_post(john, "x", NULL, NULL))), 1);
	assert_counts_are_correct();
}

static void
only_the_author_deletes_a_post(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	int64_t id = add_post(john, "post from john");
	const PGresult *rows;

	(void)state;
	assert_int_equal(PQntuples(ask(post_delete(susan, id))), 0);
	assert_int_equal(PQntuples(ask(post_delete(0, id))), 0);
	assert_int_equal(PQntuples(ask(post_find(id, 0))), 1);

	rows = ask(post_delete(john, id));
	assert_int_equal(number_in(rows, 0, "id"), id);
	assert_int_equal(PQntuples(ask(post_find(id, 0))), 0);
	assert_int_equal(PQntuples(ask(post_delete(john, id))), 0);
	assert_counts_are_correct();
}

static void
posts_are_counted(void **state)
{
	int64_t john = add_person("john"), id;

	(void)state;
	assert_int_equal(counted("john"), 0);
	id = add_post(john, "one");
	(void)add_post(john, "two");
	assert_int_equal(counted("john"), 2);
	(void)ask(post_delete(john, id));
	assert_int_equal(counted("john"), 1);
	assert_counts_are_correct();
}

static void
a_rename_shows_in_old_posts(void **state)
{
	int64_t john = add_person("john"), id = add_post(john, "hello");

	(void)state;
	(void)ask(person_edit(john, "jack", ""));
	assert_string_equal(
	    text_in(ask(post_find(id, 0)), 0, "nickname"), "jack");
}

static void
fill(char *text, const char *character, int times)
{
	*text = '\0';
	while (times-- > 0)
		(void)strcat(text, character);
}

#define WOMAN  "\xf0\x9f\x91\xa9"
#define JOINER "\xe2\x80\x8d"
#define FAMILY WOMAN JOINER WOMAN JOINER WOMAN JOINER WOMAN

#define MOST	    140 /* what a new site allows */
#define CODE_POINTS 1000

/* Characters of one, two, three and four bytes, and of several code points. */
static void
a_post_is_counted_in_characters(void **state)
{
	static const char *letters[] = { "a", "\xc3\xa4", "\xe2\x82\xac",
		"\xf0\x9f\x90\x98", "e\xcc\x81", FAMILY };
	char text[(MOST + 1) * sizeof(FAMILY)], problem[FAILURE_MAX];
	int64_t john = add_person("john");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		fill(text, letters[i], MOST);
		assert_int_equal(post_body_problem(text, MOST, problem), 0);
		(void)add_post(john, text);
		(void)strcat(text, letters[i]);
		assert_int_equal(post_body_problem(text, MOST, problem), -1);
		assert_string_equal(problem, "A post can have at most 140 "
					     "characters; this one has 141.");
	}
}

/* Case K1: one character of 140 code points is fine, one of 1,001 is not. */
static void
the_code_points_of_a_post_are_limited(void **state)
{
	char text[CODE_POINTS * 4 + 5] = "x", problem[FAILURE_MAX];
	int64_t john = add_person("john");

	(void)state;
	fill(text, WOMAN JOINER, 70);
	assert_int_equal(post_body_problem(text, MOST, problem), 0);

	fill(text, "x\xcc\x81", MOST - 1);
	fill(text + strlen(text), "\xcc\x81", CODE_POINTS - 2 * (MOST - 1));
	assert_int_equal(text_length(text), CODE_POINTS);
	assert_int_equal(post_body_problem(text, MOST, problem), 0);
	(void)add_post(john, text);
	(void)strcat(text, "\xcc\x81");
	assert_int_equal(post_body_problem(text, MOST, problem), -1);
	assert_string_equal(problem,
	    "A post can have at most 1000 code points, which include each"
	    " accent and joiner; this one has 1001.");
}

static void
a_line_end_is_one_character(void **state)
{
	char text[MOST * 2 + 2], problem[FAILURE_MAX];

	(void)state;
	fill(text, "a\r\n", MOST / 2);
	text_normalise(text);
	assert_int_equal(text_length(text), MOST - 1);
	assert_int_equal(post_body_problem(text, MOST, problem), 0);
}

/* The site may allow less than the worker believes that checked the text. */
static void
the_database_rejects_a_post_that_is_longer_than_the_site_allows(void **state)
{
	char text[CODE_POINTS * 2 + 8];
	int64_t john = add_person("john");
	const PGresult *rows;

	(void)state;
	fill(text, "a", MOST + 1);
	rows = ask(plain_post(john, text, NULL, NULL));
	assert_int_equal(number_in(rows, 0, "most"), MOST);
	assert_null(text_in(rows, 0, "id"));
	assert_null(text_in(rows, 0, "wait"));
	text[MOST] = '\0';
	rows = ask(plain_post(john, text, NULL, NULL));
	assert_null(text_in(rows, 0, "most"));
	assert_non_null(text_in(rows, 0, "id"));

	fill(text, "a\xcc\x81", 1);
	fill(text + strlen(text), "\xcc\x81", CODE_POINTS - 2);
	assert_int_equal(text_length(text), CODE_POINTS);
	assert_null(
	    text_in(ask(plain_post(john, text, NULL, NULL)), 0, "most"));
	(void)strcat(text, "\xcc\x81");
	assert_non_null(
	    text_in(ask(plain_post(john, text, NULL, NULL)), 0, "most"));
}

static void
a_post_is_as_long_as_the_site_allows(void **state)
{
	static char text[POST_CODE_POINTS * 4 + 5];
	int64_t john = add_person("john");
	char problem[FAILURE_MAX];

	(void)state;
	run_sql("UPDATE site SET post_length = 5000");
	fill(text, "\xf0\x9f\x90\x98\xf0\x9f\x8f\xbb", POST_MAX);
	assert_int_equal(text_length(text), POST_CODE_POINTS);
	assert_int_equal(post_body_problem(text, POST_MAX, problem), 0);
	(void)add_post(john, text);
	assert_int_equal(post_body_problem(text, POST_MAX - 1, problem), -1);

	run_sql("UPDATE site SET post_length = 1");
	assert_int_equal(
	    number_of("SELECT char_length(body) FROM post"), POST_CODE_POINTS);
	assert_int_equal(
	    number_in(ask(plain_post(john, "no", NULL, NULL)), 0, "most"), 1);
	(void)add_post(john, "o");
}

static void
schema_and_program_agree_on_the_code_points(void **state)
{
	int most;

	(void)state;
	for (most = 1; most <= POST_MAX; most += most < 600 ? 1 : 100)
		assert_int_equal(number_of("SELECT post_code_points(%d)", most),
		    post_code_points(most));
	assert_int_equal(post_code_points(POST_MAX), POST_CODE_POINTS);
}

static void
an_empty_post_is_rejected(void **state)
{
	char problem[FAILURE_MAX];

	(void)state;
	assert_int_equal(post_body_problem("", MOST, problem), -1);
	assert_string_equal(problem, "Please write something.");
	assert_int_equal(post_body_problem(" \n\t ", MOST, problem), -1);
	assert_int_equal(post_body_problem("\xe2\x80\x8b", MOST, problem), -1);
	assert_int_equal(post_body_problem("\xc2\xa0", MOST, problem), -1);
	/* Case W1: musical notes without heads. */
	assert_int_equal(post_body_problem(
			     "\xf0\x9d\x85\x99\xf0\x9d\x85\x99", MOST, problem),
	    -1);
	assert_int_equal(post_body_problem(".", MOST, problem), 0);
}

static void
a_post_has_no_control_characters(void **state)
{
	char problem[FAILURE_MAX];

	(void)state;
	assert_int_equal(
	    post_body_problem("two\nlines\tand a tab", MOST, problem), 0);
	assert_int_equal(post_body_problem("a\x01"
					   "b",
			     MOST, problem),
	    -1);
	assert_string_equal(
	    problem, "Please remove the control characters from this text.");
	assert_int_equal(post_body_problem("a\xe2\x80\xae"
					   "b",
			     MOST, problem),
	    -1);
}

static void
pages_with_posts_change_with_each_of_them(void **state)
{
	int64_t john = add_person("john"), id = add_post(john, "hello");

	(void)state;
	assert_changes(plain_post(john, "x", form, NULL), "posts");
	assert_changes_nothing(plain_post(john, "x", form, NULL));
	assert_changes(post_delete(john, id), "posts");
	assert_changes_nothing(post_delete(john, id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_post_has_its_author_body_and_time),
		TEST(a_made_up_id_finds_no_post),
		TEST(a_body_is_stored_byte_for_byte),
		TEST(the_id_of_a_post_contains_its_time),
		TEST(posts_of_the_same_moment_are_in_the_order_of_posting),
		TEST(a_post_after_the_clock_was_set_back_is_newest),
		TEST(the_same_submission_posts_once),
		TEST(only_the_author_deletes_a_post),
		TEST(posts_are_counted),
		TEST(a_rename_shows_in_old_posts),
		TEST(a_post_is_counted_in_characters),
		TEST(a_line_end_is_one_character),
		TEST(the_code_points_of_a_post_are_limited),
		TEST(
		    the_database_rejects_a_post_that_is_longer_than_the_site_allows),
		TEST(a_post_is_as_long_as_the_site_allows),
		TEST(schema_and_program_agree_on_the_code_points),
		TEST(an_empty_post_is_rejected),
		TEST(a_post_has_no_control_characters),
		TEST(pages_with_posts_change_with_each_of_them),
	};

	return (RUN_TESTS(tests));
}
