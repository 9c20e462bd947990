/* SPDX-License-Identifier: ISC */
/* E-mail addresses: confirming, changing, and taking a change back. */
#include "mails.h"
#include "rate_limits.h"
#include "model/browser.h"
#include "model/email.h"
#include "model/mail.h"
#include "model/person.h"
#include "model/session.h"

static const unsigned char one[32] = { 1 }, two[32] = { 2 }, three[32] = { 3 };

/* Add a member with the address j@x.org, who is asked to confirm it. */
static int64_t
sign_up(const char *nickname)
{
	return (number_in(
	    ask(person_add(nickname, "j@x.org", "j@x.org", "none", 0)), 0,
	    "id"));
}

/* Ask for the address, which is its own key, and confirm it with ${hash}. */
static void
change_to(int64_t person, const char *email, const unsigned char *hash)
{
	assert_outcome(email_set(person, email, email), "sent");
	assert_string_equal(
	    text_in(deliver("change", hash), 0, "recipient"), email);
	assert_outcome(email_confirm(hash), "confirmed");
}

static void
a_new_member_is_asked_to_confirm_the_address(void **state)
{
	int64_t john = sign_up("john");
	const PGresult *rows = deliver("confirm", one);

	(void)state;
	assert_string_equal(text_in(rows, 0, "recipient"), "j@x.org");
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_false(is_confirmed(john));
	rows = ask(email_secret_find(one, "confirm"));
	assert_string_equal(text_in(rows, 0, "email"), "j@x.org");
	assert_false(is_confirmed(john));
	assert_outcome(email_confirm(one), "confirmed");
	assert_true(is_confirmed(john));
}

static void
a_secret_does_only_what_it_is_for(void **state)
{
	(void)state;
	(void)sign_up("john");
	(void)deliver("confirm", one);
	assert_int_equal(rows_of(email_secret_find(one, "reset")), 0);
	assert_int_equal(rows_of(email_secret_find(two, "confirm")), 0);
	assert_int_equal(rows_of(email_reset(one, "new")), 0);
	assert_int_equal(rows_of(email_revert(one)), 0);
	assert_int_equal(rows_of(email_unsubscribe(one)), 0);
	assert_int_equal(rows_of(email_confirm(two)), 0);
}

static void
opening_a_confirmation_twice_does_no_harm(void **state)
{
	int64_t john = sign_up("john");

	(void)state;
	(void)deliver("confirm", one);
	assert_outcome(email_confirm(one), "confirmed");
	assert_outcome(email_confirm(one), "confirmed");
	change_to(john, "new@x.org", two);
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_string_equal(email_of(john), "new@x.org");
}

static void
a_secret_expires_and_is_deleted_later(void **state)
{
	(void)state;
	(void)sign_up("john");
	(void)deliver("confirm", one);
	run_sql("UPDATE email_secret SET until = until - interval '3 days'");
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_int_equal(rows_of(email_secret_find(one, "confirm")), 0);
	(void)sign_up("susan");
	run_sql("UPDATE email_secret SET until = until - interval '1 s'");
	(void)deliver("confirm", two);
	assert_int_equal(number_of("SELECT count(*) FROM email_secret"), 1);
}

static void
a_message_that_is_no_longer_true_is_dropped(void **state)
{
	int64_t john = sign_up("john");

	(void)state;
	confirm(john);
	assert_int_equal(PQntuples(deliver("confirm", one)), 0);
	assert_outcome(email_set(john, "a@x.org", "a@x.org"), "sent");
	assert_outcome(email_set(john, "b@x.org", "b@x.org"), "sent");
	assert_int_equal(PQntuples(deliver("change", one)), 0);
	assert_int_equal(PQntuples(deliver("change", one)), 1);
}

static void
a_confirmed_address_belongs_to_one_member(void **state)
{
	int64_t john = sign_up("john"), mallory = sign_up("mallory");
	const PGresult *rows;

	(void)state;
	(void)deliver("confirm", one);
	(void)deliver("confirm", two);
	assert_int_equal(rows_of(by_login("j@x.org")), 2);
	assert_outcome(email_confirm(one), "confirmed");
	assert_outcome(email_confirm(two), "taken");
	assert_false(is_confirmed(mallory));
	rows = ask(by_login("J@x.org"));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), john);
	assert_int_equal(rows_of(by_login("mallory")), 1);
}

