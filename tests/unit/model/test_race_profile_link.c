/* SPDX-License-Identifier: ISC */
/* Two verifiers, or two windows of a member, at the same moment. */
#include "race.h"
#include "model/profile_link.h"

#define ROUNDS 30

static char name[20];
static int64_t member;

static void
two_verifiers_never_take_the_same_link(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		member = add_somebody(name);
		assert_outcome(
		    profile_edit(member, name, "", "https://one.example/"),
		    "saved");
		(void)test_roll_back(state);
		race(profile_link_take(), profile_link_take());
		assert_int_equal(PQgetisnull(racers[0].rows, 0, 0) +
				     PQgetisnull(racers[1].rows, 0, 0),
		    1);
		race_over();
	}
}

static void
of_two_saves_at_once_one_is_the_last(void **state)
{
	int64_t a, b;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		member = add_somebody(name);
		race(profile_edit(member, name, "",
			 "https://a.example/1\nhttps://a.example/2"),
		    profile_edit(member, name, "", "https://b.example/"));
		assert_int_equal(had("saved"), 2);
		race_over();
		a = number_of("SELECT count(*) FROM profile_link"
			      " WHERE person = %lld AND address ~ '//a'",
		    (long long)member);
		b = number_of("SELECT count(*) FROM profile_link"
			      " WHERE person = %lld AND address ~ '//b'",
		    (long long)member);
		assert_int_equal(a + 2 * b, 2);
		(void)test_roll_back(state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(two_verifiers_never_take_the_same_link),
		RACE(of_two_saves_at_once_one_is_the_last),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
