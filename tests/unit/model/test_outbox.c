/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/outbox.h"

static const unsigned char hash[SECRET_BYTES] = "a hash of thirty-two bytes";

/* Put a test message into the outbox and return its id. */
static int64_t
add(const char *recipient)
{
	(void)ask(outbox_add("test", recipient));
	return (number_of("SELECT max(id) FROM mail"));
}

/* Return the message that is taken, or 0. */
static int64_t
take(void)
{
	const PGresult *rows = ask(outbox_take());

	assert_int_equal(PQntuples(rows), 1);
	return (text_in(rows, 0, "id") == NULL ? 0 : number_in(rows, 0, "id"));
}

static void
a_message_is_taken_once_and_again_only_after_it_was_released(void **state)
{
	int64_t message = add("john@example.org");
	PGconn *other = test_site_connection();
	PGresult *result;

	(void)state;
	assert_int_equal(take(), message);
	/* (This transaction hides the row from another courier, but the lock is
	 * what counts.) */
	result = PQexec(other,
	    "SELECT count(*) FROM pg_locks l JOIN pg_database d"
	    " ON d.oid = l.database WHERE d.datname = current_database()"
	    " AND locktype = 'advisory' AND mode = 'ExclusiveLock'");
	assert_string_equal(PQgetvalue(result, 0, 0), "1");
	PQclear(result);
	PQfinish(other);
	assert_true(true_in(ask(outbox_release(message)), 0, "released"));
	assert_int_equal(take(), message);
	assert_true(true_in(ask(outbox_release(message)), 0, "released"));
}

static void
an_empty_outbox_says_nothing_of_when_to_look(void **state)
{
	const PGresult *rows = ask(outbox_take());

	(void)state;
	assert_null(text_in(rows, 0, "id"));
	assert_null(text_in(rows, 0, "wait"));
}

static void
the_oldest_due_message_comes_first_and_a_later_one_is_announced(void **state)
{
	int64_t later = add("later@example.org");
	int64_t first = add("first@example.org");
	const PGresult *rows;

	(void)state;
	run_sql("UPDATE mail SET due = now() + interval '90 s' WHERE id = %lld",
	    (long long)later);
	assert_int_equal(take(), first);
	(void)ask(outbox_sent(first));
	(void)ask(outbox_release(first));
	rows = ask(outbox_take());
	assert_null(text_in(rows, 0, "id"));
	assert_string_equal(text_in(rows, 0, "wait"), "90");
}

static void
the_statement_of_its_kind_tells_what_is_in_it(void **state)
{
	int64_t message = add("john@example.org");
	char error[FAILURE_MAX];
	struct query query;

	(void)state;
	assert_int_equal(
	    outbox_content(message, "test", hash, &query, error), 0);
	assert_string_equal(
	    text_in(ask(query), 0, "recipient"), "john@example.org");
	assert_int_equal(
	    outbox_content(message, "nonsense", hash, &query, error), -1);
	assert_string_equal(
	    error, "there is no message of the kind \"nonsense\"");
}

/* Fail, and return the minutes until the next try. */
static int64_t
fail_once(int64_t message)
{
	assert_string_equal(
	    text_in(ask(outbox_failed(message, "no", 0)), 0, "state"),
	    "waiting");
	return (number_of("SELECT extract(epoch FROM due - now()) / 60"
			  "  FROM mail WHERE id = %lld",
	    (long long)message));
}

static void
each_failure_doubles_the_wait_up_to_four_hours(void **state)
{
	static const int minutes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 240, 240 };
	int64_t message = add("john@example.org");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++)
		assert_int_equal(fail_once(message), minutes[i]);
}

static void
a_rejected_message_and_one_of_five_days_are_dead(void **state)
{
	int64_t rejected = add("john@example.org");
	int64_t old = add("susan@example.org");

	(void)state;
	assert_string_equal(
	    text_in(ask(outbox_failed(rejected, "550 no", 1)), 0, "state"),
	    "dead");
	run_sql("UPDATE mail SET created_at = now() - interval '121 hours'"
		" WHERE id = %lld",
	    (long long)old);
	assert_string_equal(
	    text_in(ask(outbox_failed(old, "silence", 0)), 0, "state"), "dead");
	assert_int_equal(take(), 0);
}

static void
an_operator_retries_a_dead_message_or_all(void **state)
{
	int64_t message = add("john@example.org");

	(void)state;
	(void)add("susan@example.org");
	(void)ask(outbox_failed(message, "550 no", 1));
	assert_int_equal(
	    number_in(ask(outbox_retry(message)), 0, "retried"), 1);
	assert_int_equal(number_in(ask(outbox_retry(1)), 0, "retried"), 0);
	assert_int_equal(number_in(ask(outbox_retry(0)), 0, "retried"), 2);
	assert_int_equal(
	    number_of("SELECT count(*) FROM mail WHERE state = 'waiting'"
		      "   AND due <= now() AND tries = 0"),
	    2);
}

static void
a_message_that_is_being_sent_cannot_be_dropped(void **state)
{
	int64_t message = add("john@example.org");
	PGconn *courier = test_site_connection();

	(void)state;
	PQclear(PQexec(courier, "SELECT pg_advisory_lock(mail_lock_key(1))"));
	run_sql("UPDATE mail SET id = 1 WHERE id = %lld", (long long)message);
	assert_int_equal(rows_of(outbox_drop(1)), 0);
	PQfinish(courier);
	run_sql("UPDATE mail SET id = 2 WHERE id = 1");
	assert_int_equal(rows_of(outbox_drop(2)), 1);
	assert_int_equal(rows_of(outbox_list()), 0);
}

static void
a_dead_message_is_kept_for_thirty_days(void **state)
{
	int64_t message = add("john@example.org");

	(void)state;
	(void)ask(outbox_failed(message, "550 no", 1));
	run_sql("UPDATE mail SET due = now() - interval '29 days'");
	assert_false(true_in(ask(outbox_expire()), 0, "more"));
	assert_int_equal(rows_of(outbox_list()), 1);
	run_sql("UPDATE mail SET due = now() - interval '31 days'");
	assert_false(true_in(ask(outbox_expire()), 0, "more"));
	assert_int_equal(rows_of(outbox_list()), 0);
}

static void
many_dead_messages_are_deleted_in_steps(void **state)
{
	(void)state;
	run_sql("INSERT INTO mail (id, kind, state, due)"
		" SELECT n, 'test', 'dead', now() - interval '31 days'"
		"   FROM generate_series(1, 501) n");
	assert_true(true_in(ask(outbox_expire()), 0, "more"));
	assert_int_equal(rows_of(outbox_list()), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    a_message_is_taken_once_and_again_only_after_it_was_released),
		TEST(an_empty_outbox_says_nothing_of_when_to_look),
		TEST(
		    the_oldest_due_message_comes_first_and_a_later_one_is_announced),
		TEST(the_statement_of_its_kind_tells_what_is_in_it),
		TEST(each_failure_doubles_the_wait_up_to_four_hours),
		TEST(a_rejected_message_and_one_of_five_days_are_dead),
		TEST(an_operator_retries_a_dead_message_or_all),
		TEST(a_message_that_is_being_sent_cannot_be_dropped),
		TEST(a_dead_message_is_kept_for_thirty_days),
		TEST(many_dead_messages_are_deleted_in_steps),
	};

	return (RUN_TESTS(tests));
}
