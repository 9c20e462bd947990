/* SPDX-License-Identifier: ISC */
/* Two-factor sign-in for two clients at the same moment. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "race.h"
#include "model/person.h"
#include "model/rate.h"
#include "model/session.h"
#include "model/token.h"
#include "model/two_factor.h"

#define ROUNDS 50
#define STEP   1000

static const unsigned char secret[CODE_SECRET] = "12345678901234567890";
static unsigned char one[SESSION_HASH] = "one", two[SESSION_HASH] = "two";
static unsigned char here[SESSION_HASH] = "here", there[SESSION_HASH] = "there";
static char john[20];

static const struct proof_code next = { .step = STEP + 1 };
static const struct proof_code later = { .step = STEP + 2 };

static int
begin(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	return (rate_read("off", error));
}

static unsigned char *
hashes(int start)
{
	static unsigned char all[2][CODE_RECOVERIES * CODE_HASH];
	int i;

	for (i = 0; i < CODE_RECOVERIES; i++)
		all[start][i * CODE_HASH] = (unsigned char)(10 * start + i);
	return (all[start]);
}

/* Add john, and make all hashes new ones. */
static int64_t
add_john(void)
{
	static int i;

	i++;
	memcpy(one + 8, &i, sizeof(i));
	memcpy(two + 8, &i, sizeof(i));
	memcpy(here + 8, &i, sizeof(i));
	memcpy(there + 8, &i, sizeof(i));
	return (add_somebody(john));
}

static int64_t
add_cautious(void)
{
	int64_t id = add_john();

	(void)ask(two_factor_enable(id, one, secret, STEP, hashes(0)));
	return (id);
}

/* Return how many of the two have "t" in this column. */
static int
true_ones(const char *column)
{
	return (true_in(racers[0].rows, 0, column) +
		true_in(racers[1].rows, 0, column));
}

static void
a_code_works_once(void **state)
{
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_cautious();
		race(two_factor_use(id, &next), two_factor_use(id, &next));
		assert_int_equal(true_ones("used"), 1);
		race_over();
	}
}

static void
a_recovery_code_works_once(void **state)
{
	const struct proof_code code = { .recovery = hashes(0) };
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_cautious();
		race(two_factor_use(id, &code), two_factor_use(id, &code));
		assert_int_equal(true_ones("used"), 1);
		race_over();
	}
}

static void
a_code_finishes_one_sign_in(void **state)
{
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_cautious();
		(void)ask(session_add(one, id, "none", 0, "", NULL));
		(void)ask(session_add(two, id, "none", 0, "", NULL));
		race(pending_finish(one, here, "", &next, NULL, NULL),
		    pending_finish(two, there, "", &next, NULL, NULL));
		assert_int_equal(had("signed in"), 1);
		assert_int_equal(had("used"), 1);
		race_over();
		assert_int_equal(
		    rows_of(session_find(here)) + rows_of(session_find(there)),
		    1);
	}
}

static void
a_pending_sign_in_opens_one_session(void **state)
{
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_cautious();
		(void)ask(session_add(one, id, "none", 0, "", NULL));
		race(pending_finish(one, here, "", &next, NULL, NULL),
		    pending_finish(one, there, "", &later, NULL, NULL));
		assert_int_equal(race_rows(), 1);
		race_over();
		assert_int_equal(
		    rows_of(session_find(here)) + rows_of(session_find(there)),
		    1);
	}
}

static atomic_int finished;
static pthread_t second_thread;

static void *
run_second(void *arg)
{
	(void)arg;
	racers[1].rows = connection_ask(racers[1].connection, &racers[1].query);
	finished = 1;
	return (NULL);
}

static int
second_waits(void)
{
	char text[200];
	PGresult *rows;
	int waits;

	(void)snprintf(text, sizeof(text),
	    "SELECT FROM pg_stat_activity"
	    " WHERE pid = %d AND wait_event_type = 'Lock'",
	    PQbackendPID(racers[1].connection));
	rows = PQexec(database, text);
	waits = PQntuples(rows);
	PQclear(rows);
	return (waits);
}

/*
 * Send ${first} without committing it, and then ${second}, until that waits for
 * the former, or has not waited.
 */
static void
overlap_begin(struct query first, struct query second)
{
	PGconn *connection = racers[0].connection;

	racers[1].query = second;
	finished = 0;
	PQclear(PQexec(connection, "BEGIN"));
	racers[0].rows = connection_ask(connection, &first);
	assert_int_equal(
	    pthread_create(&second_thread, NULL, run_second, NULL), 0);
	while (!finished && !second_waits())
		;
}

static void
overlap_end(void)
{
	PQclear(PQexec(racers[0].connection, "COMMIT"));
	(void)pthread_join(second_thread, NULL);
}

