/* SPDX-License-Identifier: ISC */
/* Two clients change blocks and lists at the same moment. */
#include <stdio.h>

#include "race.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/list.h"

#define ROUNDS	     150
#define BLOCK_ROUNDS 1000

/* Return how many rows exist in spite of a block. */
static int64_t
count_strays(void)
{
	return (number_of("SELECT (SELECT count(*) FROM follow f"
			  "          JOIN block_pair b"
			  "            ON b.person = f.follower"
			  "           AND b.other = f.followed)"
			  "     + (SELECT count(*) FROM list_member m"
			  "          JOIN block_pair b"
			  "            ON b.person = m.owner"
			  "           AND b.other = m.person)"));
}

/* Whichever comes first, no follow is left in either direction. */
static void
follow_against_block_never_leaves_both(void **state)
{
	char names[2][20];
	int64_t ids[2], strays = 0;
	int i, late = 0;

	(void)state;
	ids[0] = add_somebody(names[0]);
	ids[1] = add_somebody(names[1]);
	for (i = 0; i < BLOCK_ROUNDS; i++) {
		race(follow_add(ids[i % 2], names[1 - i % 2]),
		    block_add(ids[0], names[1]));
		late += PQntuples(racers[0].rows) == 0 || had("followed") == 0;
		race_over();
		strays += count_strays();
		race(follow_add(ids[1 - i % 2], names[i % 2]),
		    block_remove(ids[0], names[1]));
		race_over();
		(void)test_roll_back(state);
	}
	print_message("# %d of %d follows came after the block\n", late, i);
	assert_int_equal(strays, 0);
	assert_counts_are_correct();
}

static void
joining_a_list_against_block_never_leaves_both(void **state)
{
	char names[2][20];
	int64_t ids[2], list, strays = 0;
	int i;

	(void)state;
	ids[0] = add_somebody(names[0]);
	ids[1] = add_somebody(names[1]);
	list = add_list(ids[0], "friends");
	for (i = 0; i < BLOCK_ROUNDS; i++) {
		race(list_member_add(ids[0], list, names[1]),
		    block_add(ids[i % 2], names[1 - i % 2]));
		race_over();
		strays += count_strays();
		run_sql("DELETE FROM block");
		(void)test_roll_back(state);
	}
	assert_int_equal(strays, 0);
}

static void
one_of_two_people_who_block_each_other_succeeds(void **state)
{
	char names[2][20];
	int64_t ids[2];
	int i;

	(void)state;
	ids[0] = add_somebody(names[0]);
	ids[1] = add_somebody(names[1]);
	for (i = 0; i < ROUNDS; i++) {
		(void)ask(follow_add(ids[0], names[1]));
		(void)ask(follow_add(ids[1], names[0]));
		race(block_add(ids[0], names[1]), block_add(ids[1], names[0]));
		assert_int_equal(race_rows(), 1);
		race_over();
		run_sql("DELETE FROM block");
	}
	assert_counts_are_correct();
}

static void
a_list_that_is_removed_keeps_no_new_member(void **state)
{
	char john[20], susan[20];
	int64_t id = add_somebody(john), list;
	int i;

	(void)state;
	(void)add_somebody(susan);
	for (i = 0; i < ROUNDS; i++) {
		list = add_list(id, "friends");
		race(list_member_add(id, list, susan), list_remove(id, list));
		race_over();
	}
	assert_int_equal(number_of("SELECT count(*) FROM list_member"
				   " WHERE owner = %lld",
			     (long long)id),
	    0);
}

static void
the_same_list_is_added_by_one_of_two(void **state)
{
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		race(list_add(id, "friends"), list_add(id, "Friends"));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
		run_sql("DELETE FROM list WHERE owner = %lld", (long long)id);
	}
}

/* Two clients add the hundredth and last list at once. */
static void
the_limit_on_lists_holds(void **state)
{
	char john[20], one[20], two[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	run_sql("SELECT list_add(%lld, 'list ' || n, 100)"
		"  FROM generate_series(1, 99) n",
	    (long long)id);
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(one, sizeof(one), "one %d", i);
		(void)snprintf(two, sizeof(two), "two %d", i);
		race(list_add(id, one), list_add(id, two));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("full"), 1);
		race_over();
		run_sql("DELETE FROM list WHERE owner = %lld"
			"   AND name NOT LIKE 'list %%'",
		    (long long)id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(follow_against_block_never_leaves_both),
		RACE(joining_a_list_against_block_never_leaves_both),
		RACE(one_of_two_people_who_block_each_other_succeeds),
		RACE(a_list_that_is_removed_keeps_no_new_member),
		RACE(the_same_list_is_added_by_one_of_two),
		RACE(the_limit_on_lists_holds),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
