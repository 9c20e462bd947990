/* SPDX-License-Identifier: ISC */
/* Forgotten passwords. */
#include "mails.h"
#include "rate_limits.h"
#include "model/browser.h"
#include "model/email.h"
#include "model/person.h"
#include "model/session.h"

static const unsigned char one[32] = { 1 }, two[32] = { 2 }, three[32] = { 3 };

/* Ask for a new password, with a login that is its own key. */
static void
forget(const char *login)
{
	assert_int_equal(wait_in(email_forgotten("x", login)), 0);
}

/* Return who gets the message for this login, or NULL. */
static const char *
recipient_for(const char *login, const unsigned char *hash)
{
	const PGresult *rows;

	forget(login);
	rows = deliver("reset", hash);
	return (PQntuples(rows) == 0 ? NULL : text_in(rows, 0, "recipient"));
}

static void
the_message_goes_to_the_confirmed_address(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	assert_string_equal(recipient_for("john", one), "j@x.org");
	assert_string_equal(recipient_for("j@x.org", two), "j@x.org");
	assert_int_equal(rows_of(email_secret_find(one, "reset")), 1);
}

static void
an_unknown_login_is_queued_like_a_known_one(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	forget("john");
	forget("nobody");
	assert_int_equal(mails("reset"), 2);
	assert_int_equal(number_of("SELECT count(*) FROM mail"
				   " WHERE person IS NULL"
				   "   AND recipient IS NULL"),
	    2);
	(void)deliver("reset", one);
	assert_int_equal(PQntuples(deliver("reset", two)), 0);
}

static void
an_address_that_nobody_confirmed_gets_it_and_is_thereby_confirmed(void **state)
{
	int64_t john = add_person("john"); /* e-mail: someone@example.org */

	(void)state;
	(void)add_person("susan");
	assert_string_equal(
	    recipient_for("someone@example.org", one), "someone@example.org");
	assert_string_equal(
	    text_in(ask(email_secret_find(one, "reset")), 0, "nickname"),
	    "john");
	assert_int_equal(rows_of(email_reset(one, "new")), 1);
	assert_true(is_confirmed(john));
}

/* Mallory may have typed John's address. */
static void
another_members_confirmed_address_gets_none(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	(void)ask(person_add("mallory", "j@x.org", "j@x.org", "none", 0));
	assert_null(recipient_for("mallory", one));
	(void)recipient_for("j@x.org", two);
	assert_string_equal(
	    text_in(ask(email_secret_find(two, "reset")), 0, "nickname"),
	    "john");
}

static void
a_member_without_an_address_gets_none(void **state)
{
	(void)state;
	(void)add_person("john");
	run_sql("UPDATE person SET email = NULL, email_key = NULL");
	assert_null(recipient_for("john", one));
}

static void
a_new_password_ends_sessions_and_trust(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");
	const PGresult *rows;

	(void)state;
	(void)ask(session_add(three, john, "none", 1, "", NULL));
	(void)ask(browser_trust(three, john));
	(void)recipient_for("john", one);
	rows = ask(email_reset(one, "new"));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	rows = ask(by_login("john"));
	assert_string_equal(text_in(rows, 0, "password"), "new");
	assert_int_equal(rows_of(session_find(three)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"), 0);
}

static void
a_new_password_uses_up_every_link(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	(void)recipient_for("john", one);
	(void)recipient_for("john", two);
	assert_int_equal(rows_of(email_link("JOHN", three)), 1);
	assert_int_equal(rows_of(email_reset(two, "new")), 1);
	assert_int_equal(rows_of(email_reset(two, "newer")), 0);
	assert_int_equal(rows_of(email_reset(one, "newer")), 0);
	assert_int_equal(rows_of(email_reset(three, "newer")), 0);
	assert_int_equal(rows_of(email_secret_find(one, "reset")), 0);
}

static void
any_other_change_of_the_password_uses_them_up_too(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	(void)recipient_for("john", one);
	(void)ask(person_password("john", "new"));
	assert_int_equal(rows_of(email_reset(one, "newer")), 0);
}

static void
a_change_of_address_uses_up_links_to_the_old_one(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	(void)recipient_for("john", one);
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	(void)deliver("change", two);
	assert_outcome(email_confirm(two), "confirmed");
	assert_int_equal(rows_of(email_reset(one, "new")), 0);
	assert_string_equal(recipient_for("john", three), "new@x.org");
}

static void
the_link_works_for_30_minutes(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	(void)recipient_for("john", one);
	run_sql("UPDATE email_secret SET until = until - interval '29 min'");
	assert_int_equal(rows_of(email_secret_find(one, "reset")), 1);
	run_sql("UPDATE email_secret SET until = until - interval '1 min'");
	assert_int_equal(rows_of(email_secret_find(one, "reset")), 0);
	assert_int_equal(rows_of(email_reset(one, "new")), 0);
}

static void
the_operators_link_works_for_24_hours_and_confirms_nothing(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_int_equal(rows_of(email_link("nobody", one)), 0);
	assert_string_equal(
	    text_in(ask(email_link("JOHN", one)), 0, "nickname"), "john");
	assert_int_equal(
	    number_of("SELECT count(*) FROM email_secret"
		      " WHERE until = now() + interval '24 hours'"),
	    1);
	assert_int_equal(rows_of(email_reset(one, "new")), 1);
	assert_false(is_confirmed(john));
}

static void
requests_are_limited_whether_there_is_such_a_member_or_not(void **state)
{
	static const char *logins[] = { "john", "nobody" };
	int i, j;

	(void)state;
	(void)add_confirmed("john", "j@x.org");
	for (i = 0; i < 2; i++) {
		for (j = 0; j < 3; j++)
			forget(logins[i]);
		assert_in_range(
		    wait_in(email_forgotten("y", logins[i])), 3590, 3600);
	}
	assert_int_equal(mails("reset"), 6);
	for (i = 0; i < 4; i++)
		forget(i % 2 == 0 ? "a" : "b");
	assert_in_range(wait_in(email_forgotten("x", "c")), 3590, 3600);
	assert_int_equal(mails("reset"), 10);
	let_pass("1 h");
	forget("john");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(the_message_goes_to_the_confirmed_address),
		MAILED(an_unknown_login_is_queued_like_a_known_one),
		MAILED(
		    an_address_that_nobody_confirmed_gets_it_and_is_thereby_confirmed),
		MAILED(another_members_confirmed_address_gets_none),
		MAILED(a_member_without_an_address_gets_none),
		MAILED(a_new_password_ends_sessions_and_trust),
		MAILED(a_new_password_uses_up_every_link),
		MAILED(any_other_change_of_the_password_uses_them_up_too),
		MAILED(a_change_of_address_uses_up_links_to_the_old_one),
		MAILED(the_link_works_for_30_minutes),
		MAILED(
		    the_operators_link_works_for_24_hours_and_confirms_nothing),
		LIMITED(
		    requests_are_limited_whether_there_is_such_a_member_or_not),
	};

	return (RUN_TESTS(tests));
}
