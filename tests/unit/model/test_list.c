/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "base/text.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/person.h"
#include "model/post.h"

static int64_t john, susan, mary, friends;

/* John has a list of friends. */
static void
add_the_list(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	friends = add_list(john, "friends");
}

static void
a_new_list_is_empty_and_not_exclusive(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	rows = ask(list_find(john, friends));
	assert_int_equal(number_in(rows, 0, "id"), friends);
	assert_string_equal(text_in(rows, 0, "name"), "friends");
	assert_false(true_in(rows, 0, "exclusive"));
	rows = ask(list_all(john));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "members"), 0);
	assert_false(true_in(rows, 0, "exclusive"));
	assert_int_equal(rows_of(list_members(john, friends, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_list(john, friends, CURSOR_FIRST)), 0);
}

static void
the_choices_are_the_owners_lists_with_or_without_somebody(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	(void)add_list(john, "enemies");
	(void)add_list(mary, "hers");
	assert_outcome(list_member_add(john, friends, "susan"), "added");
	rows = ask(list_choices(john, "SUSAN"));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "name"), "enemies");
	assert_false(true_in(rows, 0, "listed"));
	assert_string_equal(text_in(rows, 1, "name"), "friends");
	assert_true(true_in(rows, 1, "listed"));
	rows = ask(list_choices(john, "nobody"));
	assert_false(true_in(rows, 1, "listed"));
}

static void
a_name_is_taken_in_any_case_but_only_for_its_owner(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	rows = ask(list_add(john, "FRIENDS"));
	assert_string_equal(text_in(rows, 0, "outcome"), "taken");
	assert_null(text_in(rows, 0, "id"));
	assert_outcome(list_add(john, "Gärten"), "added");
	assert_outcome(list_add(john, "gÄRTEN"), "taken");
	assert_outcome(list_add(susan, "friends"), "added");
	assert_int_equal(rows_of(list_all(john)), 2);
}

static void
nobody_has_more_than_a_hundred_lists(void **state)
{
	const PGresult *rows;
	char name[20];
	int i;

	(void)state;
	add_the_list();
	for (i = 1; i < 100; i++) {
		(void)snprintf(name, sizeof(name), "list %d", i);
		assert_outcome(list_add(john, name), "added");
	}
	rows = ask(list_add(john, "one more"));
	assert_string_equal(text_in(rows, 0, "outcome"), "full");
	assert_null(text_in(rows, 0, "id"));
	assert_int_equal(rows_of(list_all(john)), 100);
	assert_outcome(list_add(susan, "one more"), "added");
	assert_int_equal(rows_of(list_remove(john, friends)), 1);
	assert_outcome(list_add(john, "one more"), "added");
}

static void
lists_are_sorted_by_name_with_member_counts(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	(void)ask(list_add(john, "Bakers"));
	(void)ask(list_add(john, "zoo"));
	assert_outcome(list_member_add(john, friends, "susan"), "added");
	assert_outcome(list_member_add(john, friends, "mary"), "added");
	rows = ask(list_all(john));
	assert_string_equal(text_in(rows, 0, "name"), "Bakers");
	assert_string_equal(text_in(rows, 1, "name"), "friends");
	assert_string_equal(text_in(rows, 2, "name"), "zoo");
	assert_int_equal(number_in(rows, 0, "members"), 0);
	assert_int_equal(number_in(rows, 1, "members"), 2);
}

static void
a_list_can_be_renamed_and_made_exclusive(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	(void)ask(list_add(john, "zoo"));
	assert_outcome(list_edit(john, friends, "ZOO", 1), "taken");
	assert_outcome(list_edit(john, friends, "Friends", 1), "saved");
	rows = ask(list_find(john, friends));
	assert_string_equal(text_in(rows, 0, "name"), "Friends");
	assert_true(true_in(rows, 0, "exclusive"));
	assert_outcome(list_edit(john, friends, "pals", 0), "saved");
	rows = ask(list_find(john, friends));
	assert_string_equal(text_in(rows, 0, "name"), "pals");
	assert_false(true_in(rows, 0, "exclusive"));
	assert_outcome(list_edit(john, 1, "nothing", 0), NULL);
	assert_outcome(list_edit(john, 1, "zoo", 0), NULL);
}

