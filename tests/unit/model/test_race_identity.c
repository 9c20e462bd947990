/* SPDX-License-Identifier: ISC */
/* Two browsers sign in with a provider, link or unlink at the same moment. */
#include <stdio.h>

#include "race.h"
#include "model/identity.h"
#include "model/person.h"

#define ROUNDS 100

static struct identity one = { .issuer = "https://a", .label = "A" };
static struct identity two = { .issuer = "https://a", .label = "A" };

static void
the_same_identity_adds_one_member(void **state)
{
	char subject[20];
	int i;

	(void)state;
	one.nickname = "twin";
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(subject, sizeof(subject), "twin%d", i);
		one.subject = subject;
		race(identity_sign_in(&one, "::1"),
		    identity_sign_in(&one, "::1"));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("known"), 1);
		assert_int_equal(number_in(racers[0].rows, 0, "person"),
		    number_in(racers[1].rows, 0, "person"));
		race_over();
	}
	assert_int_equal(
	    number_of(
		"SELECT count(*) FROM person WHERE nickname LIKE 'twin%%'"),
	    ROUNDS);
	assert_counts_are_correct();
}

static void
the_same_nickname_becomes_two(void **state)
{
	char first[20], second[20], name[20];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(first, sizeof(first), "first%d", i);
		(void)snprintf(second, sizeof(second), "second%d", i);
		(void)snprintf(name, sizeof(name), "john%d_", i);
		one.subject = first;
		two.subject = second;
		one.nickname = two.nickname = name;
		race(identity_sign_in(&one, "::1"),
		    identity_sign_in(&two, "::1"));
		assert_int_equal(had("added"), 2);
		assert_string_not_equal(text_in(racers[0].rows, 0, "nickname"),
		    text_in(racers[1].rows, 0, "nickname"));
		race_over();
		assert_int_equal(number_of("SELECT count(*) FROM person"
					   " WHERE nickname IN ('%s', '%s2')",
				     name, name),
		    2);
	}
}

static void
the_same_verified_address_is_confirmed_for_one(void **state)
{
	char first[20], second[20], email[30];
	int i;

	(void)state;
	one.email_verified = two.email_verified = 1;
	one.nickname = two.nickname = "sharing";
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(first, sizeof(first), "a%d", i);
		(void)snprintf(second, sizeof(second), "b%d", i);
		(void)snprintf(email, sizeof(email), "same%d@x.org", i);
		one.subject = first;
		two.subject = second;
		one.email = one.email_key = two.email = two.email_key = email;
		race(identity_sign_in(&one, "::1"),
		    identity_sign_in(&two, "::1"));
		assert_int_equal(had("added"), 2);
		race_over();
		assert_int_equal(
		    number_of("SELECT count(email_confirmed_at) FROM person"
			      " WHERE email_key = '%s'",
			email),
		    1);
	}
	one.email = one.email_key = two.email = two.email_key = NULL;
}

static void
one_of_the_last_two_ways_to_sign_in_stays(void **state)
{
	char first[20], second[20];
	int64_t id, ids[2];
	int i;

	(void)state;
	one.nickname = "double";
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(first, sizeof(first), "c%d", i);
		(void)snprintf(second, sizeof(second), "d%d", i);
		one.subject = first;
		two.subject = second;
		id = number_in(ask(identity_sign_in(&one, "::1")), 0, "person");
		assert_outcome(identity_link(id, &two), "linked");
		ids[0] = number_in(ask(identity_list(id)), 0, "id");
		ids[1] = number_in(ask(identity_list(id)), 1, "id");
		race(identity_unlink(id, ids[0]), identity_unlink(id, ids[1]));
		assert_int_equal(had("unlinked"), 1);
		assert_int_equal(had("last"), 1);
		race_over();
	}
}

static void
an_identity_is_linked_to_one_of_two_members(void **state)
{
	char john[20], susan[20], subject[20];
	int64_t ids[2];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		ids[0] = add_somebody(john);
		ids[1] = add_somebody(susan);
		(void)snprintf(subject, sizeof(subject), "e%d", i);
		one.subject = subject;
		race(identity_link(ids[0], &one), identity_link(ids[1], &one));
		assert_int_equal(had("linked"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_same_identity_adds_one_member),
		RACE(the_same_nickname_becomes_two),
		RACE(the_same_verified_address_is_confirmed_for_one),
		RACE(one_of_the_last_two_ways_to_sign_in_stays),
		RACE(an_identity_is_linked_to_one_of_two_members),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
