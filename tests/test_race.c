/*
 * Two at the same moment, over two connections. What they do is committed: the
 * program has a database to itself.
 */
#include <pthread.h>
#include <stdio.h>

#include "attempt.h"
#include "block.h"
#include "follow.h"
#include "list.h"
#include "person.h"
#include "post.h"
#include "session.h"
#include "test.h"

#define ROUNDS	     150
#define BLOCK_ROUNDS 1000

struct racer {
	PGconn *connection;
	struct query query;
	PGresult *answer;
};

static struct racer racers[2];
static pthread_barrier_t start;
static int people;

static void *
run(void *arg)
{
	struct racer *racer = arg;

	(void)pthread_barrier_wait(&start);
	racer->answer = query_ask(racer->connection, &racer->query);
	return (NULL);
}

/* Ask both at once, and have both answers, until race_over(). */
static void
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
		if (PQresultStatus(racers[i].answer) != PGRES_TUPLES_OK)
			fail_msg("%s", PQresultErrorMessage(racers[i].answer));
}

static void
race_over(void)
{
	PQclear(racers[0].answer);
	PQclear(racers[1].answer);
}

/* How many of the two had this outcome. */
static int
had(const char *outcome)
{
	int i, count = 0;

	for (i = 0; i < 2; i++)
		count += strcmp(text_in(racers[i].answer, 0, "outcome"),
			     outcome) == 0;
	return (count);
}

/* A new member under a name that nobody had; ${name} has room for 20 bytes. */
static int64_t
add_somebody(char *name)
{
	(void)snprintf(name, 20, "person%d", people++);
	return (add_person(name));
}

static void
the_same_follow_works_for_one_of_two(void **state)
{
	char john[20], susan[20];
	int64_t id;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = add_somebody(john);
		(void)add_somebody(susan);
		race(follow_add(id, susan), follow_add(id, susan));
		assert_int_equal(had("followed"), 1);
		assert_int_equal(had("already"), 1);
		race_over();
		race(follow_remove(id, susan), follow_remove(id, susan));
		assert_int_equal(had("unfollowed"), 1);
		assert_int_equal(had("not"), 1);
		race_over();
	}
	assert_counts_are_true();
}

static void
follow_against_unfollow_leaves_true_counts(void **state)
{
	char john[20], susan[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	(void)add_somebody(susan);
	for (i = 0; i < ROUNDS; i++) {
		race(follow_add(id, susan), follow_remove(id, susan));
		race_over();
	}
	assert_counts_are_true();
}

static void
people_following_each_other_do_not_wait_for_ever(void **state)
{
	char names[2][20];
	int64_t ids[2];
	int i;

	(void)state;
	ids[0] = add_somebody(names[0]);
	ids[1] = add_somebody(names[1]);
	for (i = 0; i < 2 * ROUNDS; i++) {
		race(
		    follow_add(ids[0], names[1]), follow_add(ids[1], names[0]));
		assert_int_equal(had("followed"), 2);
		race_over();
		race(follow_remove(ids[1], names[0]),
		    follow_remove(ids[0], names[1]));
		assert_int_equal(had("unfollowed"), 2);
		race_over();
	}
	assert_counts_are_true();
}

/* What a block should have ended, or should have kept from beginning. */
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

/* Whoever comes first: no follow is left beside the block, either way. */
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
		late +=
		    PQntuples(racers[0].answer) == 0 || had("followed") == 0;
		race_over();
		strays += count_strays();
		race(follow_add(ids[1 - i % 2], names[i % 2]),
		    block_remove(ids[0], names[1]));
		race_over();
		(void)test_roll_back(state);
	}
	print_message("# %d of %d follows came after the block\n", late, i);
	assert_int_equal(strays, 0);
	assert_counts_are_true();
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
	list = number_in(ask(list_add(ids[0], "friends")), 0, "id");
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
of_two_who_block_each_other_one_does(void **state)
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
		assert_int_equal(
		    PQntuples(racers[0].answer) + PQntuples(racers[1].answer),
		    1);
		race_over();
		run_sql("DELETE FROM block");
	}
	assert_counts_are_true();
}

static void
a_list_that_goes_takes_the_one_who_joins_along(void **state)
{
	char john[20], susan[20];
	int64_t id = add_somebody(john), list;
	int i;

	(void)state;
	(void)add_somebody(susan);
	for (i = 0; i < ROUNDS; i++) {
		list = number_in(ask(list_add(id, "friends")), 0, "id");
		race(list_member_add(id, list, susan), list_remove(id, list));
		race_over();
	}
	assert_int_equal(number_of("SELECT count(*) FROM list_member"
				   " WHERE owner = %lld",
			     (long long)id),
	    0);
}

static void
the_same_list_is_made_by_one_of_two(void **state)
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

/* A hundred is all, also for two that are the hundredth at once. */
static void
no_list_is_one_too_many(void **state)
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

static void
the_same_nickname_goes_to_one_of_two(void **state)
{
	char name[20], other[20];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "wanted%d", i);
		(void)snprintf(other, sizeof(other), "WANTED%d", i);
		race(person_add(name, "a@x.org", "none", 0),
		    person_add(other, "b@x.org", "none", 0));
		assert_int_equal(had("added"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
	}
	assert_counts_are_true();
}

