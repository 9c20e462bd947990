/* SPDX-License-Identifier: ISC */
/* Limits as the operator sets them, and as PostgreSQL counts. */
#include "rate_limits.h"
#include "model/follow.h"
#include "model/post.h"
#include "model/rate.h"

static void
assert_limit(enum rate rate, int limit, int window)
{
	assert_int_equal(rate_limit(rate), limit);
	assert_int_equal(rate_window(rate), window);
}

static void
limits_have_defaults_that_the_operator_can_change(void **state)
{
	(void)state;
	set_limits("");
	assert_limit(RATE_SIGN_IN_ADDRESS, 20, 300);
	assert_limit(RATE_SIGN_IN_ACCOUNT, 10, 900);
	assert_limit(RATE_SIGN_UP, 5, 1800);
	assert_limit(RATE_POSTS, 300, 10800);
	assert_limit(RATE_FOLLOWS, 200, 3600);
	assert_limit(RATE_PAGES_VISITOR, 300, 300);
	assert_limit(RATE_PAGES_MEMBER, 1500, 300);
	assert_limit(RATE_CONNECTIONS, 100, 0);

	set_limits("connections=7 posts=2/1m");
	assert_limit(RATE_CONNECTIONS, 7, 0);
	set_limits("connections=off");
	assert_limit(RATE_CONNECTIONS, 0, 0);

	set_limits("  posts=1/1s follows=off\tsign-up=1000000/24h ");
	assert_limit(RATE_POSTS, 1, 1);
	assert_limit(RATE_FOLLOWS, 0, 0);
	assert_limit(RATE_SIGN_UP, 1000000, 86400);
	assert_limit(RATE_PAGES_MEMBER, 1500, 300);

	set_limits("off");
	assert_limit(RATE_POSTS, 0, 0);
	assert_limit(RATE_PAGES_VISITOR, 0, 0);
	assert_limit(RATE_CONNECTIONS, 0, 0);
}

static void
an_invalid_limit_is_rejected_with_an_explanation(void **state)
{
	static const struct {
		const char *text;
		const char *said;
	} wrong[] = {
		{ "posts", "\"posts\" has no =" },
		{ "follows=3/1h off", "\"off\" has no =" },
		{ "posts =3/1h", "\"posts\" has no =" },
		{ "post=3/1h", "no limit called \"post\"" },
		{ "=3/1h", "no limit called \"\"" },
		{ "posts=", "\"posts=\" is not a limit" },
		{ "posts=300", "\"posts=300\" is not a limit" },
		{ "posts=0/1h", "\"posts=0/1h\" is not a limit" },
		{ "posts=-1/1h", "\"posts=-1/1h\" is not a limit" },
		{ "posts=1000001/1h", "\"posts=1000001/1h\" is not a limit" },
		{ "posts=99999999999999999999/1h",
		    "is not a limit; write COUNT/TIME" },
		{ "posts=3/0h", "\"posts=3/0h\" is not a limit" },
		{ "posts=3/h", "\"posts=3/h\" is not a limit" },
		{ "posts=3/25h", "\"posts=3/25h\" is not a limit" },
		{ "posts=3/86401s", "\"posts=3/86401s\" is not a limit" },
		{ "posts=3/1d", "\"posts=3/1d\" is not a limit" },
		{ "posts=3/1", "\"posts=3/1\" is not a limit" },
		{ "posts=3/1hh", "\"posts=3/1hh\" is not a limit" },
		{ "posts=3/1h,follows=2/1h",
		    "is not a limit; write COUNT/TIME" },
		{ "posts=OFF", "\"posts=OFF\" is not a limit" },
		{ "posts=1/1h posts=2/1h",
		    "\"posts=2/1h\" sets posts a second time" },
		{ "posts=1/1h posts=1/1h", "sets posts a second time" },
		{ "posts=off follows=1/1s posts=off",
		    "\"posts=off\" sets posts a second time" },
		{ "connections=1 connections=2",
		    "\"connections=2\" sets connections a second time" },
		{ "connections=",
		    "\"connections=\" is not a limit; write a number" },
		{ "connections=0", "\"connections=0\" is not a limit" },
		{ "connections=-1", "\"connections=-1\" is not a limit" },
		{ "connections=10/1h",
		    "\"connections=10/1h\" is not a limit; write a number" },
		{ "connections=1000001",
		    "\"connections=1000001\" is not a limit" },
	};
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(rate_read(wrong[i].text, error), -1);
		assert_int_equal(strncmp(error, "RATE_LIMITS: ", 13), 0);
		if (strstr(error, wrong[i].said) == NULL)
			fail_msg("%s: %s", wrong[i].text, error);
	}
}