static void
overlap(struct query first, struct query second)
{
	overlap_begin(first, second);
	overlap_end();
}

static void
the_last_attempt_is_made_once(void **state)
{
	int64_t id = add_cautious();
	int i;

	(void)state;
	(void)ask(session_add(one, id, "none", 0, "", NULL));
	for (i = 0; i < 4; i++)
		assert_int_equal(rows_of(pending_attempt(one, CODE_OF_APP)), 1);
	overlap(pending_attempt(one, CODE_OF_APP),
	    pending_attempt(one, CODE_OF_APP));
	assert_int_equal(race_rows(), 1);
	race_over();
}

/* A sign-in without a code ends when two-factor sign-in is turned on. */
static void
no_session_without_a_code_outlives_turning_it_on(void **state)
{
	int64_t id = add_john();

	(void)state;
	overlap(session_add(one, id, "none", 0, "", NULL),
	    two_factor_enable(id, two, secret, STEP, hashes(0)));
	assert_false(true_in(racers[0].rows, 0, "code"));
	race_over();
	assert_int_equal(rows_of(session_find(one)), 0);

	id = add_john();
	overlap(two_factor_enable(id, two, secret, STEP, hashes(0)),
	    session_add(one, id, "none", 0, "", NULL));
	assert_true(true_in(racers[1].rows, 0, "code"));
	race_over();
	assert_int_equal(rows_of(session_find(one)), 0);
}

static void
nothing_outlives_a_new_password(void **state)
{
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_cautious();
		(void)ask(session_add(one, id, "none", 0, "", NULL));
		race(pending_finish(one, here, "", &next, NULL, two),
		    person_password(john, "other"));
		race_over();
		assert_int_equal(rows_of(session_find(here)), 0);
		assert_int_equal(rows_of(pending_find(one)), 0);
		assert_int_equal(
		    number_of("SELECT count(*) FROM trusted_browser"
			      " WHERE person = %lld"
			      "   AND no_code_until IS NOT NULL",
			(long long)id),
		    0);
	}
}

static void
it_is_turned_on_once(void **state)
{
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_john();
		race(two_factor_enable(id, one, secret, STEP, hashes(0)),
		    two_factor_enable(id, two, secret, STEP, hashes(1)));
		assert_int_equal(had("enabled"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		assert_int_equal(
		    number_in(ask(two_factor_find(id)), 0, "recovery_codes"),
		    10);
	}
}

static void
new_recovery_codes_made_twice_are_ten(void **state)
{
	int64_t id = add_cautious();

	(void)state;
	overlap(
	    two_factor_renew(id, hashes(0)), two_factor_renew(id, hashes(1)));
	assert_int_equal(true_ones("renewed"), 2);
	race_over();
	assert_int_equal(
	    number_in(ask(two_factor_find(id)), 0, "recovery_codes"), 10);
}

/* Both need the pending sign-in and the count of attempts, in this order. */
static void
turning_it_off_and_an_attempt_do_not_deadlock(void **state)
{
	static const struct query lock = { .name = "lock",
		.text = "SELECT FROM pending_sign_in"
			" WHERE token_hash = $1 FOR UPDATE",
		.values = { BYTES(one, SESSION_HASH) } };
	int64_t id = add_cautious();
	struct query attempt;
	char error[FAILURE_MAX];
	PGresult *rows;

	(void)state;
	assert_int_equal(rate_read("sign-in-account=100/1h", error), 0);
	(void)ask(session_add(one, id, "none", 0, "", NULL));
	(void)ask(two_factor_attempt(id, CODE_OF_APP));
	attempt = pending_attempt(one, CODE_OF_APP);
	overlap_begin(lock, two_factor_disable(id, &next));
	rows = connection_ask(racers[0].connection, &attempt);
	overlap_end();
	assert_int_equal(PQntuples(rows), 1);
	PQclear(rows);
	assert_string_equal(text_in(racers[1].rows, 0, "outcome"), "disabled");
	race_over();
}

#define UNLIMITED(name) \
	cmocka_unit_test_setup_teardown(name, begin, test_roll_back)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNLIMITED(a_code_works_once),
		UNLIMITED(a_recovery_code_works_once),
		UNLIMITED(a_code_finishes_one_sign_in),
		UNLIMITED(a_pending_sign_in_opens_one_session),
		UNLIMITED(the_last_attempt_is_made_once),
		UNLIMITED(no_session_without_a_code_outlives_turning_it_on),
		UNLIMITED(nothing_outlives_a_new_password),
		UNLIMITED(it_is_turned_on_once),
		UNLIMITED(new_recovery_codes_made_twice_are_ten),
		UNLIMITED(turning_it_off_and_an_attempt_do_not_deadlock),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
