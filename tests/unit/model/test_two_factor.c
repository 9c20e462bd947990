/* SPDX-License-Identifier: ISC */
/* Turning two-factor sign-in on and off, and its codes. */
#include "cautious.h"
#include "model/browser.h"
#include "model/rate.h"

static const unsigned char elsewhere[SESSION_HASH] = "another session";
static const unsigned char browser[SECRET_BYTES] = "a browser";
static const unsigned char renamed[SECRET_BYTES] = "its next secret";

static int
uses(int64_t id, const struct proof_code *code)
{
	return (true_in(ask(two_factor_use(id, code)), 0, "used"));
}

static int
codes_left(int64_t id)
{
	return ((int)number_in(ask(two_factor_find(id)), 0, "recovery_codes"));
}

static void
turning_it_on_ends_the_other_sessions(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	static const unsigned char hers[SESSION_HASH] = "hers";
	const PGresult *rows = ask(two_factor_find(john));

	(void)state;
	assert_null(text_in(rows, 0, "enabled_at"));
	assert_true(number_in(rows, 0, "at") > 1700000000);
	(void)ask(session_add(here, john, "none", 0, "", NULL));
	(void)ask(session_add(elsewhere, john, "none", 0, "", NULL));
	(void)ask(session_add(hers, susan, "none", 0, "", NULL));
	assert_outcome(
	    two_factor_enable(john, here, secret, STEP, old_hashes()),
	    "enabled");
	assert_true(is_signed_in(here));
	assert_false(is_signed_in(elsewhere));
	assert_true(is_signed_in(hers));
	rows = ask(two_factor_find(john));
	assert_non_null(text_in(rows, 0, "enabled_at"));
	assert_int_equal(number_in(rows, 0, "recovery_codes"), 10);
	assert_int_equal(number_in(rows, 0, "browsers"), 0);
}

static void
turning_it_on_twice_keeps_the_first_secret(void **state)
{
	static const unsigned char other[CODE_SECRET] = "another secret";
	int64_t john = add_cautious("john");

	(void)state;
	(void)ask(session_add(elsewhere, john, "none", 0, "", NULL));
	assert_outcome(two_factor_enable(john, here, other, STEP, new_hashes()),
	    "already");
	assert_string_equal(
	    text_in(ask(two_factor_attempt(john, CODE_OF_APP)), 0, "secret"),
	    SECRET_IN_HEX);
	assert_true(uses(john, &first));
}

static void
a_time_step_is_accepted_once_and_no_older_one(void **state)
{
	int64_t john = add_cautious("john"), susan = add_cautious("susan");

	(void)state;
	assert_false(uses(john, step(STEP))); /* turned it on */
	assert_true(uses(john, step(STEP + 2)));
	assert_false(uses(john, step(STEP + 2)));
	assert_false(uses(john, step(STEP + 1)));
	assert_true(uses(john, step(STEP + 3)));
	assert_true(uses(susan, step(STEP + 2)));
}

static void
a_recovery_code_is_accepted_once(void **state)
{
	int64_t john = add_cautious("john"), susan = add_person("susan");

	(void)state;
	assert_false(uses(john, &unknown));
	assert_false(uses(susan, &first));
	assert_true(uses(john, &first));
	assert_false(uses(john, &first));
	assert_int_equal(codes_left(john), 9);
	assert_true(uses(john, &second));
	assert_int_equal(codes_left(john), 8);
}

static void
new_recovery_codes_replace_the_old_ones(void **state)
{
	int64_t john = add_cautious("john"), susan = add_person("susan");

	(void)state;
	assert_true(uses(john, &first));
	assert_true(
	    true_in(ask(two_factor_renew(john, new_hashes())), 0, "renewed"));
	assert_int_equal(codes_left(john), 10);
	assert_false(uses(john, &second));
	assert_true(uses(john, &unknown));
	assert_false(
	    true_in(ask(two_factor_renew(susan, new_hashes())), 0, "renewed"));
}

