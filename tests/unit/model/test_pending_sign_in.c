/* SPDX-License-Identifier: ISC */
/* Signing in with a code, and browsers that need not show one. */
#include "cautious.h"
#include "model/browser.h"
#include "model/person.h"

static const unsigned char browser[SECRET_BYTES] = "a browser";
static const unsigned char renamed[SECRET_BYTES] = "its next secret";

static void
signing_in_waits_for_the_code(void **state)
{
	int64_t john = add_cautious("john"), susan = add_person("susan");
	const PGresult *rows;

	(void)state;
	assert_false(sign_in(susan, NULL));
	assert_true(is_signed_in(pending));
	assert_true(sign_in(john, NULL));
	assert_false(is_signed_in(pending));
	assert_int_equal(
	    number_in(ask(pending_find(pending)), 0, "person"), john);

	rows = ask(finish(step(STEP + 1)));
	assert_string_equal(text_in(rows, 0, "outcome"), "signed in");
	assert_int_equal(number_in(rows, 0, "person"), john);
	assert_true(true_in(rows, 0, "remembered"));
	assert_true(is_signed_in(here));
	assert_true(true_in(ask(session_find(here)), 0, "proved"));
	assert_int_equal(rows_of(pending_find(pending)), 0);
	assert_outcome(finish(step(STEP + 2)), NULL);
}

static void
a_used_code_does_not_finish_a_sign_in(void **state)
{
	int64_t john = add_cautious("john");

	(void)state;
	assert_true(sign_in(john, NULL));
	assert_outcome(finish(step(STEP)), "used");
	assert_outcome(finish(&unknown), "used");
	assert_false(is_signed_in(here));
	assert_int_equal(rows_of(pending_find(pending)), 1);
	assert_outcome(finish(&first), "signed in");
}

static void
a_pending_sign_in_is_over_after_ten_minutes(void **state)
{
	int64_t john = add_cautious("john");

	(void)state;
	assert_true(sign_in(john, NULL));
	run_sql("UPDATE pending_sign_in"
		"   SET created_at = now() - interval '9 minutes 59 seconds'");
	assert_int_equal(rows_of(pending_find(pending)), 1);
	run_sql("UPDATE pending_sign_in"
		"   SET created_at = now() - interval '10 minutes'");
	assert_int_equal(rows_of(pending_find(pending)), 0);
	assert_int_equal(rows_of(pending_attempt(pending, CODE_OF_APP)), 0);
	assert_outcome(finish(step(STEP + 1)), NULL);
}

static void
a_pending_sign_in_is_over_after_five_attempts(void **state)
{
	int64_t john = add_cautious("john");
	const PGresult *rows;
	int left;

	(void)state;
	assert_true(sign_in(john, NULL));
	for (left = 4; left >= 0; left--) {
		rows = ask(pending_attempt(pending, CODE_OF_APP));
		assert_int_equal(number_in(rows, 0, "attempts_left"), left);
		assert_int_equal(number_in(rows, 0, "wait"), 0);
		assert_string_equal(text_in(rows, 0, "secret"), SECRET_IN_HEX);
	}
	assert_int_equal(rows_of(pending_attempt(pending, CODE_OF_APP)), 0);
	assert_int_equal(rows_of(pending_find(pending)), 0);
}

static void
a_new_password_ends_pending_sign_ins_and_trust(void **state)
{
	int64_t john = add_cautious("john");

	(void)state;
	(void)ask(browser_trust(browser, john));
	run_sql("UPDATE trusted_browser"
		"   SET no_code_until = now() + interval '1 day'");
	assert_false(sign_in(john, browser));
	assert_true(sign_in(john, NULL));
	(void)ask(person_password("john", "other"));
	assert_outcome(finish(step(STEP + 1)), NULL);
	assert_true(
	    true_in(ask(session_add(pending, john, "other", 1, "", browser)), 0,
		"code"));
}

