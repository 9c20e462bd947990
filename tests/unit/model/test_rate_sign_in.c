/* SPDX-License-Identifier: ISC */
/* Limits on attempts to sign in, and trusted browsers. */
#include <stdio.h>

#include "rate_limits.h"
#include "model/browser.h"
#include "model/login.h"
#include "model/person.h"
#include "model/rate.h"
#include "model/token.h"

static const unsigned char *const stranger = NULL;

/* Count an attempt with ${login} as typed. */
static const PGresult *
try(const char *address, const char *login, const unsigned char *browser)
{
	char key[LOGIN_KEY];

	login_key(login, key);
	return (ask(rate_sign_in(address, key, browser)));
}

static int64_t
wait_after_try(const char *address, const char *login)
{
	return (number_in(try(address, login, stranger), 0, "wait"));
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

static int64_t
counted(const char *key)
{
	return (number_of(
	    "SELECT coalesce(sum(count), 0) FROM rate WHERE key = '%s'", key));
}

static void
an_address_has_20_attempts_in_5_minutes(void **state)
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
an_account_has_10_attempts_in_15_minutes(void **state)
{
	(void)state;
	try_from_elsewhere("john", 9);
	let_pass("15 minutes");
	try_from_elsewhere("john", 10);
	assert_true(wait_after_try("x", "john") > 0);
	assert_int_equal(wait_after_try("x", "susan"), 0);
}

/* 900 s / 32 at first, then twice as long each time. */
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
a_limit_of_one_attempt_works(void **state)
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
a_rejected_attempt_does_not_count(void **state)
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
	(void)ask(rate_reset("x", "john", stranger, 1));
	assert_int_equal(wait_after_try("x", "john"), 0);
}

static void
all_spellings_of_an_email_address_are_one_account(void **state)
{
	(void)state;
	try_from_elsewhere("j@M\xc3\x9cLLER.example", 2);
	try_from_elsewhere("J@m\xc3\xbcller.example", 2);
	try_from_elsewhere("j@mu\xcc\x88ller.example", 3);
	try_from_elsewhere("j@xn--mller-kva.example", 3);
	assert_true(wait_after_try("x", "j@m\xc3\xbcller.EXAMPLE") > 0);
	assert_int_equal(wait_after_try("x", "j@muller.example"), 0);
}

static void
success_resets_the_account_and_one_attempt_of_the_address(void **state)
{
	(void)state;
	try_other_accounts("x", 3);
	assert_int_equal(wait_after_try("x", "john"), 0);
	(void)ask(rate_reset("x", "john", stranger, 1));
	assert_int_equal(counted("account john"), 0);
	assert_int_equal(counted("sign-in x"), 3);
	assert_int_equal(counted("account login1"), 1);
}

static void
resetting_without_an_attempt_does_nothing(void **state)
{
	(void)state;
	(void)ask(rate_reset("x", "john", stranger, 1));
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 0);
	assert_int_equal(wait_after_try("x", "john"), 0);
	(void)ask(rate_reset("x", "john", stranger, 1));
	(void)ask(rate_reset("x", "john", stranger, 1));
	assert_int_equal(counted("sign-in x"), 0);
}

/* Strangers try until the limit stops them. */
static void
besiege(const char *login)
{
	int i;

	for (i = 0; i < 10; i++)
		(void)ask(rate_sign_in("x", login, stranger));
	assert_true(wait_after_try("x", login) > 0);
}

static void
strangers_cannot_lock_the_owner_out(void **state)
{
	static const unsigned char home[SECRET_BYTES] = { 1 };
	static const unsigned char cafe[SECRET_BYTES] = { 2 };
	int64_t john = add_person("john");
	int i;

	(void)state;
	run_sql("UPDATE person SET email_key = 'j@x.org' WHERE id = %lld",
	    (long long)john);
	(void)ask(browser_trust(home, john));
	besiege("john");
	besiege("j@X.org");
	assert_int_equal(wait_in(rate_sign_in("x", "john", home)), 0);
	assert_int_equal(wait_in(rate_sign_in("x", "j@x.org", home)), 0);
	assert_true(wait_in(rate_sign_in("x", "john", cafe)) > 0);

	(void)ask(rate_reset("x", "john", home, 0));
	assert_true(wait_after_try("x", "john") > 0);
	for (i = 0; i < 10; i++)
		assert_int_equal(wait_in(rate_sign_in("x", "john", home)), 0);
	assert_true(wait_in(rate_sign_in("x", "john", home)) > 0);
}

static void
a_browser_is_trusted_for_those_who_signed_in_with_it(void **state)
{
	static const unsigned char browser[SECRET_BYTES] = { 1 };
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	(void)ask(browser_trust(browser, susan));
	besiege("john");
	assert_true(wait_in(rate_sign_in("x", "john", browser)) > 0);
	assert_true(wait_in(rate_sign_in("x", "nobody", browser)) >= 0);
	(void)ask(browser_trust(browser, john));
	assert_int_equal(wait_in(rate_sign_in("x", "john", browser)), 0);
	assert_int_equal(wait_in(rate_sign_in("x", "susan", browser)), 0);
}

/*
 * Somebody who signs up with a victim's address can try their own password
 * from their own browser, and no other.
 */
