/* SPDX-License-Identifier: ISC */
/* Two people come in, or two moderators decide, at the same moment. */
#include <stdio.h>

#include "race.h"
#include "model/identity.h"
#include "model/person.h"
#include "model/registration.h"
#include "model/site.h"
#include "model/token.h"

#define ROUNDS 100

static struct registration one = { .email = "a@x.org",
	.email_key = "a@x.org",
	.password = "none",
	.address = "192.0.2.7" };
static struct registration two = { .email = "b@x.org",
	.email_key = "b@x.org",
	.password = "none",
	.address = "192.0.2.7" };

/* Did the first of the two have this outcome? The other one may have none. */
static int
first_had(const char *outcome)
{
	return (PQntuples(racers[0].rows) == 1 &&
		strcmp(text_in(racers[0].rows, 0, "outcome"), outcome) == 0);
}

static void
the_last_use_of_an_invitation_lets_one_in(void **state)
{
	unsigned char hash[SECRET_BYTES] = "round";
	char first[20], second[20];
	int i;

	(void)state;
	run_sql("UPDATE site SET door = 'invite'");
	for (i = 0; i < ROUNDS; i++) {
		memcpy(hash + 8, &i, sizeof(i));
		(void)ask(invitation_add(hash, 0, "", 1, 7));
		(void)snprintf(first, sizeof(first), "first%d", i);
		(void)snprintf(second, sizeof(second), "second%d", i);
		one.nickname = first;
		two.nickname = second;
		one.invitation = two.invitation = hash;
		race(sign_up(&one), sign_up(&two));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("invitation"), 1);
		race_over();
	}
	assert_int_equal(number_of("SELECT count(*) FROM invited"), ROUNDS);
	one.invitation = two.invitation = NULL;
}

/* By password, and by a provider. */
static void
the_last_use_lets_one_in_whichever_way_they_come(void **state)
{
	struct identity identity = { .issuer = "https://a", .label = "A" };
	unsigned char hash[SECRET_BYTES] = "ways";
	char first[20], second[20];
	int i;

	(void)state;
	run_sql("UPDATE site SET door = 'invite'");
	for (i = 0; i < ROUNDS; i++) {
		memcpy(hash + 8, &i, sizeof(i));
		(void)ask(invitation_add(hash, 0, "", 1, 7));
		(void)snprintf(first, sizeof(first), "way%d", i);
		(void)snprintf(second, sizeof(second), "subject%d", i);
		one.nickname = first;
		identity.nickname = identity.subject = second;
		one.invitation = identity.invitation = hash;
		race(sign_up(&one), identity_sign_in(&identity, "192.0.2.8"));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("invitation"), 1);
		race_over();
	}
	one.invitation = NULL;
}

static void
an_invitation_that_is_taken_back_lets_nobody_in_afterwards(void **state)
{
	unsigned char hash[SECRET_BYTES] = "back";
	char name[20];
	int64_t id;
	int i;

	(void)state;
	run_sql("UPDATE site SET door = 'invite'");
	for (i = 0; i < ROUNDS; i++) {
		memcpy(hash + 8, &i, sizeof(i));
		id = number_in(ask(invitation_add(hash, 0, "", 1, 7)), 0, "id");
		(void)snprintf(name, sizeof(name), "back%d", i);
		one.nickname = name;
		one.invitation = hash;
		race(sign_up(&one), invitation_revoke(id));
		assert_int_equal(
		    first_had("added") + first_had("invitation"), 1);
		race_over();
	}
	one.invitation = NULL;
}

/* Once the change is committed, nobody comes in by the old door. */
static void
a_door_that_is_closed_is_closed(void **state)
{
	static const char *const closed[SITE_SETTINGS] = { [SITE_DOOR] =
							       "closed" };
	char name[20];
	int64_t before;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE site SET door = 'open'");
		(void)snprintf(name, sizeof(name), "door%d", i);
		one.nickname = name;
		race(sign_up(&one), site_edit(closed, 0));
		assert_int_equal(first_had("added") + first_had("closed"), 1);
		race_over();
		before = number_of("SELECT count(*) FROM person");
		assert_outcome(sign_up(&one), "closed");
		assert_int_equal(
		    number_of("SELECT count(*) FROM person"), before);
	}
}

static void
one_moderator_decides_about_an_application(void **state)
{
	char name[20];
	int64_t id;
	int i;

	(void)state;
	run_sql("UPDATE site SET door = 'approve'");
	one.words = "please";
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "applicant%d", i);
		one.nickname = name;
		assert_outcome(sign_up(&one), "applied");
		id = number_of("SELECT id FROM applicant");
		race(applicant_approve(id, 0), applicant_decline(id, "no", 0));
		assert_int_equal(race_rows(), 1);
		assert_int_equal(number_of("SELECT count(*) FROM person"
					   " WHERE id = %lld",
				     (long long)id),
		    first_had("approved"));
		assert_int_equal(number_of("SELECT count(*) FROM nickname"
					   " WHERE person = %lld",
				     (long long)id),
		    first_had("approved"));
		race_over();
	}
	assert_counts_are_correct();
}

static void
one_of_the_last_two_admins_stays(void **state)
{
	char names[2][20];
	int i;

	(void)state;
	(void)add_somebody(names[0]);
	(void)add_somebody(names[1]);
	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE person SET role = 'admin'"
			" WHERE nickname IN ('%s', '%s')",
		    names[0], names[1]);
		race(person_role(names[0], "member"),
		    person_role(names[1], "moderator"));
		assert_int_equal(had("set"), 1);
		assert_int_equal(had("last"), 1);
		race_over();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_last_use_of_an_invitation_lets_one_in),
		RACE(the_last_use_lets_one_in_whichever_way_they_come),
		RACE(
		    an_invitation_that_is_taken_back_lets_nobody_in_afterwards),
		RACE(a_door_that_is_closed_is_closed),
		RACE(one_moderator_decides_about_an_application),
		RACE(one_of_the_last_two_admins_stays),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
