/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/follow.h"
#include "model/person.h"

static int
follows(int64_t follower, int64_t followed)
{
	const char *nickname = nickname_of(followed);

	return (true_in(ask(person_profile(nickname, follower)), 0, "follows"));
}

static int64_t
counted(const char *what, const char *nickname)
{
	return (number_in(ask(person_profile(nickname, 0)), 0, what));
}

/* From test_follow in Grinberg's microblog, step by step. */
static void
following_and_unfollowing_work(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	const PGresult *rows;

	(void)state;
	assert_outcome(follow_remove(john, "susan"), "not");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "susan"), "already");
	assert_true(follows(john, susan));

	rows = ask(follow_following(nickname_of(john), CURSOR_FIRST, 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_int_equal(counted("following", "john"), 1);
	rows = ask(follow_followers(nickname_of(susan), CURSOR_FIRST, 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_int_equal(counted("followers", "susan"), 1);

	assert_outcome(follow_remove(john, "susan"), "unfollowed");
	assert_false(follows(john, susan));
	rows = ask(follow_following(nickname_of(john), CURSOR_FIRST, 0));
	assert_int_equal(PQntuples(rows), 0);
	assert_int_equal(counted("following", "john"), 0);
	rows = ask(follow_followers(nickname_of(susan), CURSOR_FIRST, 0));
	assert_int_equal(PQntuples(rows), 0);
	assert_int_equal(counted("followers", "susan"), 0);
}

static void
following_works_only_once(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_person("susan");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "susan"), "already");
	assert_outcome(follow_add(john, "susan"), "already");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 1);
	assert_outcome(follow_remove(john, "susan"), "unfollowed");
	assert_outcome(follow_remove(john, "susan"), "not");
	assert_counts_are_correct();
}

static void
nobody_follows_themselves(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_outcome(follow_add(john, "john"), "self");
	assert_outcome(follow_add(john, "JOHN"), "self");
	assert_outcome(follow_remove(john, "john"), "self");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
	assert_int_equal(counted("followers", "john"), 0);
	assert_int_equal(counted("following", "john"), 0);
}

static void
the_database_itself_rejects_a_self_follow(void **state)
{
	int64_t john = add_person("john");
	PGresult *result;
	char text[100];

	(void)state;
	(void)snprintf(text, sizeof(text),
	    "INSERT INTO follow VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)john);
	result = PQexec(database, text);
	assert_string_equal(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
	    "follow_not_oneself");
	PQclear(result);
}

static void
an_unknown_nickname_has_no_row(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_outcome(follow_add(john, "susan"), NULL);
	assert_outcome(follow_remove(john, "susan"), NULL);
	assert_outcome(follow_add(john, "admin"), NULL);
	assert_outcome(follow_remove(john, "admin"), NULL);
	assert_outcome(follow_add(john, ""), NULL);
	assert_outcome(follow_add(john, "'; DROP TABLE person --"), NULL);
}

static void
following_ignores_case_and_returns_the_right_spelling(void **state)
{
	int64_t john = add_person("john"), susan = add_person("Susan");
	const PGresult *rows = ask(follow_add(john, "sUSAN"));

	(void)state;
	assert_string_equal(text_in(rows, 0, "nickname"), "Susan");
	assert_true(follows(john, susan));
	rows = ask(follow_remove(john, "SUSAN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Susan");
	assert_false(follows(john, susan));
}

static void
a_former_nickname_can_be_followed(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	const PGresult *rows;

	(void)state;
	assert_outcome(person_edit(susan, "suzie", ""), "saved");
	rows = ask(follow_add(john, "susan"));
	assert_string_equal(text_in(rows, 0, "outcome"), "followed");
	assert_string_equal(text_in(rows, 0, "nickname"), "suzie");
	assert_outcome(follow_add(john, "suzie"), "already");
	assert_outcome(follow_add(susan, "susan"), "self");
}

static void
following_is_not_mutual(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_true(follows(john, susan));
	assert_false(follows(susan, john));
	assert_outcome(follow_remove(susan, "john"), "not");
	assert_true(follows(john, susan));
	assert_int_equal(counted("followers", "john"), 0);
	assert_int_equal(counted("following", "susan"), 0);
}

/* In Grinberg's, where people followed themselves: 1, 2, 2, 3. */
static void
counts_match_the_follows(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	int64_t mary = add_person("mary");

	(void)state;
	(void)add_person("david");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "david"), "followed");
	assert_outcome(follow_add(susan, "mary"), "followed");
	assert_outcome(follow_add(mary, "david"), "followed");
	assert_int_equal(counted("followers", "john"), 0);
	assert_int_equal(counted("followers", "susan"), 1);
	assert_int_equal(counted("followers", "mary"), 1);
	assert_int_equal(counted("followers", "david"), 2);
	assert_int_equal(counted("following", "john"), 2);
	assert_int_equal(counted("following", "david"), 0);
	assert_counts_are_correct();
}