static void
removing_a_list_removes_its_members(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	assert_outcome(list_member_add(john, friends, "susan"), "added");
	rows = ask(list_remove(john, friends));
	assert_int_equal(number_in(rows, 0, "id"), friends);
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 0);
	assert_int_equal(rows_of(list_remove(john, friends)), 0);
	assert_int_equal(rows_of(list_find(john, friends)), 0);
	assert_outcome(list_member_add(john, friends, "susan"), NULL);
	assert_outcome(list_member_remove(john, friends, "susan"), NULL);
}

/* Whatever susan does with the id of john's list: it does not exist for her. */
static void
a_list_belongs_to_its_owner_alone(void **state)
{
	(void)state;
	add_the_list();
	assert_outcome(list_member_add(john, friends, "mary"), "added");
	(void)add_post(mary, "post from mary");
	assert_int_equal(rows_of(list_find(susan, friends)), 0);
	assert_int_equal(rows_of(list_all(susan)), 0);
	assert_outcome(list_edit(susan, friends, "mine", 1), NULL);
	assert_int_equal(rows_of(list_remove(susan, friends)), 0);
	assert_outcome(list_member_add(susan, friends, "susan"), NULL);
	assert_outcome(list_member_remove(susan, friends, "mary"), NULL);
	assert_int_equal(
	    rows_of(list_members(susan, friends, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_list(susan, friends, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(feed_list(0, friends, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(list_members(john, friends, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(feed_list(john, friends, CURSOR_FIRST)), 1);
}

static void
members_are_added_and_removed_once(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	rows = ask(list_member_add(john, friends, "SUSAN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	assert_outcome(list_member_add(john, friends, "susan"), "already");
	assert_int_equal(number_of("SELECT count(*) FROM list_member"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
	rows = ask(list_member_remove(john, friends, "susan"));
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "outcome"), "removed");
	assert_outcome(list_member_remove(john, friends, "susan"), "not");
}

static void
a_former_nickname_works(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	assert_outcome(person_edit(susan, "suzie", ""), "saved");
	rows = ask(list_member_add(john, friends, "susan"));
	assert_string_equal(text_in(rows, 0, "nickname"), "suzie");
	assert_outcome(list_member_add(john, friends, "suzie"), "already");
	assert_outcome(list_member_remove(john, friends, "susan"), "removed");
}

static void
an_unknown_nickname_has_no_row(void **state)
{
	static const char *names[] = { "david", "admin", "",
		"'; DROP TABLE list --" };
	size_t i;

	(void)state;
	add_the_list();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_outcome(list_member_add(john, friends, names[i]), NULL);
		assert_outcome(
		    list_member_remove(john, friends, names[i]), NULL);
	}
}

static void
an_owner_can_be_on_their_own_list(void **state)
{
	(void)state;
	add_the_list();
	(void)add_post(john, "post from john");
	assert_outcome(list_member_add(john, friends, "john"), "added");
	assert_int_equal(rows_of(feed_list(john, friends, CURSOR_FIRST)), 1);
}

static void
a_list_shows_its_members_and_nobody_else(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_list();
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(list_member_add(john, friends, "susan"), "added");
	(void)add_post(john, "post from john");
	(void)add_post(susan, "post from susan");
	(void)add_post(mary, "post from mary");
	rows = ask(feed_list(john, friends, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "body"), "post from susan");
	assert_false(true_in(rows, 0, "mine"));
	assert_int_equal(number_in(rows, 0, "author"), susan);
	assert_non_null(text_in(rows, 0, "created_at"));
}

/* Members of an exclusive list are left out even if nobody is muted. */
static void
members_of_an_exclusive_list_are_not_in_the_home_feed(void **state)
{
	(void)state;
	add_the_list();
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(list_member_add(john, friends, "susan"), "added");
	assert_outcome(list_member_add(john, friends, "john"), "added");
	(void)add_post(john, "post from john");
	(void)add_post(susan, "post from susan");
	(void)add_post(mary, "post from mary");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 3);
	assert_outcome(list_edit(john, friends, "friends", 1), "saved");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 2);
	assert_int_equal(rows_of(feed_list(john, friends, CURSOR_FIRST)), 2);
	assert_int_equal(rows_of(feed_explore(john, CURSOR_FIRST)), 3);
	assert_int_equal(
	    rows_of(feed_person(nickname_of(susan), CURSOR_FIRST, john)), 1);
	assert_outcome(list_edit(john, friends, "friends", 0), "saved");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 3);
}

static void
somebody_elses_exclusive_list_changes_nothing(void **state)
{
	int64_t susans;

	(void)state;
	add_the_list();
	assert_outcome(follow_add(john, "mary"), "followed");
	(void)add_post(mary, "post from mary");
	susans = add_list(susan, "friends");
	assert_outcome(list_edit(susan, susans, "friends", 1), "saved");
	assert_outcome(list_member_add(susan, susans, "mary"), "added");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 1);
}

static struct query
add_friend(const char *nickname)
{
	return (list_member_add(john, friends, nickname));
}

static struct query
friends_page(int64_t before)
{
	return (list_members(john, friends, before));
}

static void
members_are_listed_newest_first_by_page(void **state)
{
	int64_t other;

	(void)state;
	add_the_list();
	other = add_list(john, "other");
	assert_outcome(list_member_add(john, other, "mary"), "added");
	assert_newest_first(add_friend, "added", friends_page);
}

static void
a_name_has_1_to_40_characters(void **state)
{
	char name[LIST_NAME_MAX * 2 + 3] = "", problem[FAILURE_MAX];
	int i;

	(void)state;
	assert_int_equal(list_name_problem("x", problem), 0);
	for (i = 0; i < LIST_NAME_MAX; i++)
		(void)strcat(name, "ä");
	assert_int_equal(list_name_problem(name, problem), 0);
	john = add_person("john");
	assert_outcome(list_add(john, name), "added");
	(void)strcat(name, "a");
	assert_int_equal(list_name_problem(name, problem), -1);
	assert_string_equal(problem,
	    "A list's name can have at most 40 characters; this one has 41.");
}

static void
the_code_points_of_a_name_are_limited(void **state)
{
	char name[LIST_NAME_CODE_POINTS * 2 + 3] = "x", problem[FAILURE_MAX];
	int i;

	(void)state;
	for (i = 1; i < LIST_NAME_CODE_POINTS; i++)
		(void)strcat(name, "\xcc\x81");
	assert_int_equal(list_name_problem(name, problem), 0);
	john = add_person("john");
	assert_outcome(list_add(john, name), "added");
	(void)strcat(name, "\xcc\x81");
	assert_int_equal(list_name_problem(name, problem), -1);
	assert_string_equal(problem,
	    "A list's name can have at most 300 code points, which include"
	    " each accent and joiner; this one has 301.");
}

static void
a_name_is_visible_and_has_one_line(void **state)
{
	static const char *blank[] = { "", " ", "\xe2\x80\x8b", "\xc2\xa0",
		"\xf0\x9d\x85\x99" };
	static const char *controls[] = { "a\nb", "a\tb", "a\x01", "a\x7f",
		"a\xe2\x80\xae", "\xe2\x81\xa6x" };
	char problem[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(blank) / sizeof(blank[0]); i++) {
		assert_int_equal(list_name_problem(blank[i], problem), -1);
		assert_string_equal(problem, "Please give the list a name.");
	}
	for (i = 0; i < sizeof(controls) / sizeof(controls[0]); i++) {
		assert_int_equal(list_name_problem(controls[i], problem), -1);
		assert_string_equal(problem,
		    "Please remove the control characters from this name.");
	}
	assert_int_equal(
	    list_name_problem("Bäcker & Söhne \xf0\x9f\x8d\x9e", problem), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_list_is_empty_and_not_exclusive),
		TEST(the_choices_are_the_owners_lists_with_or_without_somebody),
		TEST(a_name_is_taken_in_any_case_but_only_for_its_owner),
		TEST(nobody_has_more_than_a_hundred_lists),
		TEST(lists_are_sorted_by_name_with_member_counts),
		TEST(a_list_can_be_renamed_and_made_exclusive),
		TEST(removing_a_list_removes_its_members),
		TEST(a_list_belongs_to_its_owner_alone),
		TEST(members_are_added_and_removed_once),
		TEST(a_former_nickname_works),
		TEST(an_unknown_nickname_has_no_row),
		TEST(an_owner_can_be_on_their_own_list),
		TEST(a_list_shows_its_members_and_nobody_else),
		TEST(members_of_an_exclusive_list_are_not_in_the_home_feed),
		TEST(somebody_elses_exclusive_list_changes_nothing),
		TEST(members_are_listed_newest_first_by_page),
		TEST(the_code_points_of_a_name_are_limited),
		TEST(a_name_has_1_to_40_characters),
		TEST(a_name_is_visible_and_has_one_line),
	};

	return (RUN_TESTS(tests));
}
