/* SPDX-License-Identifier: ISC */
/*
 * Every way in, for a member who is suspended: nothing lets them in or changes
 * anything, and whoever proves who they are is told why.
 */
#include "departing.h"
#include "mails.h"
#include "moderating.h"
#include "rate_limits.h"
#include "model/browser.h"
#include "model/departure.h"
#include "model/email.h"
#include "model/follow.h"
#include "model/identity.h"
#include "model/import.h"
#include "model/list.h"
#include "model/notice.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"
#include "model/two_factor.h"

static const unsigned char one[32] = { 1 }, two[32] = { 2 };

static int64_t mod, john;

static void
add_john(void)
{
	mod = add_moderator("judge");
	john = add_confirmed("john", "j@x.org");
}

static void
suspend_john(void)
{
	assert_outcome(suspend(mod, "john"), "done");
}

static int64_t
sessions(void)
{
	return (number_of("SELECT count(*) FROM session"));
}

static void
the_right_password_opens_a_page_that_says_why(void **state)
{
	const PGresult *rows;

	(void)state;
	add_john();
	suspend_john();
	assert_int_equal(rows_of(by_login("john")), 1);
	assert_int_equal(rows_of(by_login("j@x.org")), 1);
	rows = ask(session_add(one, john, "none", 1, "", NULL));
	assert_true(true_in(rows, 0, "suspended"));
	assert_false(true_in(rows, 0, "code"));
	assert_int_equal(sessions(), 0);
	assert_int_equal(rows_of(session_find(one)), 0);
	rows = ask(appeal_find(one));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 0, "words"), "spam");
	assert_true(true_in(rows, 0, "can_appeal"));
	assert_int_equal(
	    rows_of(session_add(two, john, "old", 1, "", NULL)), 0);
	assert_int_equal(rows_of(appeal_find(two)), 0);
}

static void
that_page_is_there_for_ten_minutes_and_until_they_are_restored(void **state)
{
	(void)state;
	add_john();
	suspend_john();
	(void)ask(session_add(one, john, "none", 1, "", NULL));
	run_sql("UPDATE appeal_secret SET created_at ="
		" now() - interval '9 minutes'");
	assert_int_equal(rows_of(appeal_find(one)), 1);
	run_sql("UPDATE appeal_secret SET created_at ="
		" now() - interval '10 minutes'");
	assert_int_equal(rows_of(appeal_find(one)), 0);
	assert_outcome(appeal_send(one, last_action(), "why"), NULL);
	(void)ask(session_add(two, john, "none", 1, "", NULL));
	assert_outcome(restore(mod, "john"), "done");
	assert_int_equal(rows_of(appeal_find(two)), 0);
	suspend_john();
	assert_int_equal(rows_of(appeal_find(two)), 0);
}

static void
a_browser_keeps_at_most_five_of_these_secrets(void **state)
{
	int i;

	(void)state;
	add_john();
	suspend_john();
	for (i = 0; i < 8; i++) {
		const unsigned char hash[32] = { 9, (unsigned char)i };

		(void)ask(session_add(hash, john, "none", 1, "", NULL));
	}
	assert_int_equal(number_of("SELECT count(*) FROM appeal_secret"), 5);
}

static void
a_code_is_needed_as_always_and_opens_the_same_page(void **state)
{
	const struct proof_code code = { .step = 5 };
	const PGresult *rows;

	(void)state;
	add_john();
	run_sql("INSERT INTO two_factor (person, secret, last_step)"
		" VALUES (%lld, rpad('', 20)::bytea, 1)",
	    (long long)john);
	suspend_john();
	assert_true(true_in(
	    ask(session_add(one, john, "none", 0, "", NULL)), 0, "code"));
	assert_int_equal(rows_of(appeal_find(one)), 0);
	rows = ask(pending_finish(one, two, "", &code, NULL, two));
	assert_true(true_in(rows, 0, "suspended"));
	assert_int_equal(sessions(), 0);
	assert_int_equal(number_of("SELECT count(*) FROM trusted_browser"), 0);
	assert_int_equal(rows_of(appeal_find(two)), 1);
}