static void
a_new_address_counts_once_it_is_confirmed(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");
	const PGresult *rows;

	(void)state;
	assert_outcome(email_set(john, "New@x.org", "new@x.org"), "sent");
	assert_string_equal(email_of(john), "j@x.org");
	rows = ask(email_settings(john));
	assert_string_equal(text_in(rows, 0, "wanted"), "New@x.org");
	assert_int_equal(mails("changed"), 0);

	rows = deliver("change", one);
	assert_string_equal(text_in(rows, 0, "recipient"), "New@x.org");
	assert_outcome(email_confirm(one), "confirmed");
	assert_string_equal(email_of(john), "New@x.org");
	assert_true(is_confirmed(john));
	rows = ask(email_settings(john));
	assert_null(text_in(rows, 0, "wanted"));
	assert_int_equal(rows_of(by_login("j@x.org")), 0);
	rows = deliver("changed", two);
	assert_string_equal(text_in(rows, 0, "recipient"), "j@x.org");
}

static void
asking_for_the_present_address_withdraws_the_new_one(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	(void)deliver("change", one);
	assert_outcome(email_set(john, "j@x.org", "j@x.org"), "same");
	assert_int_equal(rows_of(email_secret_find(one, "confirm")), 0);
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_string_equal(email_of(john), "j@x.org");
}

static void
another_spelling_of_the_address_is_not_another_one(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	assert_outcome(email_set(john, "J@x.org", "j@x.org"), "sent");
	(void)deliver("change", one);
	assert_outcome(email_confirm(one), "confirmed");
	assert_string_equal(email_of(john), "J@x.org");
	assert_int_equal(mails("changed"), 0);
}

static void
the_message_can_be_sent_again(void **state)
{
	int64_t john = sign_up("john");

	(void)state;
	assert_outcome(email_set(john, NULL, NULL), "sent");
	assert_int_equal(mails("confirm"), 2);
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	assert_outcome(email_set(john, NULL, NULL), "sent");
	assert_int_equal(mails("change"), 2);
	(void)deliver("change", one);
	(void)deliver("change", two);
	assert_outcome(email_confirm(one), "confirmed");
	assert_outcome(email_confirm(two), "confirmed");
	assert_outcome(email_set(john, NULL, NULL), "same");
	assert_int_equal(mails("changed"), 0);
}

static void
a_member_without_an_address_gets_one(void **state)
{
	int64_t john = sign_up("john");

	(void)state;
	run_sql("UPDATE person SET email = NULL, email_key = NULL");
	assert_int_equal(PQntuples(deliver("confirm", one)), 0);
	assert_null(email_of(john));
	assert_outcome(email_set(john, NULL, NULL), "same");
	change_to(john, "new@x.org", one);
	assert_string_equal(email_of(john), "new@x.org");
	assert_int_equal(mails("changed"), 0);
}