static void
all_browsers_can_be_forgotten(void **state)
{
	int64_t john = add_cautious("john"), susan = add_cautious("susan");

	(void)state;
	(void)ask(browser_trust(browser, john));
	(void)ask(browser_trust(renamed, susan));
	run_sql("UPDATE trusted_browser"
		"   SET no_code_until = now() + interval '1 day'");
	(void)ask(browser_forget_code(john));
	assert_true(sign_in(john, browser));
	assert_false(sign_in(susan, renamed));
}

static void
turning_it_off_takes_a_code(void **state)
{
	int64_t john = add_cautious("john"), susan = add_person("susan");

	(void)state;
	(void)ask(browser_trust(browser, john));
	run_sql("UPDATE trusted_browser"
		"   SET no_code_until = now() + interval '1 day'");
	assert_true(sign_in(john, NULL));
	assert_outcome(two_factor_disable(john, &unknown), "used");
	assert_outcome(two_factor_disable(john, step(STEP)), "used");
	assert_outcome(two_factor_disable(john, step(STEP + 1)), "disabled");
	assert_int_equal(rows_of(pending_find(pending)), 0);
	assert_outcome(two_factor_disable(john, step(STEP + 2)), NULL);
	assert_outcome(two_factor_disable(susan, step(STEP + 2)), NULL);
	assert_int_equal(rows_of(two_factor_attempt(john, CODE_OF_APP)), 0);
	assert_int_equal(codes_left(john), 0);
	assert_false(sign_in(john, NULL));

	assert_outcome(
	    two_factor_enable(john, here, secret, STEP, old_hashes()),
	    "enabled");
	assert_true(sign_in(john, browser));
}

static void
the_operator_turns_it_off_by_nickname(void **state)
{
	int64_t john = add_cautious("john");
	const PGresult *rows;

	(void)state;
	assert_int_equal(rows_of(two_factor_reset("nobody")), 0);
	rows = ask(two_factor_reset("JOHN"));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_true(true_in(rows, 0, "disabled"));
	assert_false(true_in(ask(two_factor_reset("john")), 0, "disabled"));
	assert_false(sign_in(john, NULL));
}

static void
codes_of_apps_are_limited_and_recovery_codes_are_not(void **state)
{
	int64_t john = add_cautious("john");
	char error[FAILURE_MAX];
	int i;

	(void)state;
	assert_int_equal(rate_read("sign-in-account=3/15m", error), 0);
	assert_true(sign_in(john, NULL));
	for (i = 0; i < 3; i++)
		assert_int_equal(
		    number_in(
			ask(two_factor_attempt(john, CODE_OF_APP)), 0, "wait"),
		    0);
	assert_true(number_in(ask(two_factor_attempt(john, CODE_OF_APP)), 0,
			"wait") > 0);
	/* Attempts that are not made do not count for the pending one. */
	assert_true(number_in(ask(pending_attempt(pending, CODE_OF_APP)), 0,
			"wait") > 0);
	assert_int_equal(number_in(ask(pending_attempt(pending, CODE_RECOVERY)),
			     0, "attempts_left"),
	    4);
	assert_true(uses(john, &first));
	assert_int_equal(
	    number_in(ask(two_factor_attempt(john, CODE_OF_APP)), 0, "wait"),
	    0);
	assert_int_equal(rate_read("off", error), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(turning_it_on_ends_the_other_sessions),
		TEST(turning_it_on_twice_keeps_the_first_secret),
		TEST(a_time_step_is_accepted_once_and_no_older_one),
		TEST(a_recovery_code_is_accepted_once),
		TEST(new_recovery_codes_replace_the_old_ones),
		TEST(all_browsers_can_be_forgotten),
		TEST(turning_it_off_takes_a_code),
		TEST(the_operator_turns_it_off_by_nickname),
		TEST(codes_of_apps_are_limited_and_recovery_codes_are_not),
	};

	return (RUN_TESTS(tests));
}