static void
the_same_wish_gives_two_nicknames(void **state)
{
	const char *first, *second;
	char name[20], next[20];
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "wish%d_", i);
		(void)snprintf(next, sizeof(next), "wish%d_2", i);
		race(person_add(name, "a@x.org", "none", 1),
		    person_add(name, "b@x.org", "none", 1));
		assert_int_equal(had("added"), 2);
		first = text_in(racers[0].answer, 0, "nickname");
		second = text_in(racers[1].answer, 0, "nickname");
		assert_string_not_equal(first, second);
		assert_true(
		    strcmp(first, name) == 0 || strcmp(first, next) == 0);
		assert_true(
		    strcmp(second, name) == 0 || strcmp(second, next) == 0);
		race_over();
	}
}

static void
a_rename_to_the_same_nickname_works_for_one_of_two(void **state)
{
	char john[20], susan[20], name[20];
	int64_t ids[2];
	int i;

	(void)state;
	ids[0] = add_somebody(john);
	ids[1] = add_somebody(susan);
	for (i = 0; i < ROUNDS; i++) {
		(void)snprintf(name, sizeof(name), "renamed%d", i);
		race(person_edit(ids[0], name, ""),
		    person_edit(ids[1], name, ""));
		assert_int_equal(had("saved"), 1);
		assert_int_equal(had("taken"), 1);
		race_over();
	}
}

static void
a_double_click_makes_one_post(void **state)
{
	unsigned char form[POST_SUBMISSION] = { 0 };
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(form, &i, sizeof(i));
		race(post_add(id, "hello", form, NULL),
		    post_add(id, "hello", form, NULL));
		assert_int_equal(
		    PQntuples(racers[0].answer) + PQntuples(racers[1].answer),
		    1);
		race_over();
	}
	assert_int_equal(
	    number_of(
		"SELECT count(*) FROM post WHERE author = %lld", (long long)id),
	    ROUNDS);
	assert_counts_are_true();
}

static void
a_post_is_deleted_once(void **state)
{
	char john[20];
	int64_t id = add_somebody(john), post;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		post = add_post(id, "hello");
		race(post_delete(id, post), post_delete(id, post));
		assert_int_equal(
		    PQntuples(racers[0].answer) + PQntuples(racers[1].answer),
		    1);
		race_over();
	}
	assert_counts_are_true();
}

static void
no_try_to_sign_in_goes_uncounted(void **state)
{
	int i, allowed = 0;

	(void)state;
	for (i = 0; i < 10; i++) {
		race(attempt_take("address one", "account race"),
		    attempt_take("address two", "account race"));
		allowed += number_in(racers[0].answer, 0, "wait") == 0;
		allowed += number_in(racers[1].answer, 0, "wait") == 0;
		race_over();
	}
	assert_int_equal(allowed, 10);
}

static void
trying_and_forgiving_do_not_wait_for_ever(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		run_sql("UPDATE attempt SET count = 1");
		(void)ask(attempt_take("address three", "account three"));
		race(attempt_take("address three", "account three"),
		    attempt_forgive("address three", "account three"));
		race_over();
	}
}

static void
signing_in_twice_at_once_works(void **state)
{
	unsigned char one[SESSION_HASH] = { 1 }, two[SESSION_HASH] = { 2 };
	char john[20];
	int64_t id = add_somebody(john);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(one + 1, &i, sizeof(i));
		memcpy(two + 1, &i, sizeof(i));
		race(session_add(one, id, 0), session_add(two, id, 1));
		race_over();
	}
	assert_in_range(
	    number_of("SELECT count(*) FROM session WHERE person = %lld",
		(long long)id),
	    1, 21);
}

/* Without the test's transaction: the other connection is to see people. */
#define RACE(name) cmocka_unit_test_teardown(name, test_roll_back)

static int
connect_both(void **state)
{
	int i;

	for (i = 0; i < 2; i++)
		racers[i].connection = test_connection();
	return (pthread_barrier_init(&start, NULL, 2) != 0 ||
		test_connect(state) != 0);
}

static int
disconnect_both(void **state)
{
	PQfinish(racers[0].connection);
	PQfinish(racers[1].connection);
	(void)pthread_barrier_destroy(&start);
	return (test_disconnect(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_same_follow_works_for_one_of_two),
		RACE(follow_against_unfollow_leaves_true_counts),
		RACE(people_following_each_other_do_not_wait_for_ever),
		RACE(follow_against_block_never_leaves_both),
		RACE(joining_a_list_against_block_never_leaves_both),
		RACE(of_two_who_block_each_other_one_does),
		RACE(a_list_that_goes_takes_the_one_who_joins_along),
		RACE(the_same_list_is_made_by_one_of_two),
		RACE(no_list_is_one_too_many),
		RACE(the_same_nickname_goes_to_one_of_two),
		RACE(the_same_wish_gives_two_nicknames),
		RACE(a_rename_to_the_same_nickname_works_for_one_of_two),
		RACE(a_double_click_makes_one_post),
		RACE(a_post_is_deleted_once),
		RACE(no_try_to_sign_in_goes_uncounted),
		RACE(trying_and_forgiving_do_not_wait_for_ever),
		RACE(signing_in_twice_at_once_works),
	};

	return (cmocka_run_group_tests(tests, connect_both, disconnect_both));
}
