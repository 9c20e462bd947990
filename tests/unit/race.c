/* SPDX-License-Identifier: ISC */
#include <pthread.h>
#include <stdio.h>

#include "race.h"
#include "model/person.h"

struct racer racers[2];

static pthread_barrier_t start;
static int people;

static void *
run(void *arg)
{
	struct racer *racer = arg;

	(void)pthread_barrier_wait(&start);
	racer->rows = connection_ask(racer->connection, &racer->query);
	return (NULL);
}

void
race(struct query first, struct query second)
{
	pthread_t threads[2];
	int i;

	racers[0].query = first;
	racers[1].query = second;
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, run, &racers[i]), 0);
	for (i = 0; i < 2; i++)
		(void)pthread_join(threads[i], NULL);
	for (i = 0; i < 2; i++)
		if (PQresultStatus(racers[i].rows) != PGRES_TUPLES_OK)
			fail_msg("%s", PQresultErrorMessage(racers[i].rows));
}

void
race_over(void)
{
	PQclear(racers[0].rows);
	PQclear(racers[1].rows);
}

int
had(const char *outcome)
{
	int i, count = 0;

	for (i = 0; i < 2; i++)
		count +=
		    strcmp(text_in(racers[i].rows, 0, "outcome"), outcome) == 0;
	return (count);
}

int
race_rows(void)
{
	return (PQntuples(racers[0].rows) + PQntuples(racers[1].rows));
}

int64_t
add_somebody(char *name)
{
	(void)snprintf(name, 20, "person%d", people++);
	return (add_person(name));
}

int
race_connect(void **state)
{
	int i;

	for (i = 0; i < 2; i++)
		racers[i].connection = test_site_connection();
	return (pthread_barrier_init(&start, NULL, 2) != 0 ||
		test_connect(state) != 0);
}

int
race_disconnect(void **state)
{
	PQfinish(racers[0].connection);
	PQfinish(racers[1].connection);
	(void)pthread_barrier_destroy(&start);
	return (test_disconnect(state));
}
