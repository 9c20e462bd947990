/* SPDX-License-Identifier: ISC */
/* Rate limits for two clients at the same moment. */
#include "race.h"
#include "model/browser.h"
#include "model/follow.h"
#include "model/post.h"
#include "model/rate.h"
#include "model/token.h"

#define ROUNDS 50
#define LIMITS 10

static int
begin(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	return (rate_read("sign-in-address=9/1h sign-in-account=9/1h"
			  " sign-up=9/1h posts=9/1h follows=1/1h",
	    error));
}

/* Send both queries 7 times; of the fifth pair, only one is allowed. */
static void
assert_nine_are_allowed(struct query first, struct query second)
{
	int i, who, allowed = 0;

	run_sql("DELETE FROM rate");
	for (i = 0; i < 7; i++) {
		race(first, second);
		for (who = 0; who < 2; who++)
			allowed += number_in(racers[who].rows, 0, "wait") == 0;
		race_over();
	}
	assert_int_equal(allowed, 9);
}

static void
assert_nine_each_time(struct query first, struct query second)
{
	int i;

	for (i = 0; i < LIMITS; i++)
		assert_nine_are_allowed(first, second);
}

static void
every_attempt_for_an_account_is_counted(void **state)
{
	(void)state;
	assert_nine_each_time(rate_sign_in("one", "race", NULL),
	    rate_sign_in("two", "race", NULL));
}

static void
every_attempt_from_an_address_is_counted(void **state)
{
	(void)state;
	assert_nine_each_time(rate_sign_in("one", "this", NULL),
	    rate_sign_in("one", "that", NULL));
}

static void
every_sign_up_is_counted(void **state)
{
	(void)state;
	assert_nine_each_time(
	    rate_sign_up("one", NULL), rate_sign_up("one", "wish"));
}

static void
every_post_is_counted(void **state)
{
	char john[20];
	int64_t id = add_somebody(john);

	(void)state;
	assert_nine_each_time(plain_post(id, "one", NULL, NULL),
	    plain_post(id, "two", NULL, NULL));
	assert_int_equal(number_of("SELECT count(*) FROM post"
				   " WHERE author = %lld",
			     (long long)id),
	    9 * LIMITS);
	assert_counts_are_correct();
}

static void
every_follow_is_counted(void **state)
{
	char john[20], susan[20], mary[20];
	int64_t id;
	int i;

	(void)state;
	(void)add_somebody(susan);
	(void)add_somebody(mary);
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		race(follow_add(id, susan), follow_add(id, mary));
		assert_int_equal(had("followed"), 1);
		assert_int_equal(had("later"), 1);
		race_over();
	}
	assert_counts_are_correct();
}

static void
counting_and_resetting_do_not_deadlock(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE rate SET count = 1");
		(void)ask(rate_sign_in("three", "three", NULL));
		race(rate_sign_in("three", "three", NULL),
		    rate_reset("three", "three", NULL, 1));
		race_over();
	}
}

static void
a_browser_can_become_trusted_twice_at_once(void **state)
{
	unsigned char browser[SECRET_BYTES] = { 1 },
		      other[SECRET_BYTES] = { 2 };
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(browser + 1, &i, sizeof(i));
		memcpy(other + 1, &i, sizeof(i));
		race(browser_trust(browser, id),
		    browser_trust(i % 2 == 0 ? browser : other, id));
		race_over();
	}
	assert_in_range(
	    number_of("SELECT count(*) FROM trusted_browser"), 20, 21);
}

#define LIMITED(name) \
	cmocka_unit_test_setup_teardown(name, begin, test_roll_back)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIMITED(every_attempt_for_an_account_is_counted),
		LIMITED(every_attempt_from_an_address_is_counted),
		LIMITED(every_sign_up_is_counted),
		LIMITED(every_post_is_counted),
		LIMITED(every_follow_is_counted),
		LIMITED(counting_and_resetting_do_not_deadlock),
		LIMITED(a_browser_can_become_trusted_twice_at_once),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
