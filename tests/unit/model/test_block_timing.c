/* SPDX-License-Identifier: ISC */
/*
 * To a blocked person, the blocker takes the same time as somebody who does not
 * exist. How long that is, "make bench RUN=timing" measures; here we compare
 * what PostgreSQL does.
 */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/post.h"

#define EXPLAIN "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "

static int64_t susan, post, list;

/* John, who has a former nickname, followers and a post, blocks susan. */
static void
add_people(void)
{
	int64_t john = add_person("john"), mary = add_person("mary");

	susan = add_person("susan");
	list = add_list(susan, "friends");
	post = add_post(john, "post from john");
	assert_outcome(follow_add(mary, "john"), "followed");
	assert_outcome(follow_add(john, "mary"), "followed");
	assert_outcome(person_edit(john, "jack", ""), "saved");
	assert_outcome(block_add(john, "susan"), "blocked");
}

/*
 * Write to ${trace} how often each node of the plan of ${query} ran, as in
 * "1 1 0 ".
 */
static void
trace_of(struct query query, char trace[1000])
{
	struct query_parameters parameters;
	char text[8000], *end = trace;
	const char *line, *loops;
	PGresult *plan;
	int i;

	query_parameters(&query, &parameters);
	(void)snprintf(text, sizeof(text), EXPLAIN "%s", query.text);
	plan = PQexecParams(database, text, parameters.count, NULL,
	    parameters.values, parameters.lengths, parameters.formats, 0);
	if (PQresultStatus(plan) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", query.name, PQerrorMessage(database));
	for (i = 0; i < PQntuples(plan); i++) {
		line = PQgetvalue(plan, i, 0);
		loops = strstr(line, "loops=");
		if (loops == NULL && strstr(line, "never executed") == NULL)
			continue;
		end += sprintf(end, "%d ", loops == NULL ? 0 : atoi(loops + 6));
		assert_true(end - trace < 900);
	}
	PQclear(plan);
	assert_true(end > trace);
}

static void
assert_same_work(struct query blocker, struct query nobody)
{
	char first[1000], second[1000];

	assert_int_equal(rows_of(blocker), 0);
	assert_int_equal(rows_of(nobody), 0);
	trace_of(blocker, first);
	trace_of(nobody, second);
	assert_string_equal(first, second);
}

static void
pages_of_a_blocker_run_the_same_plan_nodes_as_those_of_nobody(void **state)
{
	static const char *names[] = { "jack", "JACK", "john" };
	size_t i;

	(void)state;
	add_people();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_same_work(person_profile(names[i], susan),
		    person_profile("none", susan));
		assert_same_work(feed_person(names[i], CURSOR_FIRST, susan),
		    feed_person("none", CURSOR_FIRST, susan));
		assert_same_work(
		    follow_followers(names[i], CURSOR_FIRST, susan),
		    follow_followers("none", CURSOR_FIRST, susan));
		assert_same_work(
		    follow_following(names[i], CURSOR_FIRST, susan),
		    follow_following("none", CURSOR_FIRST, susan));
	}
	assert_same_work(post_find(post, susan), post_find(1, susan));
}

/* Return how many locks of a pair ${query} takes. */
static int64_t
locks_of(struct query query)
{
	static const char locks[] =
	    "SELECT count(*) FROM pg_locks"
	    " WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
	int64_t count;

	run_sql("SAVEPOINT before");
	assert_outcome(query, NULL);
	count = number_of(locks);
	run_sql("ROLLBACK TO before");
	assert_int_equal(number_of(locks), 0);
	return (count);
}

static void
forms_to_a_blocker_take_the_same_lock_as_those_to_nobody(void **state)
{
	static const char *names[] = { "jack", "john", "none", "admin" };
	size_t i;

	(void)state;
	add_people();
	run_sql("COMMIT");
	run_sql("BEGIN");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(locks_of(follow_add(susan, names[i])), 1);
		assert_int_equal(locks_of(follow_remove(susan, names[i])), 1);
		assert_int_equal(locks_of(block_add(susan, names[i])), 1);
		assert_int_equal(locks_of(block_remove(susan, names[i])), 1);
		assert_int_equal(locks_of(mute_add(susan, names[i])), 1);
		assert_int_equal(locks_of(mute_remove(susan, names[i])), 1);
		assert_int_equal(
		    locks_of(list_member_add(susan, list, names[i])), 1);
		assert_int_equal(
		    locks_of(list_member_remove(susan, list, names[i])), 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    pages_of_a_blocker_run_the_same_plan_nodes_as_those_of_nobody),
		TEST(forms_to_a_blocker_take_the_same_lock_as_those_to_nobody),
	};

	return (RUN_TESTS(tests));
}