static void
counts_stay_correct_whatever_is_done(void **state)
{
	static const char *names[] = { "ann", "bob", "cy", "dee", "eve" };
	int64_t people[5];
	unsigned int i, dice = 1;

	(void)state;
	for (i = 0; i < 5; i++)
		people[i] = add_person(names[i]);
	for (i = 0; i < 300; i++) {
		dice = dice * 1103515245 + 12345;
		(void)ask((dice >> 16) % 3 == 0
			      ? follow_remove(people[(dice >> 18) % 5],
				    names[(dice >> 23) % 5])
			      : follow_add(people[(dice >> 18) % 5],
				    names[(dice >> 23) % 5]));
	}
	assert_counts_are_correct();
	assert_true(number_of("SELECT count(*) FROM follow") > 5);
}

static void
people_are_listed_newest_follow_first_by_page(void **state)
{
	int64_t star = add_person("star"), first = 0, before = CURSOR_FIRST;
	int64_t last = 0, id;
	const PGresult *rows;
	char name[20];
	int i, shown = 0;

	(void)state;
	for (i = 0; i < 120; i++) {
		(void)snprintf(name, sizeof(name), "fan%d", i);
		id = add_person(name);
		assert_outcome(follow_add(id, "star"), "followed");
		assert_outcome(follow_add(star, name), "followed");
		if (i == 0)
			first = id;
	}
	do {
		rows = ask(follow_followers(nickname_of(star), before, 0));
		for (i = 0; i < PQntuples(rows) && i < 50; i++, shown++) {
			id = number_in(rows, i, "person");
			assert_true(last == 0 || id < last);
			last = id;
		}
		before = number_in(rows, i - 1, "id");
	} while (PQntuples(rows) == 51);
	assert_int_equal(shown, 120);
	assert_int_equal(last, first);

	rows = ask(follow_following(nickname_of(star), CURSOR_FIRST, 0));
	assert_int_equal(PQntuples(rows), 51);
	assert_string_equal(text_in(rows, 0, "nickname"), "fan119");
	assert_string_equal(text_in(rows, 50, "nickname"), "fan69");
	assert_string_equal(text_in(rows, 0, "about_me"), "");
}

static void
a_follow_reports_whose_pages_changed(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	assert_changes(follow_add(john, "susan"), "person/%lld person/%lld",
	    (long long)john, (long long)susan);
	assert_changes_nothing(follow_add(john, "susan"));
	assert_changes_nothing(follow_add(john, "john"));
	assert_changes_nothing(follow_add(john, "nobody"));
	assert_changes(follow_remove(john, "susan"), "person/%lld person/%lld",
	    (long long)john, (long long)susan);
	assert_changes_nothing(follow_remove(john, "susan"));
	assert_changes_nothing(follow_remove(john, "john"));
	assert_changes_nothing(follow_remove(john, "nobody"));
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_changes_nothing(follow_add(john, "susan"));
}

/* Assert what ${viewer} is told of the person in this row. */
static void
assert_relation(
    const PGresult *rows, int row, int64_t person, int self, int follows)
{
	assert_int_equal(number_in(rows, row, "person"), person);
	assert_int_equal(true_in(rows, row, "self"), self);
	assert_int_equal(true_in(rows, row, "follows"), follows);
}

static void
lists_say_whom_the_viewer_follows(void **state)
{
	int64_t ann = add_person("ann"), ben = add_person("ben");
	int64_t eva = add_person("eva");
	const PGresult *rows;

	(void)state;
	(void)add_person("star");
	assert_outcome(follow_add(ann, "star"), "followed");
	assert_outcome(follow_add(ben, "star"), "followed");
	assert_outcome(follow_add(ann, "ben"), "followed");
	assert_outcome(follow_add(eva, "ann"), "followed");
	assert_outcome(follow_add(eva, "ben"), "followed");
	rows = ask(follow_followers("star", CURSOR_FIRST, ann));
	assert_int_equal(PQntuples(rows), 2);
	assert_relation(rows, 0, ben, 0, 1);
	assert_relation(rows, 1, ann, 1, 0);
	rows = ask(follow_following("eva", CURSOR_FIRST, ann));
	assert_relation(rows, 0, ben, 0, 1);
	assert_relation(rows, 1, ann, 1, 0);
	rows = ask(follow_following("eva", CURSOR_FIRST, 0));
	assert_relation(rows, 0, ben, 0, 0);
	assert_relation(rows, 1, ann, 0, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(following_and_unfollowing_work),
		TEST(following_works_only_once),
		TEST(nobody_follows_themselves),
		TEST(the_database_itself_rejects_a_self_follow),
		TEST(an_unknown_nickname_has_no_row),
		TEST(following_ignores_case_and_returns_the_right_spelling),
		TEST(a_former_nickname_can_be_followed),
		TEST(following_is_not_mutual),
		TEST(counts_match_the_follows),
		TEST(counts_stay_correct_whatever_is_done),
		TEST(people_are_listed_newest_follow_first_by_page),
		TEST(a_follow_reports_whose_pages_changed),
		TEST(lists_say_whom_the_viewer_follows),
	};

	return (RUN_TESTS(tests));
}