/* The code was on its way when the member was suspended. */
static void
a_sign_in_that_waited_for_its_code_is_over(void **state)
{
	const struct proof_code code = { .step = 5 };

	(void)state;
	add_john();
	run_sql("INSERT INTO two_factor (person, secret, last_step)"
		" VALUES (%lld, rpad('', 20)::bytea, 1)",
	    (long long)john);
	(void)ask(session_add(one, john, "none", 0, "", NULL));
	suspend_john();
	assert_int_equal(rows_of(pending_find(one)), 0);
	assert_int_equal(
	    rows_of(pending_finish(one, two, "", &code, NULL, NULL)), 0);
}

static void
a_provider_opens_the_same_page_and_no_other_account(void **state)
{
	const struct identity identity = { .issuer = "https://a",
		.subject = "susan at a",
		.label = "A",
		.nickname = "susan" };
	const PGresult *rows;
	int64_t susan;

	(void)state;
	add_john();
	susan = number_in(ask(identity_sign_in(&identity, "::1")), 0, "person");
	assert_outcome(suspend(mod, "susan"), "done");
	rows = ask(identity_sign_in(&identity, "::1"));
	assert_string_equal(text_in(rows, 0, "outcome"), "known");
	assert_int_equal(number_in(rows, 0, "person"), susan);
	assert_outcome(identity_link(john, &identity), "taken");
	assert_true(true_in(
	    ask(session_add(one, susan, NULL, 0, "", NULL)), 0, "suspended"));
	assert_int_equal(sessions(), 0);
	assert_int_equal(rows_of(appeal_find(one)), 1);
}

static void
a_session_that_somebody_kept_is_worth_nothing(void **state)
{
	(void)state;
	add_john();
	(void)ask(session_add(one, john, "none", 1, "", NULL));
	suspend_john();
	run_sql("INSERT INTO session (token_hash, person, remembered)"
		" SELECT sha256('x'), %lld, true",
	    (long long)john);
	assert_int_equal(number_of("SELECT count(*) FROM session_valid"), 0);
	assert_int_equal(rows_of(session_prove(one, NULL)), 0);
	assert_int_equal(rows_of(session_renew(one, two, "new")), 0);
}

static void
a_forgotten_password_is_answered_as_for_nobody(void **state)
{
	(void)state;
	add_john();
	suspend_john();
	(void)ask(email_forgotten("::1", "john"));
	assert_int_equal(mails("reset"), 1);
	assert_int_equal(PQntuples(deliver("reset", one)), 0);
}

static void
a_link_from_a_message_changes_nothing(void **state)
{
	const char *before;

	(void)state;
	add_john();
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	(void)deliver("change", one);
	assert_int_equal(rows_of(email_link("john", two)), 1);
	suspend_john();
	before = what_there_is();
	assert_int_equal(rows_of(email_secret_find(one, "confirm")), 0);
	assert_int_equal(rows_of(email_secret_find(two, "reset")), 0);
	assert_int_equal(rows_of(email_reset(two, "new")), 0);
	assert_int_equal(rows_of(email_confirm(one)), 0);
	assert_int_equal(rows_of(email_revert(one)), 0);
	assert_string_equal(what_there_is(), before);
	assert_outcome(restore(mod, "john"), "done");
	assert_int_equal(rows_of(email_confirm(one)), 1);
}

static void
their_address_and_nickname_stay_theirs(void **state)
{
	int64_t other;

	(void)state;
	add_john();
	suspend_john();
	assert_outcome(person_add("john", "e", "e", "none", 0), "taken");
	other = add_person("other");
	assert_outcome(email_set(other, "j@x.org", "j@x.org"), "sent");
	(void)deliver("change", one);
	assert_outcome(email_confirm(one), "taken");
	assert_false(is_confirmed(other));
	assert_outcome(restore(mod, "john"), "done");
	assert_true(is_confirmed(john));
	assert_string_equal(email_of(john), "j@x.org");
}

