/* SPDX-License-Identifier: ISC */
/* Nothing that was on its way signs in a member who has left, or writes to
 * them. */
#include "mails.h"
#include "rate_limits.h"
#include "model/departure.h"
#include "model/email.h"
#include "model/follow.h"
#include "model/identity.h"
#include "model/person.h"
#include "model/session.h"
#include "model/two_factor.h"

static const unsigned char one[32] = { 1 }, two[32] = { 2 };

static void
leave(const char *nickname)
{
	assert_outcome(departure_begin(nickname, 0), "left");
}

static void
a_link_from_a_message_changes_nothing(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");

	(void)state;
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	(void)deliver("change", one);
	assert_int_equal(rows_of(email_link("john", two)), 1);
	leave("john");
	assert_int_equal(rows_of(email_secret_find(one, "confirm")), 0);
	assert_int_equal(rows_of(email_secret_find(two, "reset")), 0);
	assert_int_equal(rows_of(email_reset(two, "new")), 0);
	(void)ask(email_confirm(one));
	assert_int_equal(number_of("SELECT count(*) FROM person WHERE id = %lld"
				   " AND email IS NULL AND password IS NULL",
			     (long long)john),
	    1);
}

static void
an_operator_finds_no_such_member(void **state)
{
	(void)state;
	(void)add_confirmed("john", "j@x.org");
	leave("john");
	assert_int_equal(rows_of(email_link("john", one)), 0);
	assert_int_equal(rows_of(person_password("john", "new")), 0);
	assert_int_equal(rows_of(two_factor_reset("john")), 0);
}

static void
no_message_is_written_to_or_about_them(void **state)
{
	int64_t john = add_confirmed("john", "j@x.org");
	int64_t susan = add_confirmed("susan", "s@x.org");

	(void)state;
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_outcome(follow_add(susan, "john"), "followed");
	assert_outcome(email_set(john, "new@x.org", "new@x.org"), "sent");
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 2);
	leave("john");
	assert_int_equal(PQntuples(deliver("digest", one)), 0);
	assert_int_equal(PQntuples(deliver("digest", two)), 0);
	assert_int_equal(PQntuples(deliver("change", one)), 0);
}

static void
their_provider_makes_a_new_account(void **state)
{
	const struct identity identity = { .issuer = "https://a",
		.subject = "john at a",
		.label = "A",
		.nickname = "john" };
	const PGresult *rows;

	(void)state;
	(void)ask(identity_sign_in(&identity, "::1"));
	leave("john");
	rows = ask(identity_sign_in(&identity, "::1"));
	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	assert_string_equal(text_in(rows, 0, "nickname"), "john2");
}

static void
no_sign_in_is_left_to_finish(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	run_sql("INSERT INTO two_factor (person, secret, last_step)"
		" VALUES (%lld, rpad('', 20)::bytea, 1)",
	    (long long)john);
	assert_true(true_in(
	    ask(session_add(one, john, "none", 0, "", NULL)), 0, "code"));
	assert_int_equal(rows_of(pending_find(one)), 1);
	leave("john");
	assert_int_equal(rows_of(pending_find(one)), 0);
	assert_int_equal(rows_of(session_add(two, john, NULL, 0, "", NULL)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(a_link_from_a_message_changes_nothing),
		MAILED(an_operator_finds_no_such_member),
		MAILED(no_message_is_written_to_or_about_them),
		MAILED(their_provider_makes_a_new_account),
		MAILED(no_sign_in_is_left_to_finish),
	};

	return (RUN_TESTS(tests));
}
