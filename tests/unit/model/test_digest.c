/* SPDX-License-Identifier: ISC */
/* Notifications by mail. */
#include "mails.h"
#include "model/block.h"
#include "model/email.h"
#include "model/follow.h"
#include "model/mute.h"
#include "model/notification.h"

static const unsigned char one[32] = { 1 };

static int64_t john, mary, susan;

/* Susan has a confirmed address. */
static void
add_them(void)
{
	john = add_person("john");
	mary = add_person("mary");
	susan = add_confirmed("susan", "s@x.org");
}

/* In how many minutes is the message due? */
static int
minutes(void)
{
	return ((int)number_of("SELECT round(extract(epoch FROM due - now())"
			       "             / 60) FROM mail"
			       " WHERE kind = 'digest'"));
}

static void
follow(int64_t follower)
{
	assert_outcome(follow_add(follower, "susan"), "followed");
}

static void
what_is_new_is_sent_after_ten_minutes(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	follow(john);
	follow(mary);
	assert_int_equal(mails_digests(), 0);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	assert_int_equal(minutes(), 10);
	assert_int_equal(mails_digests(), 1);
	rows = deliver("digest", one);
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "recipient"), "s@x.org");
	assert_string_equal(text_in(rows, 0, "actor"), "mary");
	assert_string_equal(text_in(rows, 0, "others"), "1");
	assert_true(true_in(rows, 0, "follow"));
	assert_int_equal(mails_digests(), 0);
}

static void
the_next_one_is_sent_an_hour_later_with_what_is_new_since(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	follow(john);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	(void)deliver("digest", one);
	follow(mary);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	assert_int_equal(minutes(), 58);
	rows = deliver("digest", (const unsigned char[32]){ 2 });
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "actor"), "mary");
	assert_null(text_in(rows, 0, "others"));
}

static void
another_try_has_the_same_in_it(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	follow(john);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	run_sql("CREATE TEMPORARY TABLE kept AS SELECT * FROM mail"
		" WHERE kind = 'digest'");
	(void)deliver("digest", one);
	run_sql("INSERT INTO mail SELECT * FROM kept; DROP TABLE kept");
	run_sql("UPDATE mail SET tries = 1");
	rows = deliver("digest", (const unsigned char[32]){ 2 });
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "actor"), "john");
}

static void
what_was_read_or_is_hidden_is_not_sent(void **state)
{
	(void)state;
	add_them();
	follow(john);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	(void)ask(notification_read(susan, NULL));
	assert_int_equal(PQntuples(deliver("digest", one)), 0);

	follow(mary);
	mails_pass("62 minutes");
	follow(add_person("tom"));
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	assert_outcome(mute_add(susan, "tom"), "muted");
	assert_outcome(block_add(mary, "susan"), "blocked");
	assert_int_equal(PQntuples(deliver("digest", one)), 0);
}

static void
only_who_wants_it_at_a_confirmed_address_gets_it(void **state)
{
	(void)state;
	add_them();
	assert_outcome(follow_add(john, "mary"), "followed");
	follow(john);
	(void)ask(email_want(susan, 0));
	assert_false(true_in(ask(email_settings(susan)), 0, "digest"));
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 0);
	(void)ask(email_want(susan, 1));
	follow(mary);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	(void)ask(email_want(susan, 0));
	assert_int_equal(PQntuples(deliver("digest", one)), 0);
}

static void
the_link_in_a_message_turns_them_off(void **state)
{
	int i;

	(void)state;
	add_them();
	follow(john);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	(void)deliver("digest", one);
	assert_int_equal(rows_of(email_secret_find(one, "unsubscribe")), 1);
	for (i = 0; i < 2; i++)
		assert_string_equal(
		    text_in(ask(email_unsubscribe(one)), 0, "nickname"),
		    "susan");
	assert_false(true_in(ask(email_settings(susan)), 0, "digest"));
	assert_true(true_in(ask(email_settings(john)), 0, "digest"));
}

static void
ten_groups_are_listed_and_that_there_is_more(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" SELECT %lld, n, 'post', now() FROM generate_series(1, 12) n",
	    (long long)susan);
	run_sql("SELECT notification_add(%lld, 'like', %lld, %lld, n)"
		" FROM generate_series(1, 12) n",
	    (long long)susan, (long long)john, (long long)susan);
	mails_pass("2 minutes");
	assert_int_equal(mails_digests(), 1);
	rows = deliver("digest", one);
	assert_int_equal(PQntuples(rows), 10);
	assert_false(true_in(rows, 0, "more"));
	assert_true(true_in(rows, 9, "more"));
	assert_string_equal(text_in(rows, 0, "excerpt"), "post");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILED(what_is_new_is_sent_after_ten_minutes),
		MAILED(
		    the_next_one_is_sent_an_hour_later_with_what_is_new_since),
		MAILED(another_try_has_the_same_in_it),
		MAILED(what_was_read_or_is_hidden_is_not_sent),
		MAILED(only_who_wants_it_at_a_confirmed_address_gets_it),
		MAILED(the_link_in_a_message_turns_them_off),
		MAILED(ten_groups_are_listed_and_that_there_is_more),
	};

	return (RUN_TESTS(tests));
}
