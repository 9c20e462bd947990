/* SPDX-License-Identifier: ISC */
/* Messages about new followers. */
#include <stdio.h>

#include "mails.h"
#include "rate_limits.h"
#include "model/block.h"
#include "model/email.h"
#include "model/follow.h"
#include "model/mail.h"
#include "model/mute.h"

static const unsigned char one[32] = { 1 };

static void
a_new_follower_is_announced(void **state)
{
	int64_t john = add_person("john");
	const PGresult *rows;

	(void)state;
	(void)add_confirmed("susan", "s@x.org");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 1);
	rows = deliver("follower", one);
	assert_string_equal(text_in(rows, 0, "recipient"), "s@x.org");
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "follower"), "john");
}

static void
only_a_confirmed_address_gets_it(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_person("susan");
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 0);
}

static void
a_site_without_mail_announces_nobody(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_confirmed("susan", "s@x.org");
	mail_start(0);
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 0);
}

static void
whoever_turned_the_messages_off_gets_none(void **state)
{
	int64_t john = add_person("john"), mary = add_person("mary");
	int64_t susan = add_confirmed("susan", "s@x.org");

	(void)state;
	assert_outcome(follow_add(john, "susan"), "followed");
	(void)ask(email_want(susan, 0));
	(void)ask(email_want(susan, 0));
	assert_false(true_in(ask(email_settings(susan)), 0, "follower_mail"));
	assert_int_equal(PQntuples(deliver("follower", one)), 0);
	assert_outcome(follow_add(mary, "susan"), "followed");
	assert_int_equal(mails("follower"), 0);

	(void)ask(email_want(susan, 1));
	assert_true(true_in(ask(email_settings(susan)), 0, "follower_mail"));
	(void)ask(follow_remove(mary, "susan"));
	assert_outcome(follow_add(mary, "susan"), "followed");
	assert_int_equal(mails("follower"), 1);
}

static void
a_muted_or_blocked_follower_is_not_announced(void **state)
{
	int64_t john = add_person("john"), mary = add_person("mary");
	int64_t susan = add_confirmed("susan", "s@x.org");

	(void)state;
	(void)ask(mute_add(susan, "john"));
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 0);
	(void)ask(mute_remove(susan, "john"));

	assert_outcome(follow_add(mary, "susan"), "followed");
	(void)ask(mute_add(susan, "mary"));
	assert_int_equal(PQntuples(deliver("follower", one)), 0);
	(void)ask(mute_remove(susan, "mary"));

	let_pass("1 day");
	(void)ask(follow_remove(john, "susan"));
	assert_outcome(follow_add(john, "susan"), "followed");
	(void)ask(block_add(susan, "john"));
	assert_int_equal(PQntuples(deliver("follower", one)), 0);
}

static void
a_follow_that_has_ended_is_not_announced(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_confirmed("susan", "s@x.org");
	assert_outcome(follow_add(john, "susan"), "followed");
	(void)ask(follow_remove(john, "susan"));
	assert_int_equal(PQntuples(deliver("follower", one)), 0);
}

static void
the_same_follower_is_announced_once_a_day(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_confirmed("susan", "s@x.org");
	assert_outcome(follow_add(john, "susan"), "followed");
	(void)ask(follow_remove(john, "susan"));
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 1);
	let_pass("1 day");
	(void)ask(follow_remove(john, "susan"));
	assert_outcome(follow_add(john, "susan"), "followed");
	assert_int_equal(mails("follower"), 2);
}

static void
ten_followers_are_announced_a_day(void **state)
{
	char name[20];
	int i;

	(void)state;
	(void)add_confirmed("susan", "s@x.org");
	for (i = 0; i < 15; i++) {
		(void)snprintf(name, sizeof(name), "fan%d", i);
		assert_outcome(
		    follow_add(add_person(name), "susan"), "followed");
	}
	assert_int_equal(mails("follower"), 10);
	let_pass("1 day");
	assert_outcome(follow_add(add_person("more"), "susan"), "followed");
	assert_int_equal(mails("follower"), 11);
}

static void
the_link_in_a_message_turns_them_off(void **state)
{
	int64_t john = add_person("john");
	int64_t susan = add_confirmed("susan", "s@x.org");
	int i;

	(void)state;
	assert_outcome(follow_add(john, "susan"), "followed");
	(void)deliver("follower", one);
	assert_int_equal(rows_of(email_secret_find(one, "unsubscribe")), 1);
	for (i = 0; i < 2; i++)
		assert_string_equal(
		    text_in(ask(email_unsubscribe(one)), 0, "nickname"),
		    "susan");
	assert_false(true_in(ask(email_settings(susan)), 0, "follower_mail"));
	assert_true(true_in(ask(email_settings(john)), 0, "follower_mail"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(a_new_follower_is_announced),
		MAILED(only_a_confirmed_address_gets_it),
		MAILED(a_site_without_mail_announces_nobody),
		MAILED(whoever_turned_the_messages_off_gets_none),
		MAILED(a_muted_or_blocked_follower_is_not_announced),
		MAILED(a_follow_that_has_ended_is_not_announced),
		MAILED(the_same_follower_is_announced_once_a_day),
		MAILED(ten_followers_are_announced_a_day),
		MAILED(the_link_in_a_message_turns_them_off),
	};

	return (RUN_TESTS(tests));
}
