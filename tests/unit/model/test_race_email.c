/* SPDX-License-Identifier: ISC */
/* E-mail addresses and forgotten passwords, twice at the same moment. */
#include <stdio.h>

#include "mails.h"
#include "race.h"
#include "model/email.h"
#include "model/follow.h"
#include "model/mail.h"
#include "model/person.h"

#define ROUNDS 20

/* Store a secret that was sent to the address, which is its own key. */
static void
add_secret(unsigned char hash[32], int number, const char *purpose,
    int64_t person, const char *email)
{
	static const char digits[] = "0123456789abcdef";
	char text[65] = "";
	int i;

	memset(hash, 0, 32);
	memcpy(hash, &number, sizeof(number));
	for (i = 0; i < 64; i++)
		text[i] = digits[hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
	run_sql("INSERT INTO email_secret VALUES ('\\x%s', '%s', %lld, '%s',"
		" '%s', now() + interval '1 h')",
	    text, purpose, (long long)person, email, email);
}

static int64_t
add_with_address(const char *email)
{
	char name[20];
	int64_t id = add_somebody(name);

	run_sql("UPDATE person SET email = '%s', email_key = '%s'"
		" WHERE id = %lld",
	    email, email, (long long)id);
	return (id);
}

static void
one_of_two_confirms_the_same_address(void **state)
{
	unsigned char one[32], two[32];
	int64_t john, susan;
	char email[30];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(email, sizeof(email), "same%d@x.org", i);
		john = add_with_address(email);
		susan = add_with_address(email);
		add_secret(one, 1000 + i, "confirm", john, email);
		add_secret(two, 2000 + i, "confirm", susan, email);
		race(email_confirm(one), email_confirm(two));
		assert_int_equal(had("confirmed"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
		assert_int_equal(is_confirmed(john) + is_confirmed(susan), 1);
	}
}

static void
a_link_is_used_once(void **state)
{
	unsigned char hash[32];
	int64_t john;
	char email[30];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(email, sizeof(email), "reset%d@x.org", i);
		john = add_with_address(email);
		add_secret(hash, 3000 + i, "reset", john, email);
		race(email_reset(hash, "one"), email_reset(hash, "two"));
		assert_int_equal(race_rows(), 1);
		race_over();
	}
}

static void
two_links_of_a_member_are_used_once(void **state)
{
	unsigned char one[32], two[32];
	int64_t john;
	char email[30];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(email, sizeof(email), "both%d@x.org", i);
		john = add_with_address(email);
		add_secret(one, 4000 + i, "reset", john, email);
		add_secret(two, 5000 + i, "reset", john, email);
		race(email_reset(one, "one"), email_reset(two, "two"));
		assert_int_equal(race_rows(), 1);
		race_over();
	}
}

/*
 * Whoever is first, the owner of the old address has the account in the end:
 * the change is either taken back or withdrawn.
 */
static void
taking_back_wins_against_another_change(void **state)
{
	unsigned char one[32], two[32];
	char old[30], new[30];
	int64_t john;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(old, sizeof(old), "old%d@x.org", i);
		(void)snprintf(new, sizeof(new), "new%d@x.org", i);
		john = add_with_address("now@x.org");
		run_sql("INSERT INTO email_former VALUES"
			" (%lld, '%s', '%s', now() - interval '1 h')",
		    (long long)john, old, old);
		run_sql("INSERT INTO email_change VALUES (%lld, '%s', '%s')",
		    (long long)john, new, new);
		add_secret(one, 6000 + i, "revert", john, old);
		add_secret(two, 7000 + i, "confirm", john, new);
		race(email_revert(one), email_confirm(two));
		assert_int_equal(PQntuples(racers[0].rows), 1);
		race_over();
		assert_string_equal(email_of(john), old);
		assert_int_equal(number_of("SELECT count(*) FROM email_former"
					   " WHERE person = %lld",
				     (long long)john),
		    0);
	}
}

static void
taking_back_and_a_new_password_do_not_deadlock(void **state)
{
	unsigned char one[32], two[32];
	char old[30];
	int64_t john;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(old, sizeof(old), "back%d@x.org", i);
		john = add_with_address("now@x.org");
		run_sql("INSERT INTO email_former VALUES"
			" (%lld, '%s', '%s', now() - interval '1 h')",
		    (long long)john, old, old);
		add_secret(one, 8000 + i, "revert", john, old);
		add_secret(two, 9000 + i, "reset", john, "now@x.org");
		race(email_revert(one), email_reset(two, "new"));
		assert_int_equal(PQntuples(racers[0].rows), 1);
		race_over();
		assert_string_equal(email_of(john), old);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(one_of_two_confirms_the_same_address),
		RACE(a_link_is_used_once),
		RACE(two_links_of_a_member_are_used_once),
		RACE(taking_back_wins_against_another_change),
		RACE(taking_back_and_a_new_password_do_not_deadlock),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
