/* Limits, when two come at the same moment. */
#include "browser.h"
#include "follow.h"
#include "post.h"
#include "race.h"
#include "rate.h"
#include "token.h"

#define ROUNDS 50

static int
begin(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	run_sql("DELETE FROM rate");
	return (rate_read("sign-in-address=10/1h sign-in-account=10/1h"
			  " sign-up=10/1h posts=10/1h follows=10/1h",
	    error));
}

/* Ask two of the same, 7 times; 10 of them are allowed. */
static void
assert_ten_are_allowed(struct query first, struct query second)
{
	int i, who, allowed = 0;

	for (i = 0; i < 7; i++) {
		race(first, second);
		for (who = 0; who < 2; who++)
			allowed +=
			    number_in(racers[who].answer, 0, "wait") == 0;
		race_over();
	}
	assert_int_equal(allowed, 10);
}

static void
no_try_for_an_account_goes_uncounted(void **state)
{
	(void)state;
	assert_ten_are_allowed(rate_sign_in("one", "race", NULL),
	    rate_sign_in("two", "race", NULL));
}

static void
no_try_from_an_address_goes_uncounted(void **state)
{
	(void)state;
	assert_ten_are_allowed(rate_sign_in("one", "this", NULL),
	    rate_sign_in("one", "that", NULL));
}

static void
no_sign_up_goes_uncounted(void **state)
{
	(void)state;
	assert_ten_are_allowed(
	    rate_sign_up("one", NULL), rate_sign_up("one", "wish"));
}

static void
no_post_goes_uncounted(void **state)
{
	char john[20];
	int64_t id = add_somebody(john);

	(void)state;
	assert_ten_are_allowed(
	    post_add(id, "one", NULL, NULL), post_add(id, "two", NULL, NULL));
	assert_int_equal(number_of("SELECT count(*) FROM post"
				   " WHERE author = %lld",
			     (long long)id),
	    10);
	assert_counts_are_true();
}

static void
no_follow_goes_uncounted(void **state)
{
	char john[20], susan[20], mary[20];
	int64_t id = add_somebody(john);

	(void)state;
	(void)add_somebody(susan);
	(void)add_somebody(mary);
	assert_ten_are_allowed(follow_add(id, susan), follow_add(id, mary));
	assert_counts_are_true();
}

static void
trying_and_forgiving_do_not_wait_for_ever(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE rate SET count = 1");
		(void)ask(rate_sign_in("three", "three", NULL));
		race(rate_sign_in("three", "three", NULL),
		    rate_forgive("three", "three", NULL));
		race_over();
	}
}

static void
a_browser_gets_known_twice_at_once(void **state)
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
		race(browser_know(browser, id),
		    browser_know(i % 2 == 0 ? browser : other, id));
		race_over();
	}
	assert_in_range(
	    number_of("SELECT count(*) FROM known_browser"), 20, 21);
}

#define LIMITED(name) \
	cmocka_unit_test_setup_teardown(name, begin, test_roll_back)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIMITED(no_try_for_an_account_goes_uncounted),
		LIMITED(no_try_from_an_address_goes_uncounted),
		LIMITED(no_sign_up_goes_uncounted),
		LIMITED(no_post_goes_uncounted),
		LIMITED(no_follow_goes_uncounted),
		LIMITED(trying_and_forgiving_do_not_wait_for_ever),
		LIMITED(a_browser_gets_known_twice_at_once),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
