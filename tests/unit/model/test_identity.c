/* SPDX-License-Identifier: ISC */
/* Members' identities at providers, and the browsers that are there. */
#include <stdio.h>

#include "test.h"
#include "model/identity.h"
#include "model/login.h"
#include "model/person.h"
#include "model/provider_sign_in.h"
#include "model/rate.h"
#include "model/session.h"
#include "model/token.h"

static struct identity john = { .issuer = "https://a",
	.subject = "john at a",
	.label = "A",
	.nickname = "john" };

/* The identity with this subject and address. */
static struct identity
somebody(const char *subject, const char *email, int verified)
{
	struct identity identity = john;

	identity.subject = subject;
	identity.email = identity.email_key = email;
	identity.email_verified = verified;
	return (identity);
}

static const PGresult *
sign_in(const struct identity *identity)
{
	return (ask(identity_sign_in(identity, "::1")));
}

static void
the_first_sign_in_adds_a_member_and_the_next_finds_them(void **state)
{
	const PGresult *rows = sign_in(&john);
	int64_t id = number_in(rows, 0, "person");

	(void)state;
	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	rows = sign_in(&john);
	assert_string_equal(text_in(rows, 0, "outcome"), "known");
	assert_int_equal(number_in(rows, 0, "person"), id);
	assert_int_equal(
	    number_in(
		ask(identity_find(john.issuer, john.subject)), 0, "person"),
	    id);
	assert_int_equal(number_of("SELECT count(*) FROM person"), 1);
	assert_counts_are_correct();
}

static void
issuer_and_subject_together_are_the_identity(void **state)
{
	struct identity other = john, susan = somebody("susan", NULL, 0);
	int64_t id = number_in(sign_in(&john), 0, "person");

	(void)state;
	other.issuer = "https://b";
	assert_int_not_equal(number_in(sign_in(&other), 0, "person"), id);
	assert_int_not_equal(number_in(sign_in(&susan), 0, "person"), id);
	assert_string_equal(nickname_of(id + 1), "john2");
	assert_string_equal(nickname_of(id + 2), "john3");
	assert_int_equal(rows_of(identity_find("https://a", "JOHN AT A")), 0);
}

static int
is_confirmed(const PGresult *rows)
{
	return ((int)number_of("SELECT (email_confirmed_at IS NOT NULL)::int"
			       " + 2 * (email IS NULL)::int"
			       "  FROM person WHERE id = %lld",
	    (long long)number_in(rows, 0, "person")));
}

#define CONFIRMED   1
#define UNCONFIRMED 0
#define NONE	    2

static void
only_a_verified_address_is_confirmed_and_for_one_member(void **state)
{
	struct identity first = somebody("1", "j@x.org", 0);
	struct identity second = somebody("2", "j@x.org", 1);
	struct identity third = somebody("3", "j@x.org", 1);
	struct identity fourth = somebody("4", "j@x.org", 0);
	struct identity fifth = somebody("5", NULL, 1);

	(void)state;
	assert_int_equal(is_confirmed(sign_in(&first)), UNCONFIRMED);
	assert_int_equal(is_confirmed(sign_in(&second)), CONFIRMED);
	assert_int_equal(is_confirmed(sign_in(&third)), NONE);
	assert_int_equal(is_confirmed(sign_in(&fourth)), NONE);
	assert_int_equal(is_confirmed(sign_in(&fifth)), NONE);
}

static void
nobody_is_found_by_an_address(void **state)
{
	struct identity thief = somebody("thief", "john@example.com", 1);
	int64_t id = add_person("john");

	(void)state;
	run_sql("UPDATE person SET email = 'john@example.com',"
		" email_key = 'john@example.com', email_confirmed_at = now()"
		" WHERE id = %lld",
	    (long long)id);
	assert_int_not_equal(number_in(sign_in(&thief), 0, "person"), id);
}

static void
new_members_count_towards_the_limit_and_known_ones_do_not(void **state)
{
	struct identity other = somebody("other", NULL, 0);
	char error[FAILURE_MAX];

	(void)state;
	assert_int_equal(rate_read("sign-up=1/1h", error), 0);
	assert_outcome(identity_sign_in(&john, "::1"), "added");
	assert_outcome(identity_sign_in(&other, "::1"), "later");
	assert_true(number_in(sign_in(&other), 0, "wait") > 0);
	assert_outcome(identity_sign_in(&john, "::1"), "known");
	assert_outcome(identity_sign_in(&other, "::2"), "added");
	assert_int_equal(rate_read("off", error), 0);
}

static void
an_identity_is_linked_to_one_member(void **state)
{
	int64_t id = add_person("mary"), other = add_person("susan");

	(void)state;
	assert_outcome(identity_link(id, &john), "linked");
	assert_outcome(identity_link(id, &john), "already");
	assert_outcome(identity_link(other, &john), "taken");
	assert_int_equal(number_in(sign_in(&john), 0, "person"), id);
	assert_string_equal(text_in(ask(identity_list(id)), 0, "label"), "A");
	assert_int_equal(rows_of(identity_list(other)), 0);
}

