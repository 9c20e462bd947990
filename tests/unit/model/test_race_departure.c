/* SPDX-License-Identifier: ISC */
/* Two clients at the same moment, one of which deletes an account. */
#include <stdio.h>

#include "departing.h"
#include "race.h"
#include "model/block.h"
#include "model/departure.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/person.h"
#include "model/post.h"
#include "model/session.h"

#define ROUNDS 50

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static char leaver[20], other[20];
static int64_t leaver_id, other_id;

static void
add_both(void)
{
	leaver_id = add_somebody(leaver);
	other_id = add_somebody(other);
}

/* Nobody sees the leaver, and no row is left when the steps are done. */
static void
assert_gone(void **state)
{
	const PGresult *rows = ask(person_profile(other, 0));

	assert_int_equal(number_in(rows, 0, "followers"), 0);
	assert_int_equal(number_in(rows, 0, "following"), 0);
	assert_int_equal(rows_of(person_profile(leaver, other_id)), 0);
	departing_wait();
	departing_finish();
	departing_assert_nowhere(leaver_id);
	assert_counts_are_correct();
	(void)test_roll_back(state);
}

/* The queries of somebody else about the leaver, and of the leaver. */
static struct query
other_follows(void)
{
	return (follow_add(other_id, leaver));
}

static struct query
other_blocks(void)
{
	return (block_add(other_id, leaver));
}

static struct query
other_lists(void)
{
	return (list_member_add(other_id, add_list(other_id, "list"), leaver));
}

static struct query
leaver_follows(void)
{
	return (follow_add(leaver_id, other));
}

static struct query
leaver_lists(void)
{
	return (list_add(leaver_id, "list"));
}

static struct query
leaver_blocks(void)
{
	return (block_add(leaver_id, other));
}

static void
whatever_comes_at_that_moment_leaves_no_trace(void **state)
{
	static struct query (*const queries[])(void) = { other_follows,
		other_blocks, other_lists, leaver_follows, leaver_lists,
		leaver_blocks };
	size_t which;
	int i, late;

	for (which = 0; which < sizeof(queries) / sizeof(queries[0]); which++) {
		for (i = late = 0; i < ROUNDS; i++) {
			add_both();
			race(queries[which](),
			    departure_begin(leaver, leaver_id));
			late += PQntuples(racers[0].rows) == 0;
			race_over();
			assert_gone(state);
		}
		print_message("# %d of %d came after the departure\n", late, i);
	}
}

/* A post was there before, or it is refused; but never lost in silence. */
static void
a_post_from_another_browser_is_refused_or_goes_too(void **state)
{
	const PGresult *rows;
	int i, refused = 0;

	for (i = 0; i < ROUNDS; i++) {
		add_both();
		race(plain_post(leaver_id, "from my phone", NULL, NULL),
		    departure_begin(leaver, leaver_id));
		assert_int_equal(PQntuples(racers[0].rows), 1);
		refused += text_in(racers[0].rows, 0, "id") == NULL;
		race_over();
		rows = ask(plain_post(leaver_id, "and again", NULL, NULL));
		assert_null(text_in(rows, 0, "id"));
		assert_gone(state);
	}
	print_message(
	    "# %d of %d posts came after the departure\n", refused, i);
	assert_true(refused < i);
}

static void
a_sign_in_at_that_moment_opens_no_session(void **state)
{
	int i, late = 0;

	for (i = 0; i < ROUNDS; i++) {
		add_both();
		race(session_add(hash, leaver_id, "none", 1, "", NULL),
		    departure_begin(leaver, leaver_id));
		late += PQntuples(racers[0].rows) == 0;
		race_over();
		assert_int_equal(number_of("SELECT count(*) FROM session"), 0);
		assert_gone(state);
	}
	print_message("# %d of %d came after the departure\n", late, i);
}

static void
of_two_deletions_one_succeeds(void **state)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		add_both();
		race(departure_begin(leaver, leaver_id),
		    departure_begin(leaver, 0));
		assert_int_equal(
		    race_rows() == 2 ? had("left") : race_rows(), 1);
		race_over();
		assert_gone(state);
	}
}