/* Nobody knows whose an unconfirmed address is, so its owner gets no link. */
static void
an_unconfirmed_address_cannot_take_a_change_back(void **state)
{
	int64_t john = sign_up("john");

	(void)state;
	change_to(john, "new@x.org", one);
	assert_int_equal(mails("changed"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM email_former"), 0);
}

static void
messages_to_a_member_and_to_an_address_are_limited(void **state)
{
	int64_t john, susan;

	(void)state;
	set_limits("confirm=2/1h");
	john = sign_up("john");
	assert_outcome(email_set(john, NULL, NULL), "sent");
	assert_int_equal(mails("confirm"), 2);
	assert_outcome(email_set(john, NULL, NULL), "sent");
	assert_int_equal(mails("confirm"), 2);
	assert_in_range(
	    wait_in(email_set(john, "b@x.org", "b@x.org")), 3590, 3600);
	susan = sign_up("susan");
	assert_int_equal(mails("confirm"), 2);
	assert_outcome(email_set(susan, "s@x.org", "s@x.org"), "sent");
	assert_int_equal(mails("change"), 1);
}

static void
a_site_without_mail_queues_none(void **state)
{
	int64_t john;

	(void)state;
	mail_start(0);
	john = sign_up("john");
	assert_outcome(email_set(john, NULL, NULL), "same");
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "saved");
	assert_string_equal(email_of(john), "new@x.org");
	confirm(john);
	assert_outcome(email_set(john, "b@x.org", "b@x.org"), "saved");
	assert_false(is_confirmed(john));
	assert_int_equal(number_of("SELECT count(*) FROM mail"), 0);
}

static void
the_old_address_takes_a_change_back(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	change_to(john, "new@x.org", one);
	(void)deliver("changed", two);
	(void)ask(session_add(three, john, "none", 0, "", NULL));
	(void)ask(browser_trust(three, john));
	assert_outcome(email_set(john, "third@x.org", "third@x.org"), "sent");
	assert_int_equal(rows_of(email_secret_find(two, "revert")), 1);
	assert_outcome(email_revert(two), "reverted");
	assert_string_equal(email_of(john), "j@x.org");
	assert_true(is_confirmed(john));
	assert_int_equal(rows_of(session_find(three)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"), 0);
	assert_int_equal(PQntuples(deliver("change", three)), 0);
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_int_equal(rows_of(email_secret_find(two, "revert")), 0);
	assert_int_equal(rows_of(email_revert(two)), 0);
}

/* Somebody who changes the address twice must not get rid of its owner. */
static void
the_oldest_of_several_addresses_takes_all_changes_back(void **state)
{
	static const unsigned char four[32] = { 4 };
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	change_to(john, "a@x.org", one);
	run_sql("UPDATE email_former SET replaced_at = now() - interval '1 h'");
	change_to(john, "b@x.org", two);
	(void)deliver("changed", three);
	assert_outcome(email_revert(three), "reverted");
	assert_string_equal(email_of(john), "j@x.org");
	assert_int_equal(PQntuples(deliver("changed", four)), 0);
}

static void
a_change_can_be_taken_back_for_seven_days(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	change_to(john, "new@x.org", one);
	run_sql("UPDATE email_former"
		"   SET replaced_at = replaced_at - interval '7 days 1 s'");
	assert_int_equal(PQntuples(deliver("changed", two)), 0);

	change_to(john, "third@x.org", two);
	run_sql("UPDATE email_former"
		"   SET replaced_at = replaced_at - interval '6 days 23 h'");
	(void)deliver("changed", three);
	run_sql("UPDATE email_former"
		"   SET replaced_at = replaced_at - interval '61 min'");
	assert_int_equal(rows_of(email_revert(three)), 0);
	run_sql("UPDATE email_secret SET until = until - interval '61 min'");
	assert_int_equal(rows_of(email_secret_find(three, "revert")), 0);
}

static void
an_address_that_is_another_members_now_is_not_taken_back(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	change_to(john, "new@x.org", one);
	(void)deliver("changed", two);
	(void)add_confirmed("susan", "j@x.org");
	assert_outcome(email_revert(two), "taken");
	assert_string_equal(email_of(john), "new@x.org");
}

/* Somebody with the old password may wait for the secret they asked for. */
static void
a_new_password_withdraws_the_new_address(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	assert_outcome(email_set(john, "evil@x.org", "evil@x.org"), "sent");
	(void)deliver("change", one);
	(void)ask(person_password("john", "new"));
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_string_equal(email_of(john), "j@x.org");
}

#define LIMITED_MAILED(name) \
	cmocka_unit_test_setup_teardown(name, mails_begin, limited_end)

static int
limited_end(void **state)
{
	mail_start(0);
	return (limits_end(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(a_new_member_is_asked_to_confirm_the_address),
		MAILED(a_secret_does_only_what_it_is_for),
		MAILED(opening_a_confirmation_twice_does_no_harm),
		MAILED(a_secret_expires_and_is_deleted_later),
		MAILED(a_message_that_is_no_longer_true_is_dropped),
		MAILED(a_confirmed_address_belongs_to_one_member),
		MAILED(a_new_address_counts_once_it_is_confirmed),
		MAILED(asking_for_the_present_address_withdraws_the_new_one),
		MAILED(another_spelling_of_the_address_is_not_another_one),
		MAILED(the_message_can_be_sent_again),
		MAILED(a_member_without_an_address_gets_one),
		MAILED(an_unconfirmed_address_cannot_take_a_change_back),
		LIMITED_MAILED(
		    messages_to_a_member_and_to_an_address_are_limited),
		MAILED(a_site_without_mail_queues_none),
		MAILED(the_old_address_takes_a_change_back),
		MAILED(the_oldest_of_several_addresses_takes_all_changes_back),
		MAILED(a_change_can_be_taken_back_for_seven_days),
		MAILED(
		    an_address_that_is_another_members_now_is_not_taken_back),
		MAILED(a_new_password_withdraws_the_new_address),
	};

	return (RUN_TESTS(tests));
}
