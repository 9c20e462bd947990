/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/person.h"
#include "model/session.h"

static const unsigned char token[SESSION_HASH] = { 0, 1, 255, 0, 7 };
static const unsigned char other[SESSION_HASH] = { 0, 1, 255, 0, 8 };

static int
is_signed_in(void)
{
	return (PQntuples(ask(session_find(token))) == 1);
}

static int
is_stale(void)
{
	return (true_in(ask(session_find(token)), 0, "stale"));
}

static void
sign_in(const char *nickname, int remembered)
{
	int64_t id = add_person(nickname);

	assert_int_equal(
	    number_in(ask(session_add(token, id, "none", remembered, "", NULL)),
		0, "person"),
	    id);
}

/* Make the session look as if it was opened and used so long ago. */
static void
set_age(const char *created, const char *used)
{
	run_sql("UPDATE session SET created_at = now() - interval '%s',"
		"		    used_at = now() - interval '%s'",
	    created, used);
}

static void
a_token_identifies_the_person_signed_in(void **state)
{
	const PGresult *rows;

	(void)state;
	assert_false(is_signed_in());
	sign_in("john", 0);
	rows = ask(session_find(token));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_true(number_in(rows, 0, "id") > 0);
	assert_int_equal(PQntuples(ask(session_find(other))), 0);
}

static void
signing_out_ends_only_this_session(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)ask(session_add(token, john, "none", 0, "", NULL));
	(void)ask(session_add(other, john, "none", 0, "", NULL));
	(void)ask(session_remove(token));
	assert_false(is_signed_in());
	assert_int_equal(PQntuples(ask(session_find(other))), 1);
	(void)ask(session_remove(token));
}

static void
a_session_ends_after_a_day_without_use(void **state)
{
	(void)state;
	sign_in("john", 0);
	set_age("6 days", "23 hours 59 minutes");
	assert_true(is_signed_in());
	set_age("6 days", "24 hours");
	assert_false(is_signed_in());
}

static void
a_session_ends_after_a_week_even_if_it_is_used(void **state)
{
	(void)state;
	sign_in("john", 0);
	set_age("6 days 23 hours 59 minutes", "0");
	assert_true(is_signed_in());
	set_age("7 days", "0");
	assert_false(is_signed_in());
}

static void
a_remembered_session_ends_after_30_days_without_use(void **state)
{
	(void)state;
	sign_in("john", 1);
	set_age("179 days", "29 days 23 hours 59 minutes");
	assert_true(is_signed_in());
	set_age("179 days", "30 days");
	assert_false(is_signed_in());
}

static void
a_remembered_session_ends_after_180_days_even_if_it_is_used(void **state)
{
	(void)state;
	sign_in("john", 1);
	set_age("179 days 23 hours 59 minutes", "0");
	assert_true(is_signed_in());
	set_age("180 days", "0");
	assert_false(is_signed_in());
}

static void
signing_in_fails_if_the_password_has_changed(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)ask(session_add(other, john, "none", 0, "", NULL));
	set_age("8 days", "8 days");
	assert_int_equal(
	    rows_of(session_add(token, john, "another", 0, "", NULL)), 0);
	assert_false(is_signed_in());
	assert_int_equal(number_of("SELECT count(*) FROM session"), 1);
}

static void
use_is_recorded_at_most_once_a_minute(void **state)
{
	int64_t john;

	(void)state;
	sign_in("john", 0);
	john = number_in(ask(session_find(token)), 0, "id");
	assert_true(is_stale()); /* never seen */
	(void)ask(person_mark_seen(john, token, 0));
	assert_false(is_stale());

	set_age("1 hour", "59 seconds");
	run_sql("UPDATE person_seen SET seen_at = now() - interval '59 s'");
	assert_false(is_stale());
	(void)ask(person_mark_seen(john, token, 0));
	assert_int_equal(number_of("SELECT count(*) FROM person_seen"
				   " WHERE seen_at < now()"),
	    1);
	assert_int_equal(
	    number_of("SELECT count(*) FROM session WHERE used_at < now()"), 1);
}