static void
a_rename_at_that_moment_comes_first_or_fails(void **state)
{
	char name[20];
	int i, renamed, left;

	for (i = 0; i < ROUNDS; i++) {
		add_both();
		(void)snprintf(name, sizeof(name), "renamed%d", i);
		race(person_edit(leaver_id, name, ""),
		    departure_begin(leaver, leaver_id));
		renamed =
		    strcmp(text_in(racers[0].rows, 0, "outcome"), "saved") == 0;
		left = PQntuples(racers[1].rows);
		race_over();
		assert_int_equal(renamed + left, 1);
		if (renamed)
			assert_outcome(
			    departure_begin(name, leaver_id), "left");
		assert_gone(state);
	}
}

/* Eight people follow one another, and leave. */
static void
add_leavers(void)
{
	int64_t first = add_somebody(leaver);
	int i;

	for (i = 0; i < 7; i++)
		(void)add_somebody(leaver);
	run_sql("SELECT follow_add(p.id, q.nickname, 0, 0, false)"
		"  FROM person p, person q"
		" WHERE p.id >= %lld AND q.id >= %lld",
	    (long long)first, (long long)first);
	run_sql("SELECT departure_begin(nickname, 0) FROM person"
		" WHERE id >= %lld",
	    (long long)first);
	departing_wait();
}

static struct query
small_step(void)
{
	struct query query = departure_step();

	query.values[0] = NUMBER(3);
	return (query);
}

static void
two_clients_remove_members_at_once(void **state)
{
	int more, both = 0;

	add_leavers();
	do {
		race(small_step(), small_step());
		more = true_in(racers[0].rows, 0, "more") +
		       true_in(racers[1].rows, 0, "more");
		both += more == 2;
		race_over();
		assert_counts_are_correct();
		(void)test_roll_back(state);
	} while (more > 0);
	print_message("# %d times, both had something to do\n", both);
	assert_true(both > 0);
	assert_int_equal(number_of("SELECT count(*) FROM absent"), 0);
}

static PGconn *
begin_a_step(void)
{
	PGconn *client = test_site_connection();
	struct query query = small_step();

	PQclear(PQexec(client, "BEGIN"));
	PQclear(connection_ask(client, &query));
	return (client);
}

static void
a_client_that_dies_in_the_middle_leaves_it_to_the_next(void **state)
{
	PGconn *client;

	(void)state;
	add_leavers();
	run_sql("UPDATE absent SET since = now()"
		" WHERE person <> (SELECT max(person) FROM absent)");
	client = begin_a_step();
	assert_false(true_in(ask(small_step()), 0, "more"));
	assert_counts_are_correct();
	PQfinish(client);
	while (number_of("SELECT count(*) FROM pg_stat_activity"
			 " WHERE datname = current_database()"
			 "   AND state LIKE 'idle in%%'") > 0)
		continue;
	departing_wait();
	departing_finish();
	assert_int_equal(number_of("SELECT count(*) FROM absent"), 0);
	assert_counts_are_correct();
}

/* Other members need the same counts while a step is not yet committed. */
static void
a_step_makes_nobody_wait(void **state)
{
	PGconn *client;

	(void)state;
	add_both();
	assert_outcome(follow_add(leaver_id, other), "followed");
	assert_outcome(departure_begin(leaver, leaver_id), "left");
	departing_wait();
	client = begin_a_step();
	run_sql("SET lock_timeout = '100ms'");
	(void)add_post(other_id, "all is well");
	assert_outcome(follow_add(add_somebody(leaver), other), "followed");
	assert_outcome(person_edit(other_id, other, "still here"), "saved");
	PQclear(PQexec(client, "COMMIT"));
	PQfinish(client);
	departing_finish();
	assert_counts_are_correct();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(whatever_comes_at_that_moment_leaves_no_trace),
		RACE(a_post_from_another_browser_is_refused_or_goes_too),
		RACE(a_sign_in_at_that_moment_opens_no_session),
		RACE(of_two_deletions_one_succeeds),
		RACE(a_rename_at_that_moment_comes_first_or_fails),
		RACE(two_clients_remove_members_at_once),
		RACE(a_client_that_dies_in_the_middle_leaves_it_to_the_next),
		RACE(a_step_makes_nobody_wait),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
