/* Limits, as the operator says them and as PostgreSQL counts. */
#include <stdio.h>

#include "browser.h"
#include "follow.h"
#include "person.h"
#include "post.h"
#include "rate.h"
#include "test.h"
#include "token.h"

static const unsigned char *const stranger = NULL;

static void
set_limits(const char *text)
{
	char error[FAILURE_MAX] = "";

	if (rate_read(text, error) == -1)
		fail_msg("%s", error);
}

static int
begin(void **state)
{
	set_limits(NULL);
	return (test_begin(state));
}

static int
end(void **state)
{
	set_limits("off");
	return (test_roll_back(state));
}

static int64_t
wait_in(struct query query)
{
	return (number_in(ask(query), 0, "wait"));
}

static int64_t
wait_after_try(const char *address, const char *login)
{
	return (wait_in(rate_sign_in(address, login, stranger)));
}

static void
try_from_elsewhere(const char *login, int times)
{
	char address[30];

	while (times-- > 0) {
		(void)snprintf(address, sizeof(address), "address %d", times);
		assert_int_equal(wait_after_try(address, login), 0);
	}
}

static void
try_other_accounts(const char *address, int times)
{
	char login[30];

	while (times-- > 0) {
		(void)snprintf(login, sizeof(login), "login%d", times);
		assert_int_equal(wait_after_try(address, login), 0);
	}
}

/* As if all that was counted had been so much earlier. */
static void
let_pass(const char *span)
{
	run_sql("UPDATE rate SET until = until - interval '%s'", span);
}

static int64_t
counted(const char *key)
{
	return (number_of(
	    "SELECT coalesce(sum(count), 0) FROM rate WHERE key = '%s'", key));
}

static void
assert_limit(enum rate rate, int most, int span)
{
	assert_int_equal(rate_most(rate), most);
	assert_int_equal(rate_span(rate), span);
}

static void
the_limits_are_the_sites_unless_the_operator_says_so(void **state)
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

	set_limits("  posts=1/1s follows=off\tsign-up=1000000/24h ");
	assert_limit(RATE_POSTS, 1, 1);
	assert_limit(RATE_FOLLOWS, 0, 0);
	assert_limit(RATE_SIGN_UP, 1000000, 86400);
	assert_limit(RATE_PAGES_MEMBER, 1500, 300);

	set_limits("off");
	assert_limit(RATE_POSTS, 0, 0);
	assert_limit(RATE_PAGES_VISITOR, 0, 0);
}

static void
what_is_no_limit_is_refused_with_a_sentence(void **state)
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
		{ "posts=", "\"\" is no limit for posts" },
		{ "posts=300", "\"300\" is no limit for posts" },
		{ "posts=0/1h", "\"0/1h\"" },
		{ "posts=-1/1h", "\"-1/1h\"" },
		{ "posts=1000001/1h", "\"1000001/1h\"" },
		{ "posts=99999999999999999999/1h", "no limit for posts" },
		{ "posts=3/0h", "\"3/0h\"" },
		{ "posts=3/h", "\"3/h\"" },
		{ "posts=3/25h", "\"3/25h\"" },
		{ "posts=3/86401s", "\"3/86401s\"" },
		{ "posts=3/1d", "\"3/1d\"" },
		{ "posts=3/1", "\"3/1\"" },
		{ "posts=3/1hh", "\"3/1hh\"" },
		{ "posts=3/1h,follows=2/1h", "no limit for posts" },
		{ "posts=OFF", "\"OFF\"" },
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
an_address_tries_20_times_in_5_minutes(void **state)
{
	(void)state;
	try_other_accounts("x", 20);
	assert_in_range(wait_after_try("x", "john"), 290, 300);
	assert_int_equal(wait_after_try("y", "john"), 0);
	let_pass("5 minutes");
	assert_int_equal(wait_after_try("x", "john"), 0);
	assert_int_equal(counted("sign-in x"), 1);
}

static void
an_account_is_tried_10_times_in_15_minutes(void **state)
{
	(void)state;
	try_from_elsewhere("john", 9);
	let_pass("15 minutes");
	try_from_elsewhere("john", 10);
	assert_true(wait_after_try("x", "john") > 0);
	assert_int_equal(wait_after_try("x", "susan"), 0);
}

/* 900 s / 32, and then twice as long each time. */
static void
then_the_wait_grows_to_15_minutes_and_no_further(void **state)
{
	static const int waits[] = { 28, 56, 112, 225, 450, 900, 900, 900 };
	char span[30];
	int64_t wait;
	size_t i;

	(void)state;
	try_from_elsewhere("john", 10);
	for (i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		wait = wait_after_try("x", "john");
		assert_in_range(wait, waits[i] - 2, waits[i] + 1);
		(void)snprintf(span, sizeof(span), "%d s", waits[i] - 5);
		let_pass(span);
		assert_in_range(wait_after_try("x", "john"), 1, 6);
		let_pass("6 s");
		run_sql("DELETE FROM rate WHERE key = 'sign-in x'");
		assert_int_equal(wait_after_try("x", "john"), 0);
	}
	let_pass("30 minutes");
	try_from_elsewhere("john", 10);
	assert_in_range(wait_after_try("x", "john"), 26, 29);
}

