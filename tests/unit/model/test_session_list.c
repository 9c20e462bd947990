/* SPDX-License-Identifier: ISC */
/* How people see and end their sessions. */
#include "test.h"
#include "model/person.h"
#include "model/session.h"

static const unsigned char desk[SESSION_HASH] = { 1 };
static const unsigned char phone[SESSION_HASH] = { 2 };
static const unsigned char lent[SESSION_HASH] = { 3 };
static const unsigned char hers[SESSION_HASH] = { 4 };
static const unsigned char fresh[SESSION_HASH] = { 5 };

static int64_t john, susan;

static void
open_session(const unsigned char *token, int64_t person, const char *browser)
{
	assert_int_equal(
	    rows_of(session_add(token, person, "none", 0, browser, NULL)), 1);
}

/* John is signed in at his desk and on two phones, Susan on hers. */
static void
sign_in(void)
{
	john = add_person("john");
	susan = add_person("susan");
	open_session(desk, john, "Firefox on Linux");
	open_session(phone, john, "Safari on iPhone");
	open_session(lent, john, "");
	open_session(hers, susan, "Chrome on Android");
}

static int
is_signed_in(const unsigned char *token)
{
	return (rows_of(session_find(token)));
}

static int64_t
id_of(const unsigned char *token)
{
	return (number_of("SELECT id FROM session"
			  " WHERE get_byte(token_hash, 0) = %d",
	    token[0]));
}

static void
a_person_sees_their_own_sessions_this_one_first(void **state)
{
	const PGresult *rows;

	(void)state;
	sign_in();
	run_sql("UPDATE session SET used_at = now() - interval '1 hour'"
		" WHERE browser = ''");
	rows = ask(session_list(john, desk));
	assert_int_equal(PQntuples(rows), 3);
	assert_string_equal(text_in(rows, 0, "browser"), "Firefox on Linux");
	assert_true(true_in(rows, 0, "here"));
	assert_string_equal(text_in(rows, 1, "browser"), "Safari on iPhone");
	assert_false(true_in(rows, 1, "here"));
	assert_string_equal(text_in(rows, 2, "browser"), "");
	assert_int_equal(number_in(rows, 2, "id"), id_of(lent));
}

static void
an_expired_session_is_not_shown(void **state)
{
	(void)state;
	sign_in();
	run_sql("UPDATE session SET used_at = now() - interval '24 hours'"
		" WHERE browser <> 'Firefox on Linux'");
	assert_int_equal(rows_of(session_list(john, desk)), 1);
}

static void
ending_a_session_ends_only_that_one(void **state)
{
	(void)state;
	sign_in();
	assert_int_equal(rows_of(session_end(john, id_of(phone))), 1);
	assert_false(is_signed_in(phone));
	assert_true(is_signed_in(desk) && is_signed_in(lent));
	assert_true(is_signed_in(hers));
}

static void
nobody_ends_the_session_of_somebody_else(void **state)
{
	(void)state;
	sign_in();
	assert_int_equal(rows_of(session_end(john, id_of(hers))), 0);
	assert_int_equal(rows_of(session_end(0, id_of(hers))), 0);
	assert_int_equal(rows_of(session_end(john, 0)), 0);
	assert_int_equal(number_of("SELECT count(*) FROM session"), 4);
}

static void
ending_the_others_affects_neither_this_one_nor_other_people(void **state)
{
	(void)state;
	sign_in();
	(void)ask(session_end_others(john, desk));
	assert_true(is_signed_in(desk));
	assert_false(is_signed_in(phone) || is_signed_in(lent));
	assert_true(is_signed_in(hers));
}

static void
a_new_password_leaves_one_new_session(void **state)
{
	const PGresult *rows;

	(void)state;
	sign_in();
	run_sql("UPDATE session SET remembered = true"
		" WHERE browser = 'Firefox on Linux'");
	rows = ask(session_renew(desk, fresh, "new"));
	assert_true(true_in(rows, 0, "remembered"));
	assert_false(is_signed_in(desk));
	assert_false(is_signed_in(phone) || is_signed_in(lent));
	assert_true(is_signed_in(hers));
	rows = ask(session_list(john, fresh));
	assert_int_equal(PQntuples(rows), 1);
	assert_true(true_in(rows, 0, "here"));
	assert_string_equal(text_in(rows, 0, "browser"), "Firefox on Linux");
	rows = ask(by_login("john"));
	assert_string_equal(text_in(rows, 0, "password"), "new");
	rows = ask(by_login("susan"));
	assert_string_equal(text_in(rows, 0, "password"), "none");
}

/* Assert that nobody has a new password and no session has ended. */
static void
assert_nothing_changed(void)
{
	assert_int_equal(number_of("SELECT count(*) FROM session"), 4);
	assert_int_equal(number_of("SELECT count(*) FROM person"
				   " WHERE password = 'none'"),
	    2);
}

static void
nothing_changes_without_a_recent_proof(void **state)
{
	(void)state;
	sign_in();
	run_sql("UPDATE session SET proved_at = now() - interval '10 minutes'");
	assert_int_equal(rows_of(session_renew(desk, fresh, "new")), 0);
	assert_int_equal(rows_of(session_prove(desk, "guessed")), 0);
	assert_int_equal(rows_of(session_renew(desk, fresh, "new")), 0);
	assert_nothing_changed();
}

static void
a_proof_counts_for_its_own_session(void **state)
{
	(void)state;
	sign_in();
	run_sql("UPDATE session SET proved_at = now() - interval '10 minutes'");
	assert_int_equal(rows_of(session_prove(fresh, "none")), 0);
	assert_int_equal(rows_of(session_prove(desk, "none")), 1);
	assert_int_equal(rows_of(session_renew(phone, fresh, "new")), 0);
	assert_int_equal(rows_of(session_renew(desk, fresh, "new")), 1);
}

static void
nothing_changes_from_an_ended_session(void **state)
{
	(void)state;
	sign_in();
	assert_int_equal(rows_of(session_renew(fresh, fresh, "new")), 0);
	run_sql("UPDATE session SET used_at = now() - interval '24 hours'");
	assert_int_equal(rows_of(session_renew(desk, fresh, "new")), 0);
	assert_nothing_changed();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_sees_their_own_sessions_this_one_first),
		TEST(an_expired_session_is_not_shown),
		TEST(ending_a_session_ends_only_that_one),
		TEST(nobody_ends_the_session_of_somebody_else),
		TEST(
		    ending_the_others_affects_neither_this_one_nor_other_people),
		TEST(a_new_password_leaves_one_new_session),
		TEST(nothing_changes_without_a_recent_proof),
		TEST(a_proof_counts_for_its_own_session),
		TEST(nothing_changes_from_an_ended_session),
	};

	return (RUN_TESTS(tests));
}