static void
sharing_an_email_address_does_not_share_trust(void **state)
{
	static const unsigned char browser[SECRET_BYTES] = { 1 };
	const PGresult *rows;
	int64_t mallory;
	int i;

	(void)state;
	(void)add_person("john"); /* e-mail: someone@example.org */
	mallory = add_person("mallory");
	(void)ask(browser_trust(browser, mallory));
	for (i = 0; i < 10; i++) {
		rows = try("x", "someone@example.org", browser);
		assert_true(true_in(rows, 0, "everyone"));
		(void)ask(rate_reset("x", "mallory", browser, 0));
	}
	rows = try("x", "someone@example.org", browser);
	assert_int_equal(number_in(rows, 0, "wait"), 0);
	assert_false(true_in(rows, 0, "everyone"));
	rows = ask(person_by_login("someone@example.org", browser, 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), mallory);
	assert_true(wait_after_try("x", "someone@example.org") > 0);
	assert_int_equal(wait_in(rate_sign_in("x", "mallory", browser)), 0);
}

static void
a_second_account_with_the_address_locks_nobody_out(void **state)
{
	static const unsigned char home[SECRET_BYTES] = { 1 };
	int64_t john = add_person("john"); /* e-mail: someone@example.org */
	const PGresult *rows;

	(void)state;
	(void)ask(browser_trust(home, john));
	besiege("someone@example.org");
	rows = try("x", "someone@example.org", home);
	assert_int_equal(number_in(rows, 0, "wait"), 0);

	(void)add_person("mallory");
	rows = try("x", "someone@example.org", home);
	assert_int_equal(number_in(rows, 0, "wait"), 0);
	rows = ask(person_by_login(
	    "someone@example.org", home, true_in(rows, 0, "everyone")));
	assert_int_equal(number_in(rows, 0, "id"), john);
}

/* Their success must not start the count of the shared address again. */
static void
sharing_an_address_gives_no_more_guesses(void **state)
{
	char address[20];
	int i;

	(void)state;
	for (i = 0; i < 9; i++) {
		(void)snprintf(address, sizeof(address), "address %d", i);
		assert_int_equal(
		    wait_after_try(address, "someone@example.org"), 0);
		assert_int_equal(
		    wait_after_try(address, "someone@example.org"), 0);
		(void)ask(
		    rate_reset(address, "someone@example.org", stranger, 1));
	}
	assert_int_equal(counted("account someone@example.org"), 9);
	assert_int_equal(wait_after_try("x", "someone@example.org"), 0);
	assert_true(wait_after_try("x", "someone@example.org") > 0);
}

/* Then nobody shares it, whoever else has typed it. */
static void
a_confirmed_address_is_counted_like_a_nickname(void **state)
{
	static const unsigned char home[SECRET_BYTES] = { 1 };
	static const unsigned char cafe[SECRET_BYTES] = { 2 };
	int64_t john = add_person("john"); /* e-mail: someone@example.org */
	int64_t mallory = add_person("mallory");
	const PGresult *rows;
	int i;

	(void)state;
	run_sql("UPDATE person SET email_confirmed_at = now() WHERE id = %lld",
	    (long long)john);
	(void)ask(browser_trust(home, john));
	(void)ask(browser_trust(cafe, mallory));
	besiege("someone@example.org");
	for (i = 0; i < 5; i++) {
		rows = try("x", "someone@example.org", home);
		assert_int_equal(number_in(rows, 0, "wait"), 0);
		assert_false(true_in(rows, 0, "everyone"));
	}
	rows = ask(person_by_login("someone@example.org", home, 0));
	assert_int_equal(number_in(rows, 0, "id"), john);
	assert_int_equal(PQntuples(rows), 1);
	assert_true(
	    wait_in(rate_sign_in("x", "someone@example.org", cafe)) > 0);
	(void)ask(rate_reset("x", "someone@example.org", NULL, 1));
	assert_int_equal(counted("account someone@example.org"), 0);
}

static void
twenty_browsers_of_a_person_stay_trusted(void **state)
{
	unsigned char browser[SECRET_BYTES] = { 0 };
	int64_t john = add_person("john");

	(void)state;
	(void)ask(browser_trust(browser, john));
	run_sql(
	    "UPDATE trusted_browser SET used_at = now() - interval '181 d'");
	for (browser[0] = 1; browser[0] <= 25; browser[0]++) {
		run_sql("UPDATE trusted_browser"
			"   SET used_at = used_at - interval '1 s'");
		(void)ask(browser_trust(browser, john));
		(void)ask(browser_trust(browser, john));
	}
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"
				   " WHERE substr(token_hash, 1, 1) > '\\x05'"),
	    20);
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"), 20);
}

static void
expired_counts_are_deleted(void **state)
{
	(void)state;
	try_from_elsewhere("john", 5);
	let_pass("16 minutes");
	assert_int_equal(wait_after_try("x", "susan"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM rate"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LIMITED(an_address_has_20_attempts_in_5_minutes),
		LIMITED(an_account_has_10_attempts_in_15_minutes),
		LIMITED(then_the_wait_grows_to_15_minutes_and_no_further),
		LIMITED(a_limit_of_one_attempt_works),
		LIMITED(a_rejected_attempt_does_not_count),
		LIMITED(the_case_of_an_account_does_not_matter),
		LIMITED(all_spellings_of_an_email_address_are_one_account),
		LIMITED(
		    success_resets_the_account_and_one_attempt_of_the_address),
		LIMITED(resetting_without_an_attempt_does_nothing),
		LIMITED(strangers_cannot_lock_the_owner_out),
		LIMITED(a_browser_is_trusted_for_those_who_signed_in_with_it),
		LIMITED(sharing_an_email_address_does_not_share_trust),
		LIMITED(a_second_account_with_the_address_locks_nobody_out),
		LIMITED(sharing_an_address_gives_no_more_guesses),
		LIMITED(a_confirmed_address_is_counted_like_a_nickname),
		LIMITED(twenty_browsers_of_a_person_stay_trusted),
		LIMITED(expired_counts_are_deleted),
	};

	return (RUN_TESTS(tests));
}