static void
a_person_has_at_most_five_pending_sign_ins(void **state)
{
	unsigned char token[SESSION_HASH] = "x";
	int64_t john = add_cautious("john");

	(void)state;
	for (token[0] = 0; token[0] < 8; token[0]++) {
		(void)ask(session_add(token, john, "none", 0, "", NULL));
		run_sql("UPDATE pending_sign_in"
			"   SET created_at = created_at - interval '1 s'");
	}
	assert_int_equal(number_of("SELECT count(*) FROM pending_sign_in"), 5);
	token[0] = 7;
	assert_int_equal(rows_of(pending_find(token)), 1);
	token[0] = 2;
	assert_int_equal(rows_of(pending_find(token)), 0);
}

static void
only_a_code_makes_a_browser_do_without(void **state)
{
	int64_t john = add_cautious("john");

	(void)state;
	(void)ask(browser_trust(browser, john));
	assert_true(sign_in(john, browser));
	assert_outcome(
	    pending_finish(pending, here, "", step(STEP + 1), browser, NULL),
	    "signed in");
	assert_true(sign_in(john, browser));
	assert_outcome(
	    pending_finish(pending, here, "", step(STEP + 1), browser, renamed),
	    "used");
	assert_true(sign_in(john, browser));
	assert_true(sign_in(john, renamed));
	assert_outcome(
	    pending_finish(pending, here, "", step(STEP + 2), browser, renamed),
	    "signed in");
	assert_false(sign_in(john, renamed));
	assert_true(sign_in(john, browser)); /* whoever knew that secret */
	assert_int_equal(
	    number_in(ask(two_factor_find(john)), 0, "browsers"), 1);
}

static void
a_browser_that_shows_no_code_proves_too_little(void **state)
{
	int64_t john = add_cautious("john");

	(void)state;
	assert_true(sign_in(john, NULL));
	(void)ask(
	    pending_finish(pending, here, "", step(STEP + 1), NULL, renamed));
	assert_false(sign_in(john, renamed));
	assert_true(is_signed_in(pending));
	assert_false(true_in(ask(session_find(pending)), 0, "proved"));
}

static void
trust_ends_after_30_days(void **state)
{
	int64_t john = add_cautious("john"), susan = add_cautious("susan");

	(void)state;
	assert_true(sign_in(john, NULL));
	(void)ask(
	    pending_finish(pending, here, "", step(STEP + 1), NULL, renamed));
	assert_true(sign_in(susan, renamed)); /* it is only john's */
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"
				   " WHERE no_code_until"
				   "     = now() + interval '30 days'"),
	    1);
	run_sql("UPDATE trusted_browser SET no_code_until = now()");
	assert_true(sign_in(john, renamed));
}

static void
a_browser_stays_trusted_for_everybody_who_shares_it(void **state)
{
	static const unsigned char last[SECRET_BYTES] = "its last secret";
	int64_t john = add_cautious("john"), susan = add_cautious("susan");

	(void)state;
	(void)ask(browser_trust(browser, susan));
	assert_true(sign_in(john, browser));
	(void)ask(pending_finish(
	    pending, here, "", step(STEP + 1), browser, renamed));
	assert_true(sign_in(susan, renamed));
	(void)ask(
	    pending_finish(pending, here, "", step(STEP + 1), renamed, last));
	assert_false(sign_in(john, last));
	assert_false(sign_in(susan, last));
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(signing_in_waits_for_the_code),
		TEST(a_used_code_does_not_finish_a_sign_in),
		TEST(a_pending_sign_in_is_over_after_ten_minutes),
		TEST(a_pending_sign_in_is_over_after_five_attempts),
		TEST(a_new_password_ends_pending_sign_ins_and_trust),
		TEST(a_person_has_at_most_five_pending_sign_ins),
		TEST(only_a_code_makes_a_browser_do_without),
		TEST(a_browser_that_shows_no_code_proves_too_little),
		TEST(trust_ends_after_30_days),
		TEST(a_browser_stays_trusted_for_everybody_who_shares_it),
	};

	return (RUN_TESTS(tests));
}
