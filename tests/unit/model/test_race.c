/* SPDX-License-Identifier: ISC */
/* Two clients follow, rename, post and sign in at the same moment. */
#include <stdio.h>

#include "race.h"
#include "model/follow.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"

#define ROUNDS 150

static void
the_same_follow_works_for_one_of_two(void **state)
{
	char john[20], susan[20];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		(void)add_somebody(susan);
		race(follow_add(id, susan), follow_add(id, susan));
		assert_int_equal(had("followed"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		race(follow_remove(id, susan), follow_remove(id, susan));
		assert_int_equal(had("unfollowed"), 1);
		assert_int_equal(had("not"), 1);
		race_over();
	}
	assert_counts_are_correct();
}

static void
follow_against_unfollow_leaves_correct_counts(void **state)
{
	char john[20], susan[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	(void)add_somebody(susan);
	for (i = 0; i < ROUNDS; i++) {
		race(follow_add(id, susan), follow_remove(id, susan));
		race_over();
	}
	assert_counts_are_correct();
}

static void
people_following_each_other_do_not_deadlock(void **state)
{
	char names[2][20];
	int64_t ids[2];
	int i;

	(void)state;
	ids[0] = add_somebody(names[0]);
	ids[1] = add_somebody(names[1]);
	for (i = 0; i < 2 * ROUNDS; i++) {
		race(
		    follow_add(ids[0], names[1]), follow_add(ids[1], names[0]));
		assert_int_equal(had("followed"), 2);
		race_over();
		race(follow_remove(ids[1], names[0]),
		    follow_remove(ids[0], names[1]));
		assert_int_equal(had("unfollowed"), 2);
		race_over();
	}
	assert_counts_are_correct();
}

static void
the_same_nickname_goes_to_one_of_two(void **state)
{
	char name[20], other[20];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "wanted%d", i);
		(void)snprintf(other, sizeof(other), "WANTED%d", i);
		race(person_add(name, "a@x.org", "a@x.org", "none", 0),
		    person_add(other, "b@x.org", "b@x.org", "none", 0));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
	}
	assert_counts_are_correct();
}

static void
the_same_wanted_nickname_becomes_two(void **state)
{
	const char *first, *second;
	char name[20], next[20];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "wish%d_", i);
		(void)snprintf(next, sizeof(next), "wish%d_2", i);
		race(person_add(name, "a@x.org", "a@x.org", "none", 1),
		    person_add(name, "b@x.org", "b@x.org", "none", 1));
		assert_int_equal(had("added"), 2);
		first = text_in(racers[0].rows, 0, "nickname");
		second = text_in(racers[1].rows, 0, "nickname");
		assert_string_not_equal(first, second);
		assert_true(
		    strcmp(first, name) == 0 || strcmp(first, next) == 0);
		assert_true(
		    strcmp(second, name) == 0 || strcmp(second, next) == 0);
		race_over();
	}
}

static void
a_rename_to_the_same_nickname_works_for_one_of_two(void **state)
{
	char john[20], susan[20], name[20];
	int64_t ids[2];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		ids[0] = add_somebody(john);
		ids[1] = add_somebody(susan);
		(void)snprintf(name, sizeof(name), "renamed%d", i);
		race(person_edit(ids[0], name, ""),
		    person_edit(ids[1], name, ""));
		assert_int_equal(had("saved"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
	}
}

/* Two clients add the tenth and last nickname at once. */
static void
the_limit_on_nicknames_holds(void **state)
{
	char john[20], one[30], two[30];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		run_sql("INSERT INTO nickname (key, person)"
			" SELECT '%s_' || n, %lld FROM generate_series(2, 9) n",
		    john, (long long)id);
		(void)snprintf(one, sizeof(one), "%s_one", john);
		(void)snprintf(two, sizeof(two), "%s_two", john);
		race(person_edit(id, one, ""), person_edit(id, two, ""));
		assert_int_equal(had("saved"), 1);
		assert_int_equal(had("full"), 1);
		race_over();
	}
}

static void
a_double_click_makes_one_post(void **state)
{
	unsigned char form[POST_SUBMISSION] = { 0 };
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(form, &i, sizeof(i));
		race(plain_post(id, "hello", form, NULL),
		    plain_post(id, "hello", form, NULL));
		assert_int_equal(race_rows(), 1);
		race_over();
	}
	assert_int_equal(
	    number_of(
		"SELECT count(*) FROM post WHERE author = %lld", (long long)id),
	    ROUNDS);
	assert_counts_are_correct();
}

static void
a_post_is_deleted_once(void **state)
{
	char john[20];
	int64_t id = add_somebody(john), post;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		post = add_post(id, "hello");
		race(post_delete(id, post), post_delete(id, post));
		assert_int_equal(race_rows(), 1);
		race_over();
	}
	assert_counts_are_correct();
}

static void
signing_in_twice_at_once_works(void **state)
{
	unsigned char one[SESSION_HASH] = { 1 }, two[SESSION_HASH] = { 2 };
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(one + 1, &i, sizeof(i));
		memcpy(two + 1, &i, sizeof(i));
		race(session_add(one, id, "none", 0, "", NULL),
		    session_add(two, id, "none", 1, "", NULL));
		race_over();
	}
	assert_in_range(
	    number_of("SELECT count(*) FROM session WHERE person = %lld",
		(long long)id),
	    1, 21);
}

static void
a_new_password_leaves_no_session_of_the_old_one(void **state)
{
	unsigned char hash[SESSION_HASH] = { 3 };
	char john[20];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		memcpy(hash + 1, &i, sizeof(i));
		race(session_add(hash, id, "none", 0, "", NULL),
		    person_password(john, "new"));
		race_over();
		assert_int_equal(rows_of(session_find(hash)), 0);
	}
}

static void
one_of_two_new_passwords_at_once_is_accepted(void **state)
{
	unsigned char here[SESSION_HASH] = { 4 }, one[SESSION_HASH] = { 5 },
		      two[SESSION_HASH] = { 6 };
	char john[20];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		memcpy(here + 1, &i, sizeof(i));
		memcpy(one + 1, &i, sizeof(i));
		memcpy(two + 1, &i, sizeof(i));
		(void)ask(session_add(here, id, "none", 0, "", NULL));
		race(session_renew(here, one, "one"),
		    session_renew(here, two, "two"));
		assert_int_equal(race_rows(), 1);
		race_over();
		assert_int_equal(rows_of(session_find(here)), 0);
		assert_int_equal(
		    rows_of(session_find(one)) + rows_of(session_find(two)), 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_same_follow_works_for_one_of_two),
		RACE(follow_against_unfollow_leaves_correct_counts),
		RACE(people_following_each_other_do_not_deadlock),
		RACE(the_same_nickname_goes_to_one_of_two),
		RACE(the_same_wanted_nickname_becomes_two),
		RACE(a_rename_to_the_same_nickname_works_for_one_of_two),
		RACE(the_limit_on_nicknames_holds),
		RACE(a_double_click_makes_one_post),
		RACE(a_post_is_deleted_once),
		RACE(signing_in_twice_at_once_works),
		RACE(a_new_password_leaves_no_session_of_the_old_one),
		RACE(one_of_two_new_passwords_at_once_is_accepted),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
