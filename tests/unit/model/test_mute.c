/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"

static int64_t john, susan, mary;

/* John follows susan and mary, and each has a post. */
static void
add_the_three(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	(void)add_post(john, "post from john");
	(void)add_post(susan, "post from susan");
	(void)add_post(mary, "post from mary");
}

static void
muting_works_once(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_outcome(mute_add(john, "susan"), "already");
	assert_outcome(mute_remove(john, "susan"), "unmuted");
	assert_outcome(mute_remove(john, "susan"), "not");
	assert_int_equal(number_of("SELECT count(*) FROM mute"), 0);
}

static void
nobody_mutes_themselves(void **state)
{
	PGresult *result;
	char text[100];

	(void)state;
	john = add_person("john");
	assert_outcome(mute_add(john, "JOHN"), "self");
	assert_outcome(mute_remove(john, "john"), "self");
	assert_int_equal(number_of("SELECT count(*) FROM mute"), 0);
	(void)snprintf(text, sizeof(text),
	    "INSERT INTO mute VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)john);
	result = PQexec(database, text);
	assert_string_equal(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME),
	    "mute_not_oneself");
	PQclear(result);
}

static void
an_unknown_nickname_has_no_row(void **state)
{
	static const char *names[] = { "susan", "admin", "",
		"'; DROP TABLE mute --" };
	size_t i;

	(void)state;
	john = add_person("john");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_outcome(mute_add(john, names[i]), NULL);
		assert_outcome(mute_remove(john, names[i]), NULL);
	}
}

static void
case_and_former_nicknames_do_not_matter(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(person_edit(susan, "Suzie", ""), "saved");
	rows = ask(mute_add(john, "SUSAN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
	rows = ask(mute_remove(john, "suzie"));
	assert_string_equal(text_in(rows, 0, "nickname"), "Suzie");
}

static void
muted_people_are_not_in_the_home_feed_until_unmuted(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 3);
	assert_outcome(mute_add(john, "susan"), "muted");
	rows = ask(feed_home(john, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "nickname"), "mary");
	assert_string_equal(text_in(rows, 1, "nickname"), "john");
	assert_outcome(mute_remove(john, "susan"), "unmuted");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 3);
}

static void
muted_people_stay_everywhere_else(void **state)
{
	int64_t list;
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(mute_add(john, "susan"), "muted");
	list = number_in(ask(list_add(john, "friends")), 0, "id");
	assert_outcome(list_member_add(john, list, "susan"), "added");
	rows = ask(person_profile("susan", john));
	assert_true(true_in(rows, 0, "muted"));
	assert_true(true_in(rows, 0, "follows"));
	assert_false(true_in(rows, 0, "blocked"));
	assert_int_equal(number_in(rows, 0, "followers"), 1);
	assert_int_equal(
	    rows_of(feed_person(nickname_of(susan), CURSOR_FIRST, john)), 1);
	assert_int_equal(rows_of(feed_explore(john, CURSOR_FIRST)), 3);
	assert_int_equal(rows_of(feed_list(john, list, CURSOR_FIRST)), 1);
	assert_int_equal(
	    rows_of(follow_following(nickname_of(john), CURSOR_FIRST, john)),
	    2);
	assert_counts_are_correct();
}

/* All that susan can see is as before. */
static void
muted_people_cannot_tell(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(mute_add(john, "susan"), "muted");
	rows = ask(person_profile("john", susan));
	assert_int_equal(PQntuples(rows), 1);
	assert_false(true_in(rows, 0, "muted"));
	assert_int_equal(rows_of(feed_home(susan, CURSOR_FIRST)), 2);
	assert_int_equal(
	    rows_of(follow_followers(nickname_of(susan), CURSOR_FIRST, susan)),
	    1);
	assert_outcome(follow_remove(susan, "john"), "unfollowed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(mute_remove(susan, "john"), "not");
}

static void
people_can_be_muted_before_they_are_followed(void **state)
{
	(void)state;
	john = add_person("john");
	susan = add_person("susan");
	(void)add_post(susan, "post from susan");
	assert_outcome(mute_add(john, "susan"), "muted");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(rows_of(feed_home(john, CURSOR_FIRST)), 0);
	assert_outcome(follow_remove(john, "susan"), "unfollowed");
	assert_int_equal(rows_of(mute_list(john, CURSOR_FIRST)), 1);
}

static struct query
john_mutes(const char *nickname)
{
	return (mute_add(john, nickname));
}

static struct query
muted_by_john(int64_t before)
{
	return (mute_list(john, before));
}

static void
muted_people_are_listed_newest_first_by_page(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(mute_add(mary, "susan"), "muted");
	assert_newest_first(john_mutes, "muted", muted_by_john);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(muting_works_once),
		TEST(nobody_mutes_themselves),
		TEST(an_unknown_nickname_has_no_row),
		TEST(case_and_former_nicknames_do_not_matter),
		TEST(muted_people_are_not_in_the_home_feed_until_unmuted),
		TEST(muted_people_stay_everywhere_else),
		TEST(muted_people_cannot_tell),
		TEST(people_can_be_muted_before_they_are_followed),
		TEST(muted_people_are_listed_newest_first_by_page),
	};

	return (RUN_TESTS(tests));
}