static void
a_nickname_that_is_taken_does_not_count_as_a_sign_up(void **state)
{
	const PGresult *rows;
	int i;

	(void)state;
	(void)add_person("john");
	for (i = 0; i < 6; i++) {
		rows = ask(rate_sign_up("x", "JOHN"));
		assert_true(true_in(rows, 0, "taken"));
		assert_int_equal(number_in(rows, 0, "wait"), 0);
	}
	for (i = 0; i < 5; i++) {
		rows = ask(rate_sign_up("x", i % 2 == 0 ? "susan" : NULL));
		assert_false(true_in(rows, 0, "taken"));
		assert_int_equal(number_in(rows, 0, "wait"), 0);
	}
	assert_in_range(wait_in(rate_sign_up("x", "susan")), 1790, 1800);
	assert_int_equal(wait_in(rate_sign_up("y", "susan")), 0);
}

static void
a_post_over_the_limit_is_not_added(void **state)
{
	static const unsigned char form[POST_SUBMISSION] = { 1 };
	int64_t john = add_person("john"), susan = add_person("susan");
	int i;

	(void)state;
	set_limits("posts=3/1h");
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    wait_in(plain_post(john, "hi", NULL, NULL)), 0);
	assert_int_equal(wait_in(plain_post(john, "hi", form, NULL)), 0);
	assert_in_range(
	    wait_in(plain_post(john, "hi", NULL, NULL)), 3590, 3600);
	assert_changes_nothing(plain_post(john, "hi", NULL, NULL));
	assert_int_equal(rows_of(plain_post(john, "hi", form, NULL)), 0);
	assert_int_equal(wait_in(plain_post(susan, "hi", NULL, NULL)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM post"), 4);
	assert_counts_are_correct();
	let_pass("1 hour");
	assert_int_equal(wait_in(plain_post(john, "hi", NULL, NULL)), 0);
}

static void
a_form_sent_twice_counts_once(void **state)
{
	static const unsigned char form[POST_SUBMISSION] = { 1 };
	int64_t john = add_person("john");

	(void)state;
	set_limits("posts=2/1h");
	assert_int_equal(wait_in(plain_post(john, "hi", form, NULL)), 0);
	assert_int_equal(rows_of(plain_post(john, "hi", form, NULL)), 0);
	assert_int_equal(rows_of(plain_post(john, "hi", form, NULL)), 0);
	assert_int_equal(wait_in(plain_post(john, "hi", NULL, NULL)), 0);
}

static void
a_follow_over_the_limit_is_not_added(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	(void)add_person("mary");
	set_limits("follows=1/1h");
	assert_outcome(follow_add(john, "john"), "self");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(john, "mary"), "later");
	assert_changes_nothing(follow_add(john, "mary"));
	assert_in_range(wait_in(follow_add(john, "mary")), 3590, 3600);
	assert_outcome(follow_add(john, "john"), "self");
	assert_outcome(follow_add(john, "nobody"), NULL);
	assert_outcome(follow_remove(john, "susan"), "unfollowed");
	assert_outcome(follow_add(susan, "mary"), "followed");
	assert_counts_are_correct();
}

static void
following_somebody_again_does_not_count(void **state)
{
	int64_t john = add_person("john");
	int i;

	(void)state;
	(void)add_person("susan");
	(void)add_person("mary");
	set_limits("follows=2/1h");
	assert_outcome(follow_add(john, "susan"), "followed");
	for (i = 0; i < 3; i++)
		assert_outcome(follow_add(john, "susan"), "already");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(follow_add(john, "susan"), "already");
}

static void
nothing_is_counted_without_a_limit(void **state)
{
	int64_t john = add_person("john");
	int i;

	(void)state;
	set_limits("off");
	for (i = 0; i < 30; i++) {
		assert_int_equal(wait_in(rate_sign_in("x", "john", NULL)), 0);
		assert_int_equal(wait_in(rate_sign_up("x", NULL)), 0);
		assert_int_equal(
		    wait_in(plain_post(john, "hi", NULL, NULL)), 0);
	}
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIMITED(limits_have_defaults_that_the_operator_can_change),
		LIMITED(an_invalid_limit_is_rejected_with_an_explanation),
		LIMITED(a_nickname_that_is_taken_does_not_count_as_a_sign_up),
		LIMITED(a_post_over_the_limit_is_not_added),
		LIMITED(a_form_sent_twice_counts_once),
		LIMITED(a_follow_over_the_limit_is_not_added),
		LIMITED(following_somebody_again_does_not_count),
		LIMITED(nothing_is_counted_without_a_limit),
	};

	return (RUN_TESTS(tests));
}
