/* SPDX-License-Identifier: ISC */
/* Two clients cause or read the same notification at the same moment. */
#include "race.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/notification.h"

#define ROUNDS 100

/* How many notifications are there of what this actor did? */
static int64_t
told_of(int64_t actor)
{
	return (
	    number_of("SELECT count(*) FROM notification WHERE actor = %lld",
		(long long)actor));
}

/* As the functions do that like, boost, reply or mention. */
static struct query
tell(int64_t person, int64_t actor)
{
	return ((struct query){ .name = "tell",
	    .text = "SELECT notification_add($1::bigint, 'like', $2::bigint,"
		    " $1, 1)",
	    .values = { NUMBER(person), NUMBER(actor) } });
}

static void
the_same_is_told_once(void **state)
{
	char john[20], susan[20];
	int64_t id, other;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		other = add_somebody(susan);
		race(tell(other, id), tell(other, id));
		assert_int_equal(race_rows(), 2);
		race_over();
		assert_int_equal(told_of(id), 1);
		race(follow_add(other, john), follow_add(other, john));
		race_over();
		assert_int_equal(told_of(other), 1);
	}
}

static void
a_follow_against_its_end_leaves_at_most_one(void **state)
{
	char john[20], susan[20];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		(void)add_somebody(susan);
		race(follow_add(id, susan), follow_remove(id, susan));
		race_over();
		assert_int_equal(
		    told_of(id), number_of("SELECT count(*) FROM follow"
					   " WHERE follower = %lld",
				     (long long)id));
	}
}

static void
a_follow_against_a_block_leaves_none(void **state)
{
	char john[20], susan[20];
	int64_t id, other;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		other = add_somebody(susan);
		race(follow_add(id, susan), block_add(other, john));
		race_over();
		assert_int_equal(told_of(id), 0);
	}
}

/* Both tell each other: neither waits for the other's row. */
static void
people_telling_each_other_do_not_deadlock(void **state)
{
	char john[20], susan[20];
	int64_t id, other;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		other = add_somebody(susan);
		race(tell(id, other), tell(other, id));
		assert_int_equal(race_rows(), 2);
		race_over();
	}
}

static void
what_two_pages_read_counts_once(void **state)
{
	char john[20], susan[20];
	int64_t id, other;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		other = add_somebody(susan);
		run_sql("SELECT notification_add(%lld, 'like', %lld, %lld, 1)",
		    (long long)id, (long long)other, (long long)id);
		race(notification_read(id, NULL), notification_read(id, NULL));
		assert_int_equal(number_in(racers[0].rows, 0, "count") +
				     number_in(racers[1].rows, 0, "count"),
		    1);
		race_over();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_same_is_told_once),
		RACE(a_follow_against_its_end_leaves_at_most_one),
		RACE(a_follow_against_a_block_leaves_none),
		RACE(people_telling_each_other_do_not_deadlock),
		RACE(what_two_pages_read_counts_once),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
