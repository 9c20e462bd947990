/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/person.h"

static int64_t john, susan, mary;

static void
blocking_works_once(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(block_add(john, "susan"), "already");
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_outcome(block_remove(john, "susan"), "not");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM block"), 1);
}

static void
nobody_blocks_themselves(void **state)
{
	PGresult *result;
	char text[100];

	(void)state;
	john = add_person("john");
	assert_outcome(block_add(john, "JOHN"), "self");
	assert_outcome(block_remove(john, "john"), "self");
	assert_int_equal(number_of("SELECT count(*) FROM block"), 0);
	(void)snprintf(text, sizeof(text),
	    "INSERT INTO block VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)john);
	result = PQexec(database, text);
	assert_string_equal(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
	    "block_not_oneself");
	PQclear(result);
}

static void
an_unknown_nickname_has_no_row(void **state)
{
	static const char *names[] = { "susan", "admin", "", "a b",
		"'; DROP TABLE block --" };
	size_t i;

	(void)state;
	john = add_person("john");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_outcome(block_add(john, names[i]), NULL);
		assert_outcome(block_remove(john, names[i]), NULL);
	}
}

static void
case_and_former_nicknames_do_not_matter(void **state)
{
	const PGresult *rows;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(person_edit(susan, "Suzie", ""), "saved");
	rows = ask(block_add(john, "SUSAN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
	assert_string_equal(text_in(rows, 0, "outcome"), "blocked");
	rows = ask(block_remove(john, "sUZIE"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
	assert_string_equal(text_in(rows, 0, "outcome"), "unblocked");
}

static void
blocking_ends_both_follows_at_once(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(follow_add(mary, "susan"), "followed");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 2);
	assert_int_equal(number_of("SELECT count(*) FROM follow"
				   " WHERE %lld IN (follower, followed)",
			     (long long)mary),
	    2);
	assert_counts_are_correct();
}

/* Blocking again removes a follow that should not exist. */
static void
blocking_again_cleans_up(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(block_add(john, "susan"), "blocked");
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 9)", (long long)susan,
	    (long long)john);
	run_sql("SELECT follow_count(%lld, %lld, 1)", (long long)susan,
	    (long long)john);
	assert_outcome(block_add(john, "susan"), "already");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
	assert_counts_are_correct();
}

static void
blocking_takes_each_off_the_lists_of_the_other(void **state)
{
	int64_t list;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	(void)add_person("mary");
	list = add_list(john, "friends");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	assert_outcome(list_member_add(john, list, "mary"), "added");
	list = add_list(john, "gardens");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	list = add_list(susan, "friends");
	assert_outcome(list_member_add(susan, list, "john"), "added");
	assert_outcome(list_member_add(susan, list, "susan"), "added");
	assert_outcome(list_member_add(susan, list, "mary"), "added");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 3);
	assert_int_equal(
	    number_of("SELECT count(*) FROM list_member"
		      " WHERE person = %lld OR (owner = %lld"
		      "   AND person = %lld)",
		(long long)john, (long long)john, (long long)susan),
	    0);
}

static void
unblocking_restores_nothing(void **state)
{
	int64_t list;

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	list = add_list(john, "friends");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(block_remove(john, "susan"), "unblocked");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 0);
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_counts_are_correct();
}

static void
a_block_reports_whose_pages_changed(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_changes_nothing(block_add(john, "nobody"));
	assert_changes_nothing(block_add(john, "john"));
	assert_changes_nothing(block_add(john, "susan"));
	assert_outcome(block_remove(john, "susan"), "unblocked");

	assert_outcome(follow_add(susan, "john"), "followed");
	assert_changes(block_add(john, "susan"), "person/%lld person/%lld",
	    (long long)susan, (long long)john);
	assert_changes_nothing(block_add(john, "susan"));
	assert_outcome(block_remove(john, "susan"), "unblocked");

	assert_outcome(follow_add(john, "susan"), "followed");
	assert_changes(block_add(john, "susan"), "person/%lld person/%lld",
	    (long long)john, (long long)susan);
}

/* The order depends on which of the two follows ended last. */
static void
a_block_that_ends_two_follows_reports_both_people_once(void **state)
{
	const char *changed;
	char topics[2][100];

	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	changed = text_in(ask(block_add(john, "susan")), 0, "changed");
	(void)snprintf(topics[0], sizeof(topics[0]), "person/%lld person/%lld",
	    (long long)john, (long long)susan);
	(void)snprintf(topics[1], sizeof(topics[1]), "person/%lld person/%lld",
	    (long long)susan, (long long)john);
	assert_non_null(changed);
	assert_true(
	    strcmp(changed, topics[0]) == 0 || strcmp(changed, topics[1]) == 0);
}

static void
counts_stay_correct_whatever_is_done(void **state)
{
	static const char *names[] = { "ann", "bob", "cy", "dee", "eve" };
	int64_t people[5];
	unsigned int i, dice = 3;
	const char *name;
	int64_t who;

	(void)state;
	for (i = 0; i < 5; i++)
		people[i] = add_person(names[i]);
	for (i = 0; i < 600; i++) {
		dice = dice * 1103515245 + 12345;
		who = people[(dice >> 18) % 5];
		name = names[(dice >> 23) % 5];
		switch ((dice >> 14) % 8) {
		case 0:
			(void)ask(follow_remove(who, name));
			break;
		case 1:
			(void)ask(block_add(who, name));
			break;
		case 2:
		case 3:
			(void)ask(block_remove(who, name));
			break;
		default:
			(void)ask(follow_add(who, name));
		}
	}
	assert_counts_are_correct();
	assert_int_equal(
	    number_of("SELECT count(*) FROM follow f JOIN block_pair b"
		      "    ON b.person = f.follower AND b.other = f.followed"),
	    0);
	assert_true(number_of("SELECT count(*) FROM follow") > 0);
	assert_true(number_of("SELECT count(*) FROM block") > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blocking_works_once),
		TEST(nobody_blocks_themselves),
		TEST(an_unknown_nickname_has_no_row),
		TEST(case_and_former_nicknames_do_not_matter),
		TEST(blocking_ends_both_follows_at_once),
		TEST(blocking_again_cleans_up),
		TEST(blocking_takes_each_off_the_lists_of_the_other),
		TEST(unblocking_restores_nothing),
		TEST(counts_stay_correct_whatever_is_done),
		TEST(a_block_reports_whose_pages_changed),
		TEST(a_block_that_ends_two_follows_reports_both_people_once),
	};

	return (RUN_TESTS(tests));
}
