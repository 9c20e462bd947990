/* SPDX-License-Identifier: ISC */
/* Counts while many clients follow, block and post at the same moment. */
#include <pthread.h>
#include <stdio.h>

#include "race.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/person.h"
#include "model/post.h"

#define CLIENTS 8
#define STEPS	200

/* Each client is a member with their own connection. */
static struct client {
	PGconn *connection;
	pthread_t thread;
	int64_t id;
	char name[20];
	unsigned int dice;
	char error[300]; /* the first one; empty if there was none */
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

/* Send a query. A thread cannot fail a test, so it records the error. */
static void
send_query(struct client *client, struct query query)
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
send_all(struct query query)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		send_query(&clients[i], query);
}

static void
assert_nothing_went_wrong(void)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		if (clients[i].error[0] != '\0')
			fail_msg("%s", clients[i].error);
}

/* Begin a transaction on each, in which waiting for another is an error. */
static void
all_begin(void)
{
	send_all((struct query){ .text = "BEGIN" });
	send_all((struct query){ .text = "SET LOCAL lock_timeout = '1s'" });
}

static void
all_commit(void)
{
	send_all((struct query){ .text = "COMMIT" });
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
a_follow_does_not_wait_for_another_to_commit(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);
	int i, round;

	(void)state;
	add_clients();
	for (round = 0; round < 3; round++) {
		all_begin();
		for (i = 0; i < CLIENTS; i++)
			send_query(
			    &clients[i], follow_add(clients[i].id, star));
		all_commit();
		assert_int_equal(
		    number_in(ask(person_profile(star, 0)), 0, "followers"),
		    CLIENTS);
		assert_counts_are_correct();

		all_begin();
		for (i = CLIENTS - 1; i >= 0; i--)
			send_query(
			    &clients[i], follow_remove(clients[i].id, star));
		all_commit();
		assert_int_equal(
		    number_in(ask(person_profile(star, 0)), 0, "followers"), 0);
		assert_counts_are_correct();
	}
	assert_int_equal(rows_of_counts(id), CLIENTS);
	for (i = 0; i < CLIENTS; i++)
		assert_int_equal(rows_of_counts(clients[i].id), 1);
}

static void
consecutive_follows_need_one_row(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);
	int i;

	(void)state;
	add_clients();
	for (i = 0; i < CLIENTS; i++)
		send_query(&clients[i], follow_add(clients[i].id, star));
	assert_nothing_went_wrong();
	assert_int_equal(rows_of_counts(id), 1);
	assert_counts_are_correct();
}

static void
a_rolled_back_follow_delays_nobody(void **state)
{
	char star[20];
	int64_t id = add_somebody(star);

	(void)state;
	add_clients();
	all_begin();
	send_query(&clients[0], follow_add(clients[0].id, star));
	send_query(&clients[1], plain_post(id, "I am a star", NULL, NULL));
	send_query(&clients[2], follow_add(id, clients[3].name));
	send_query(&clients[0], (struct query){ .text = "ROLLBACK" });
	all_commit();
	assert_int_equal(
	    number_in(ask(person_profile(star, 0)), 0, "followers"), 0);
	assert_counts_are_correct();
}

static unsigned int throw(struct client * client, unsigned int sides)
{
	client->dice = client->dice * 1103515245 + 12345;
	return ((client->dice >> 16) % sides);
}

/* The others follow the first one. */
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
			send_query(
			    client, plain_post(client->id, "hi", NULL, NULL));
			break;
		case 1:
			send_query(client, block_add(client->id, other));
			send_query(client, block_remove(client->id, other));
			break;
		case 2:
			send_query(client, follow_remove(client->id, other));
			break;
		case 3:
			send_query(client, follow_add(client->id, other));
			break;
		case 4:
		case 5:
			send_query(client, follow_remove(client->id, star));
			break;
		default:
			send_query(client, follow_add(client->id, star));
		}
	}
	return (NULL);
}

static void
counts_are_correct_after_concurrent_changes(void **state)
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
	assert_counts_are_correct();
	print_message("# the star has %d rows of counts\n",
	    (int)rows_of_counts(clients[0].id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(a_follow_does_not_wait_for_another_to_commit),
		RACE(consecutive_follows_need_one_row),
		RACE(a_rolled_back_follow_delays_nobody),
		RACE(counts_are_correct_after_concurrent_changes),
	};

	return (
	    cmocka_run_group_tests(tests, connect_clients, disconnect_clients));
}