static void
a_single_try_can_be_all_there_is(void **state)
{
	(void)state;
	set_limits("sign-in-account=1/32s sign-up=1/1h");
	try_from_elsewhere("john", 1);
	assert_int_equal(wait_after_try("x", "john"), 1);
	let_pass("1 s");
	try_from_elsewhere("john", 1);
	assert_int_equal(wait_after_try("x", "john"), 2);
	assert_int_equal(wait_in(rate_sign_up("x", NULL)), 0);
	assert_in_range(wait_in(rate_sign_up("x", NULL)), 3590, 3600);
}

static void
a_refused_try_does_not_count(void **state)
{
	(void)state;
	try_other_accounts("x", 20);
	assert_true(wait_after_try("x", "john") > 0);
	assert_true(wait_after_try("x", "john") > 0);
	assert_int_equal(counted("sign-in x"), 20);
	assert_int_equal(counted("account john"), 0);
}

static void
the_case_of_an_account_does_not_matter(void **state)
{
	(void)state;
	try_from_elsewhere("John", 5);
	try_from_elsewhere("jOHN", 5);
	assert_true(wait_after_try("x", "john") > 0);
	(void)ask(rate_forgive("x", "JOHN", stranger));
	assert_int_equal(wait_after_try("x", "john"), 0);
}

static void
success_forgets_the_account_and_one_try_of_the_address(void **state)
{
	(void)state;
	try_other_accounts("x", 3);
	assert_int_equal(wait_after_try("x", "john"), 0);
	(void)ask(rate_forgive("x", "john", stranger));
	assert_int_equal(counted("account john"), 0);
	assert_int_equal(counted("sign-in x"), 3);
	assert_int_equal(counted("account login1"), 1);
}

static void
forgiving_what_was_never_tried_does_nothing(void **state)
{
	(void)state;
	(void)ask(rate_forgive("x", "john", stranger));
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 0);
	assert_int_equal(wait_after_try("x", "john"), 0);
	(void)ask(rate_forgive("x", "john", stranger));
	(void)ask(rate_forgive("x", "john", stranger));
	assert_int_equal(counted("sign-in x"), 0);
}

/* Strangers try until they may no more. */
static void
besiege(const char *login)
{
	int i;

	for (i = 0; i < 10; i++)
		(void)ask(rate_sign_in("x", login, stranger));
	assert_true(wait_after_try("x", login) > 0);
}

static void
strangers_do_not_keep_the_owner_out(void **state)
{
	static const unsigned char home[SECRET_BYTES] = { 1 };
	static const unsigned char cafe[SECRET_BYTES] = { 2 };
	int64_t john = add_person("john");
	int i;

	(void)state;
	run_sql("UPDATE person SET email = 'J@x.org' WHERE id = %lld",
	    (long long)john);
	(void)ask(browser_know(home, john));
	besiege("john");
	besiege("j@X.org");
	assert_int_equal(wait_in(rate_sign_in("x", "John", home)), 0);
	assert_int_equal(wait_in(rate_sign_in("x", "j@x.org", home)), 0);
	assert_true(wait_in(rate_sign_in("x", "john", cafe)) > 0);

	(void)ask(rate_forgive("x", "john", home));
	assert_true(wait_after_try("x", "john") > 0);
	for (i = 0; i < 10; i++)
		assert_int_equal(wait_in(rate_sign_in("x", "john", home)), 0);
	assert_true(wait_in(rate_sign_in("x", "john", home)) > 0);
}

static void
a_browser_is_known_for_those_who_signed_in_with_it(void **state)
{
	static const unsigned char browser[SECRET_BYTES] = { 1 };
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	(void)ask(browser_know(browser, susan));
	besiege("john");
	assert_true(wait_in(rate_sign_in("x", "john", browser)) > 0);
	assert_true(wait_in(rate_sign_in("x", "nobody", browser)) >= 0);
	(void)ask(browser_know(browser, john));
	assert_int_equal(wait_in(rate_sign_in("x", "john", browser)), 0);
	assert_int_equal(wait_in(rate_sign_in("x", "susan", browser)), 0);
}

static void
sharing_an_e_mail_address_makes_no_browser_known(void **state)
{
	static const unsigned char browser[SECRET_BYTES] = { 1 };
	int64_t mallory;

	(void)state;
	(void)add_person("john"); /* someone@example.org, all of them */
	mallory = add_person("mallory");
	(void)ask(browser_know(browser, mallory));
	besiege("someone@example.org");
	assert_true(
	    wait_in(rate_sign_in("x", "someone@example.org", browser)) > 0);
	assert_int_equal(wait_in(rate_sign_in("x", "mallory", browser)), 0);
}

