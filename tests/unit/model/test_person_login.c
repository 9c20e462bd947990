/* SPDX-License-Identifier: ISC */
/* Whom a login stands for, and their password hashes. */
#include "test.h"
#include "model/browser.h"
#include "model/person.h"
#include "model/session.h"
#include "model/token.h"

static void
a_current_nickname_signs_in_in_any_case(void **state)
{
	int64_t john = add_person("John");
	const PGresult *rows;

	(void)state;
	rows = ask(by_login("jOHN"));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), john);
	assert_string_equal(text_in(rows, 0, "password"), "none");

	assert_outcome(person_edit(john, "jack", ""), "saved");
	assert_int_equal(PQntuples(ask(by_login("john"))), 0);
	assert_int_equal(PQntuples(ask(by_login("jack"))), 1);
	assert_int_equal(PQntuples(ask(by_login(""))), 0);
	assert_int_equal(PQntuples(ask(by_login("%"))), 0);
}

/* Add five members who share the address We@Example.org. */
static void
add_five(int64_t people[5])
{
	static const char *names[] = { "a", "b", "c", "d", "e" };
	int i;

	for (i = 0; i < 5; i++)
		people[i] = number_in(ask(person_add(names[i], "We@Example.org",
					  "we@example.org", "none", 0)),
		    0, "id");
}

static void
an_email_address_stands_for_its_four_oldest_members(void **state)
{
	const PGresult *rows;
	int64_t people[5];
	int i;

	(void)state;
	add_five(people);
	(void)add_person("elsewhere");
	rows = ask(by_login("wE@example.ORG"));
	assert_int_equal(PQntuples(rows), 4);
	for (i = 0; i < 4; i++)
		assert_int_equal(number_in(rows, i, "id"), people[i]);
	assert_int_equal(PQntuples(ask(by_login("us@example.org"))), 0);
	assert_int_equal(PQntuples(ask(by_login("@"))), 0);
}

/* So the fifth member can sign in with the address where they did before. */
static void
members_who_trust_the_browser_come_first(void **state)
{
	static const unsigned char home[SECRET_BYTES] = { 1 };
	const PGresult *rows;
	int64_t people[5];

	(void)state;
	add_five(people);
	(void)ask(browser_trust(home, people[4]));
	rows = ask(person_by_login("we@example.org", home, 1));
	assert_int_equal(PQntuples(rows), 4);
	assert_int_equal(number_in(rows, 0, "id"), people[4]);
	assert_int_equal(number_in(rows, 1, "id"), people[0]);
	assert_string_equal(text_in(rows, 0, "email"), "We@Example.org");

	rows = ask(person_by_login("we@example.org", home, 0));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(number_in(rows, 0, "id"), people[4]);
	assert_int_equal(rows_of(person_by_login("a", home, 0)), 0);
	assert_int_equal(rows_of(person_by_login("a", NULL, 0)), 0);
}

static void
a_hash_is_replaced_while_the_password_stays(void **state)
{
	unsigned char session[SESSION_HASH] = { 1 };
	int64_t john = add_person("john");

	(void)state;
	(void)ask(session_add(session, john, "none", 0, "", NULL));
	assert_int_equal(rows_of(person_rehash(john, "other", "new")), 0);
	assert_int_equal(rows_of(person_rehash(john, "none", "new")), 1);
	assert_string_equal(
	    text_in(ask(by_login("john")), 0, "password"), "new");
	assert_int_equal(rows_of(session_find(session)), 1);
}

static void
a_new_password_ends_all_sessions(void **state)
{
	unsigned char one[SESSION_HASH] = { 1 }, two[SESSION_HASH] = { 2 };
	int64_t john = add_person("john"), susan = add_person("susan");
	const PGresult *rows;

	(void)state;
	(void)ask(session_add(one, john, "none", 0, "", NULL));
	(void)ask(session_add(two, susan, "none", 1, "", NULL));
	rows = ask(person_password("JOHN", "new"));
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_int_equal(PQntuples(ask(session_find(one))), 0);
	assert_int_equal(PQntuples(ask(session_find(two))), 1);
	rows = ask(by_login("john"));
	assert_string_equal(text_in(rows, 0, "password"), "new");
	assert_int_equal(PQntuples(ask(person_password("mary", "new"))), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_current_nickname_signs_in_in_any_case),
		TEST(an_email_address_stands_for_its_four_oldest_members),
		TEST(members_who_trust_the_browser_come_first),
		TEST(a_hash_is_replaced_while_the_password_stays),
		TEST(a_new_password_ends_all_sessions),
	};

	return (RUN_TESTS(tests));
}