static void
a_member_can_link_ten(void **state)
{
	int64_t id = add_person("mary");
	char subject[20];
	int i;

	(void)state;
	for (i = 0; i < 10; i++) {
		(void)snprintf(subject, sizeof(subject), "%d", i);
		john.subject = subject;
		assert_outcome(identity_link(id, &john), "linked");
	}
	john.subject = "john at a";
	assert_outcome(identity_link(id, &john), "full");
}

/* Return the id of the only or oldest identity. */
static int64_t
identity_of(int64_t person)
{
	return (number_in(ask(identity_list(person)), 0, "id"));
}

static void
the_last_way_to_sign_in_stays(void **state)
{
	struct identity other = somebody("other", NULL, 0);
	int64_t id = number_in(sign_in(&john), 0, "person");

	(void)state;
	assert_outcome(identity_unlink(id, identity_of(id)), "last");
	assert_outcome(identity_link(id, &other), "linked");
	assert_outcome(identity_unlink(id, identity_of(id)), "unlinked");
	assert_outcome(identity_unlink(id, identity_of(id)), "last");
	run_sql("UPDATE person SET password = 'none'");
	assert_outcome(identity_unlink(id, identity_of(id)), "unlinked");
	assert_int_equal(rows_of(identity_list(id)), 0);
}

static void
nobody_unlinks_for_another(void **state)
{
	int64_t id = add_person("mary"), other = add_person("susan");

	(void)state;
	assert_outcome(identity_link(id, &john), "linked");
	assert_outcome(identity_unlink(other, identity_of(id)), NULL);
	assert_outcome(identity_unlink(id, 0), NULL);
	assert_int_equal(rows_of(identity_list(id)), 1);
}

static const unsigned char state_hash[SECRET_BYTES] = { 1 };
static const unsigned char browser[SECRET_BYTES] = { 2 };
static const unsigned char other[SECRET_BYTES] = { 3 };

static void
leave(void)
{
	assert_int_equal(
	    rows_of(provider_sign_in_add(&(struct provider_sign_in){ state_hash,
		browser, "a", PURPOSE_LINK, 7, "/next", NULL, NULL })),
	    1);
}

static int
is_back(const unsigned char *with, const char *provider)
{
	return (rows_of(provider_sign_in_take(state_hash, with, provider)));
}

static void
a_browser_comes_back_once(void **state)
{
	const PGresult *rows;

	(void)state;
	leave();
	assert_int_equal(is_back(other, "a"), 0);
	assert_int_equal(is_back(browser, "b"), 0);
	rows = ask(provider_sign_in_take(state_hash, browser, "a"));
	assert_string_equal(text_in(rows, 0, "purpose"), PURPOSE_LINK);
	assert_int_equal(number_in(rows, 0, "person"), 7);
	assert_string_equal(text_in(rows, 0, "next"), "/next");
	assert_int_equal(is_back(browser, "a"), 0);
}

static void
a_browser_that_is_away_too_long_is_forgotten(void **state)
{
	(void)state;
	leave();
	run_sql("UPDATE provider_sign_in"
		"   SET created_at = now() - interval '601 s'");
	assert_int_equal(is_back(browser, "a"), 0);
	run_sql(
	    "INSERT INTO provider_sign_in (state_hash, browser_hash,"
	    " provider, purpose, person, next, created_at)"
	    " SELECT sha256(n::text::bytea), sha256(''), 'a', 'link', 1,"
	    " '/', now() - interval '1 hour' FROM generate_series(1, 30) n");
	assert_int_equal(
	    rows_of(provider_sign_in_add(&(struct provider_sign_in){
		other, browser, "a", PURPOSE_LINK, 7, "/", NULL, NULL })),
	    1);
	assert_int_equal(
	    number_of("SELECT count(*) FROM provider_sign_in"), 12);
}

/* The proof of somebody who has no password. */
static void
a_member_without_a_password_gets_a_session_only_with_another_proof(void **state)
{
	int64_t id = number_in(sign_in(&john), 0, "person");

	(void)state;
	assert_int_equal(
	    rows_of(session_add(state_hash, id, "", 0, "", NULL)), 0);
	assert_int_equal(
	    rows_of(session_add(state_hash, id, "x", 0, "", NULL)), 0);
	assert_int_equal(
	    rows_of(session_add(state_hash, id, NULL, 0, "", NULL)), 1);
	run_sql("UPDATE session SET proved_at = now() - interval '1 day'");
	assert_int_equal(rows_of(session_prove(state_hash, "")), 0);
	assert_int_equal(rows_of(session_prove(state_hash, NULL)), 1);
	assert_true(true_in(ask(session_find(state_hash)), 0, "proved"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_sign_in_adds_a_member_and_the_next_finds_them),
		TEST(issuer_and_subject_together_are_the_identity),
		TEST(only_a_verified_address_is_confirmed_and_for_one_member),
		TEST(nobody_is_found_by_an_address),
		TEST(new_members_count_towards_the_limit_and_known_ones_do_not),
		TEST(an_identity_is_linked_to_one_member),
		TEST(a_member_can_link_ten),
		TEST(the_last_way_to_sign_in_stays),
		TEST(nobody_unlinks_for_another),
		TEST(a_browser_comes_back_once),
		TEST(a_browser_that_is_away_too_long_is_forgotten),
		TEST(
		    a_member_without_a_password_gets_a_session_only_with_another_proof),
	};

	return (RUN_TESTS(tests));
}
