/* Counts, while many follow, block and post at the same moment. */
#include <pthread.h>
#include <stdio.h>

#include "race.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/person.h"
#include "model/post.h"

#define CLIENTS 8
#define STEPS	200

/* Each a member with a connection of their own. */
static struct client {
	PGconn *connection;
	pthread_t thread;
	int64_t id;
	char name[20];
	unsigned int dice;
	char error[300]; /* what went wrong first; empty if nothing did */
} clients[CLIENTS];

static int
connect_clients(void **state)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		clients[i].connection = test_site_connection();
	return (test_connect(state));
}

static int
disconnect_clients(void **state)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		PQfinish(clients[i].connection);
	return (test_disconnect(state));
}

static void
add_clients(void)
{
	int i;

	for (i = 0; i < CLIENTS; i++) {
		clients[i].id = add_somebody(clients[i].name);
		clients[i].dice = (unsigned int)i;
		clients[i].error[0] = '\0';
	}
}

/* A thread may not fail the test: it notes why it would. */
static void
tell(struct client *client, struct query query)
{
	PGresult *rows = connection_ask(client->connection, &query);

	if (PQresultStatus(rows) != PGRES_TUPLES_OK &&
	    PQresultStatus(rows) != PGRES_COMMAND_OK &&
	    client->error[0] == '\0')
		(void)snprintf(client->error, sizeof(client->error), "%s",
		    PQresultErrorMessage(rows));
	PQclear(rows);
}

static void
tell_all(struct query query)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		tell(&clients[i], query);
}

static void
assert_nothing_went_wrong(void)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		if (clients[i].error[0] != '\0')
			fail_msg("%s", clients[i].error);
}

/* All begin a transaction in which waiting for another one is an error. */
static void
all_begin(void)
{
	tell_all((struct query){ .text = "BEGIN" });
	tell_all((struct query){ .text = "SET LOCAL lock_timeout = '1s'" });
}

static void
all_commit(void)
{
	tell_all((struct query){ .text = "COMMIT" });
	assert_nothing_went_wrong();
}

static int64_t
rows_of_counts(int64_t person)
{
	return (
	    number_of("SELECT count(*) FROM person_count WHERE person = %lld",
		(long long)person));
}

static void
nobody_waits_until_another_follow_is_committed(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);
	int i, round;

	(void)state;
	add_clients();
	for (round = 0; round < 3; round++) {
		all_begin();
		for (i = 0; i < CLIENTS; i++)
			tell(&clients[i], follow_add(clients[i].id, star));
		all_commit();
		assert_int_equal(
		    number_in(ask(person_profile(star, 0)), 0, "followers"),
		    CLIENTS);
		assert_counts_are_true();

		all_begin();
		for (i = CLIENTS - 1; i >= 0; i--)
			tell(&clients[i], follow_remove(clients[i].id, star));
		all_commit();
		assert_int_equal(
		    number_in(ask(person_profile(star, 0)), 0, "followers"), 0);
		assert_counts_are_true();
	}
	assert_int_equal(rows_of_counts(id), CLIENTS);
	for (i = 0; i < CLIENTS; i++)
		assert_int_equal(rows_of_counts(clients[i].id), 1);
}

static void
one_after_the_other_needs_one_row(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);
	int i;

	(void)state;
	add_clients();
	for (i = 0; i < CLIENTS; i++)
		tell(&clients[i], follow_add(clients[i].id, star));
	assert_nothing_went_wrong();
	assert_int_equal(rows_of_counts(id), 1);
	assert_counts_are_true();
}

static void
a_follow_that_is_rolled_back_holds_nobody_up(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);

	(void)state;
	add_clients();
	all_begin();
	tell(&clients[0], follow_add(clients[0].id, star));
	tell(&clients[1], post_add(id, "I am a star", NULL, NULL));
	tell(&clients[2], follow_add(id, clients[3].name));
	tell(&clients[0], (struct query){ .text = "ROLLBACK" });
	all_commit();
	assert_int_equal(
	    number_in(ask(person_profile(star, 0)), 0, "followers"), 0);
	assert_counts_are_true();
}

static unsigned int throw(struct client * client, unsigned int sides)
{
	client->dice = client->dice * 1103515245 + 12345;
	return ((client->dice >> 16) % sides);
}

/* The first one is the star. */
static void *
live(void *arg)
{
	struct client *client = arg;
	const char *star = clients[0].name, *other;
	int i;

	for (i = 0; i < STEPS; i++) {
		other = clients[throw(client, CLIENTS)].name;
		switch (throw(client, 8)) {
		case 0:
			tell(client, post_add(client->id, "hi", NULL, NULL));
			break;
		case 1:
			tell(client, block_add(client->id, other));
			tell(client, block_remove(client->id, other));
			break;
		case 2:
			tell(client, follow_remove(client->id, other));
			break;
		case 3:
			tell(client, follow_add(client->id, other));
			break;
		case 4:
		case 5:
			tell(client, follow_remove(client->id, star));
			break;
		default:
			tell(client, follow_add(client->id, star));
		}
	}
	return (NULL);
}

static void
counts_are_true_after_whatever_all_did_at_once(void **state)
{
	int i;

	(void)state;
	add_clients();
	for (i = 0; i < CLIENTS; i++)
		assert_int_equal(
		    pthread_create(&clients[i].thread, NULL, live, &clients[i]),
		    0);
	for (i = 0; i < CLIENTS; i++)
		(void)pthread_join(clients[i].thread, NULL);
	assert_nothing_went_wrong();
	assert_counts_are_true();
	print_message("# the star has %d rows of counts\n",
	    (int)rows_of_counts(clients[0].id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(nobody_waits_until_another_follow_is_committed),
		RACE(one_after_the_other_needs_one_row),
		RACE(a_follow_that_is_rolled_back_holds_nobody_up),
		RACE(counts_are_true_after_whatever_all_did_at_once),
	};

	return (
	    cmocka_run_group_tests(tests, connect_clients, disconnect_clients));
}