static void
they_change_nothing_and_cannot_leave(void **state)
{
	const char *before;
	const PGresult *rows;

	(void)state;
	add_john();
	(void)add_person("susan");
	suspend_john();
	before = what_there_is();
	rows = ask(plain_post(john, "one more", NULL, NULL));
	assert_null(text_in(rows, 0, "id"));
	assert_outcome(follow_add(john, "susan"), NULL);
	assert_outcome(person_edit(john, "johnny", ""), "taken");
	assert_outcome(departure_begin("john", john), NULL);
	assert_string_equal(what_there_is(), before);
}

static void
an_operator_gives_them_no_password(void **state)
{
	(void)state;
	add_john();
	suspend_john();
	assert_int_equal(rows_of(email_link("john", one)), 0);
	assert_int_equal(rows_of(person_password("john", "new")), 0);
	assert_int_equal(rows_of(two_factor_reset("john")), 0);
}

static void
no_message_about_them_is_sent_but_the_one_that_says_why(void **state)
{
	int64_t susan;
	const PGresult *rows;

	(void)state;
	add_john();
	susan = add_confirmed("susan", "s@x.org");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 2);
	suspend_john();
	assert_int_equal(PQntuples(deliver("digest", one)), 0);
	assert_int_equal(PQntuples(deliver("digest", two)), 0);
	rows = deliver("suspended", one);
	assert_string_equal(text_in(rows, 0, "recipient"), "j@x.org");
	assert_string_equal(text_in(rows, 0, "words"), "spam");
}

static void
the_message_is_dropped_if_they_are_restored_before(void **state)
{
	(void)state;
	add_john();
	suspend_john();
	assert_outcome(restore(mod, "john"), "done");
	assert_int_equal(PQntuples(deliver("suspended", one)), 0);
	(void)add_person("susan");
	assert_outcome(suspend(mod, "susan"), "done");
	assert_int_equal(mails("suspended"), 0); /* no confirmed address */
}

/* One record is done, and one is left. */
static void
an_import_waits_until_they_are_restored(void **state)
{
	struct import import;

	(void)state;
	add_john();
	(void)add_person("susan");
	(void)add_person("mary");
	import.member = john;
	import.id =
	    number_in(ask(import_begin(john, "follows", "x.org")), 0, "id");
	import.done = 0;
	(void)ask(import_arrived(john, import.id));
	assert_true(
	    true_in(ask(import_person(&import, "follow", "susan", "", "f", 1)),
		0, "moved"));
	import.done = 1;
	suspend_john();
	assert_int_equal(rows_of(import_next()), 0);
	assert_false(
	    true_in(ask(import_person(&import, "follow", "mary", "", "f", 2)),
		0, "moved"));
	assert_int_equal(number_of("SELECT count(*) FROM import_problem"), 0);
	assert_outcome(restore(mod, "john"), "done");
	assert_int_equal(rows_of(import_next()), 1);
	assert_true(
	    true_in(ask(import_person(&import, "follow", "mary", "", "f", 2)),
		0, "moved"));
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 2);
	assert_counts_are_correct();
	run_sql("SELECT pg_advisory_unlock_all()");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(the_right_password_opens_a_page_that_says_why),
		MAILED(
		    that_page_is_there_for_ten_minutes_and_until_they_are_restored),
		MAILED(a_browser_keeps_at_most_five_of_these_secrets),
		MAILED(a_code_is_needed_as_always_and_opens_the_same_page),
		MAILED(a_sign_in_that_waited_for_its_code_is_over),
		MAILED(a_provider_opens_the_same_page_and_no_other_account),
		MAILED(a_session_that_somebody_kept_is_worth_nothing),
		MAILED(a_forgotten_password_is_answered_as_for_nobody),
		MAILED(a_link_from_a_message_changes_nothing),
		MAILED(their_address_and_nickname_stay_theirs),
		MAILED(they_change_nothing_and_cannot_leave),
		MAILED(an_operator_gives_them_no_password),
		MAILED(no_message_about_them_is_sent_but_the_one_that_says_why),
		MAILED(the_message_is_dropped_if_they_are_restored_before),
		MAILED(an_import_waits_until_they_are_restored),
	};

	return (RUN_TESTS(tests));
}