static void
twenty_browsers_of_a_person_stay_known(void **state)
{
	unsigned char browser[SECRET_BYTES] = { 0 };
	int64_t john = add_person("john");

	(void)state;
	(void)ask(browser_know(browser, john));
	run_sql("UPDATE known_browser SET used_at = now() - interval '181 d'");
	for (browser[0] = 1; browser[0] <= 25; browser[0]++) {
		run_sql("UPDATE known_browser"
			"   SET used_at = used_at - interval '1 s'");
		(void)ask(browser_know(browser, john));
		(void)ask(browser_know(browser, john));
	}
	assert_int_equal(number_of("SELECT count(*) FROM known_browser"
				   " WHERE substr(token_hash, 1, 1) > '\\x05'"),
	    20);
	assert_int_equal(number_of("SELECT count(*) FROM known_browser"), 20);
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
a_post_over_the_limit_is_not_posted(void **state)
{
	static const unsigned char form[POST_SUBMISSION] = { 1 };
	int64_t john = add_person("john"), susan = add_person("susan");
	int i;

	(void)state;
	set_limits("posts=3/1h");
	for (i = 0; i < 2; i++)
		assert_int_equal(wait_in(post_add(john, "hi", NULL, NULL)), 0);
	assert_int_equal(wait_in(post_add(john, "hi", form, NULL)), 0);
	assert_in_range(wait_in(post_add(john, "hi", NULL, NULL)), 3590, 3600);
	assert_changes_nothing(post_add(john, "hi", NULL, NULL));
	assert_int_equal(rows_of(post_add(john, "hi", form, NULL)), 0);
	assert_int_equal(wait_in(post_add(susan, "hi", NULL, NULL)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM post"), 4);
	assert_counts_are_true();
	let_pass("1 hour");
	assert_int_equal(wait_in(post_add(john, "hi", NULL, NULL)), 0);
}

static void
a_form_that_is_sent_twice_counts_once(void **state)
{
	static const unsigned char form[POST_SUBMISSION] = { 1 };
	int64_t john = add_person("john");

	(void)state;
	set_limits("posts=2/1h");
	assert_int_equal(wait_in(post_add(john, "hi", form, NULL)), 0);
	assert_int_equal(rows_of(post_add(john, "hi", form, NULL)), 0);
	assert_int_equal(rows_of(post_add(john, "hi", form, NULL)), 0);
	assert_int_equal(wait_in(post_add(john, "hi", NULL, NULL)), 0);
}

static void
a_follow_over_the_limit_is_not_done(void **state)
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
	assert_counts_are_true();
}

static void
who_is_followed_already_does_not_count(void **state)
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
what_is_off_is_not_counted(void **state)
{
	int64_t john = add_person("john");
	int i;

	(void)state;
	set_limits("off");
	for (i = 0; i < 30; i++) {
		assert_int_equal(wait_after_try("x", "john"), 0);
		assert_int_equal(wait_in(rate_sign_up("x", NULL)), 0);
		assert_int_equal(wait_in(post_add(john, "hi", NULL, NULL)), 0);
	}
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 0);
}

static void
what_is_forgotten_is_swept_away(void **state)
{
	(void)state;
	try_from_elsewhere("john", 5);
	let_pass("16 minutes");
	assert_int_equal(wait_after_try("x", "susan"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 2);
}

#define LIMITED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIMITED(the_limits_are_the_sites_unless_the_operator_says_so),
		LIMITED(what_is_no_limit_is_refused_with_a_sentence),
		LIMITED(an_address_tries_20_times_in_5_minutes),
		LIMITED(an_account_is_tried_10_times_in_15_minutes),
		LIMITED(then_the_wait_grows_to_15_minutes_and_no_further),
		LIMITED(a_single_try_can_be_all_there_is),
		LIMITED(a_refused_try_does_not_count),
		LIMITED(the_case_of_an_account_does_not_matter),
		LIMITED(success_forgets_the_account_and_one_try_of_the_address),
		LIMITED(forgiving_what_was_never_tried_does_nothing),
		LIMITED(strangers_do_not_keep_the_owner_out),
		LIMITED(a_browser_is_known_for_those_who_signed_in_with_it),
		LIMITED(sharing_an_e_mail_address_makes_no_browser_known),
		LIMITED(twenty_browsers_of_a_person_stay_known),
		LIMITED(a_nickname_that_is_taken_does_not_count_as_a_sign_up),
		LIMITED(a_post_over_the_limit_is_not_posted),
		LIMITED(a_form_that_is_sent_twice_counts_once),
		LIMITED(a_follow_over_the_limit_is_not_done),
		LIMITED(who_is_followed_already_does_not_count),
		LIMITED(what_is_off_is_not_counted),
		LIMITED(what_is_forgotten_is_swept_away),
	};

	return (RUN_TESTS(tests));
}