static void
use_after_more_than_a_minute_is_recorded(void **state)
{
	int64_t john;

	(void)state;
	sign_in("john", 0);
	john = number_in(ask(session_find(token)), 0, "id");
	(void)ask(person_mark_seen(john, token, 0));
	set_age("1 hour", "61 seconds");
	assert_true(is_stale());
	(void)ask(person_mark_seen(john, token, 0));
	assert_false(is_stale());
	run_sql("UPDATE person_seen SET seen_at = now() - interval '61 s'");
	assert_true(is_stale());
	(void)ask(person_mark_seen(john, token, 0));
	assert_false(is_stale());
	assert_non_null(text_in(ask(person_profile("john", 0)), 0, "seen_at"));
}

static void
somebody_elses_token_marks_nobody_as_seen(void **state)
{
	int64_t susan = add_person("susan");

	(void)state;
	sign_in("john", 0);
	(void)ask(person_mark_seen(susan, token, 0));
	(void)ask(person_mark_seen(susan, other, 0));
	assert_int_equal(number_of("SELECT count(*) FROM person_seen"), 0);
}

static void
signing_in_removes_expired_sessions(void **state)
{
	static const unsigned char hers[SESSION_HASH] = { 9 };
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	(void)ask(session_add(token, john, "none", 0, "", NULL));
	(void)ask(session_add(hers, susan, "none", 0, "", NULL));
	set_age("8 days", "8 days");
	(void)ask(session_add(other, john, "none", 1, "", NULL));
	assert_int_equal(
	    number_of("SELECT count(*) FROM session WHERE person = %lld",
		(long long)john),
	    1);
	assert_int_equal(number_of("SELECT count(*) FROM session"), 2);
}

static void
a_person_has_at_most_20_sessions(void **state)
{
	unsigned char hash[SESSION_HASH] = { 0 };
	int64_t john = add_person("john");
	int i;

	(void)state;
	for (i = 0; i < 25; i++) {
		hash[0] = (unsigned char)i;
		(void)ask(session_add(hash, john, "none", i % 2, "", NULL));
		run_sql(
		    "UPDATE session SET used_at = used_at - interval '1 s'");
	}
	assert_int_equal(number_of("SELECT count(*) FROM session"), 20);
	assert_int_equal(PQntuples(ask(session_find(hash))), 1);
	hash[0] = 4;
	assert_int_equal(PQntuples(ask(session_find(hash))), 0);
	hash[0] = 5;
	assert_int_equal(PQntuples(ask(session_find(hash))), 1);
}

static void
being_seen_reports_whose_pages_changed(void **state)
{
	int64_t john;

	(void)state;
	sign_in("john", 0);
	john = number_in(ask(session_find(token)), 0, "id");
	assert_changes_nothing(person_mark_seen(john, other, 0));
	assert_changes(
	    person_mark_seen(john, token, 0), "person/%lld", (long long)john);
	set_age("1 hour", "61 seconds");
	assert_changes_nothing(person_mark_seen(john, token, 0));
	assert_int_equal(
	    number_of("SELECT count(*) FROM session WHERE used_at < now()"), 0);
	run_sql("UPDATE person_seen SET seen_at = now() - interval '61 s'");
	assert_changes(
	    person_mark_seen(john, token, 0), "person/%lld", (long long)john);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_token_identifies_the_person_signed_in),
		TEST(signing_out_ends_only_this_session),
		TEST(a_session_ends_after_a_day_without_use),
		TEST(a_session_ends_after_a_week_even_if_it_is_used),
		TEST(a_remembered_session_ends_after_30_days_without_use),
		TEST(
		    a_remembered_session_ends_after_180_days_even_if_it_is_used),
		TEST(signing_in_fails_if_the_password_has_changed),
		TEST(use_is_recorded_at_most_once_a_minute),
		TEST(use_after_more_than_a_minute_is_recorded),
		TEST(somebody_elses_token_marks_nobody_as_seen),
		TEST(signing_in_removes_expired_sessions),
		TEST(a_person_has_at_most_20_sessions),
		TEST(being_seen_reports_whose_pages_changed),
	};

	return (RUN_TESTS(tests));
}
