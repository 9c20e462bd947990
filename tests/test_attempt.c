#include <stdio.h>

#include "attempt.h"
#include "test.h"

static int64_t
wait_after_try(const char *address, const char *account)
{
	return (number_in(ask(attempt_take(address, account)), 0, "wait"));
}

static void
try_from_elsewhere(const char *account, int times)
{
	char address[30];

	while (times-- > 0) {
		(void)snprintf(address, sizeof(address), "address %d", times);
		assert_int_equal(wait_after_try(address, account), 0);
	}
}

static void
try_other_accounts(const char *address, int times)
{
	char account[30];

	while (times-- > 0) {
		(void)snprintf(account, sizeof(account), "account %d", times);
		assert_int_equal(wait_after_try(address, account), 0);
	}
}

/* As if all that was counted had begun so much earlier. */
static void
let_pass(const char *span)
{
	run_sql("UPDATE attempt SET since = since - interval '%s'", span);
}

static int64_t
counted(const char *key)
{
	return (number_of(
	    "SELECT coalesce(sum(count), 0) FROM attempt WHERE key = '%s'",
	    key));
}

static void
an_account_is_tried_10_times_in_15_minutes(void **state)
{
	int64_t wait;

	(void)state;
	try_from_elsewhere("account john", 10);
	wait = wait_after_try("address x", "account john");
	assert_in_range(wait, 890, 900);
	assert_int_equal(wait_after_try("address x", "account susan"), 0);

	let_pass("14 minutes 50 seconds");
	wait = wait_after_try("address x", "account john");
	assert_in_range(wait, 1, 10);
	let_pass("10 seconds");
	assert_int_equal(wait_after_try("address x", "account john"), 0);
	assert_int_equal(counted("account john"), 1);
}

static void
an_address_tries_20_times_in_5_minutes(void **state)
{
	int64_t wait;

	(void)state;
	try_other_accounts("address x", 20);
	wait = wait_after_try("address x", "account john");
	assert_in_range(wait, 290, 300);
	assert_int_equal(wait_after_try("address y", "account john"), 0);
	let_pass("5 minutes");
	assert_int_equal(wait_after_try("address x", "account john"), 0);
}

static void
a_refused_try_does_not_count(void **state)
{
	(void)state;
	try_other_accounts("address x", 20);
	assert_true(wait_after_try("address x", "account john") > 0);
	assert_true(wait_after_try("address x", "account john") > 0);
	assert_int_equal(counted("address x"), 20);
	assert_int_equal(counted("account john"), 0);
}

static void
the_case_of_an_account_does_not_matter(void **state)
{
	(void)state;
	try_from_elsewhere("account John", 5);
	try_from_elsewhere("account jOHN", 5);
	assert_true(wait_after_try("address x", "account john") > 0);
	(void)ask(attempt_forgive("address x", "account JOHN"));
	assert_int_equal(wait_after_try("address x", "account john"), 0);
}

static void
success_forgets_the_account_and_one_try_of_the_address(void **state)
{
	(void)state;
	try_other_accounts("address x", 3);
	assert_int_equal(wait_after_try("address x", "account john"), 0);
	(void)ask(attempt_forgive("address x", "account john"));
	assert_int_equal(counted("account john"), 0);
	assert_int_equal(counted("address x"), 3);
	assert_int_equal(counted("account 1"), 1);
}

static void
forgiving_what_was_never_tried_does_nothing(void **state)
{
	(void)state;
	(void)ask(attempt_forgive("address x", "account john"));
	assert_int_equal(number_of("SELECT count(*) FROM attempt"), 0);
	assert_int_equal(wait_after_try("address x", "account john"), 0);
	(void)ask(attempt_forgive("address x", "account john"));
	(void)ask(attempt_forgive("address x", "account john"));
	assert_int_equal(counted("address x"), 0);
}

static void
old_tries_are_swept_away(void **state)
{
	(void)state;
	try_from_elsewhere("account john", 5);
	let_pass("16 minutes");
	assert_int_equal(wait_after_try("address x", "account susan"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM attempt"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_account_is_tried_10_times_in_15_minutes),
		TEST(an_address_tries_20_times_in_5_minutes),
		TEST(a_refused_try_does_not_count),
		TEST(the_case_of_an_account_does_not_matter),
		TEST(success_forgets_the_account_and_one_try_of_the_address),
		TEST(forgiving_what_was_never_tried_does_nothing),
		TEST(old_tries_are_swept_away),
	};

	return (RUN_TESTS(tests));
}
