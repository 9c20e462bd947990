/* SPDX-License-Identifier: ISC */
/* Two clients report, close or delete the same thing at the same moment. */
#include "race.h"
#include "model/post.h"
#include "model/report.h"

#define ROUNDS 200

static const struct complaint spam = { "spam", "", "::1" };

static int64_t
add_moderator(void)
{
	char name[20];
	int64_t id = add_somebody(name);

	run_sql("UPDATE person SET role = 'moderator' WHERE id = %lld",
	    (long long)id);
	return (id);
}

static int64_t
reports(int64_t person, const char *state)
{
	return (number_of("SELECT count(*) FROM report"
			  " WHERE person = %lld AND state = '%s'",
	    (long long)person, state));
}

static void
one_of_two_moderators_closes_a_report(void **state)
{
	int64_t moderators[2] = { add_moderator(), add_moderator() };
	char john[20], susan[20];
	int64_t reporter = add_somebody(john), person = add_somebody(susan);
	int64_t report, closed;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		(void)ask(report_person(reporter, susan, &spam));
		run_sql("SELECT report_add(0, %lld, NULL, NULL, 'spam', '', '',"
			" 0, 0)",
		    (long long)person);
		report = number_of("SELECT max(id) FROM report");
		race(report_dismiss(moderators[0], report, "one", i % 2),
		    report_dismiss(moderators[1], report, "two", i % 3 > 0));
		closed = number_in(racers[0].rows, 0, "closed") +
			 number_in(racers[1].rows, 0, "closed");
		race_over();
		assert_int_equal(closed, reports(person, "closed"));
		assert_int_equal(2 - closed, reports(person, "open"));
		assert_int_equal(
		    number_of("SELECT count(*) FROM report"
			      " WHERE person = %lld AND outcome IN"
			      " ('No action: one', 'No action: two')",
			(long long)person),
		    closed);
		run_sql("DELETE FROM report");
		(void)test_roll_back(state);
	}
}

/* Either the report has the text, or there was no such post any more. */
static void
a_post_is_reported_whole_or_not_at_all(void **state)
{
	char john[20], susan[20];
	int64_t reporter = add_somebody(john), person = add_somebody(susan);
	int64_t post, late = 0, found;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		post = add_post(person, "buy");
		race(report_post(reporter, post, &spam),
		    post_delete(person, post));
		found = PQntuples(racers[0].rows);
		late += found == 0;
		race_over();
		assert_int_equal(number_of("SELECT count(*) FROM report"
					   " WHERE post = %lld"
					   "   AND body = 'buy'",
				     (long long)post),
		    found);
		(void)test_roll_back(state);
	}
	print_message(
	    "# %lld of %d reports came too late\n", (long long)late, i);
	run_sql("DELETE FROM report");
}

static void
the_same_report_is_added_by_one_of_two(void **state)
{
	char john[20], susan[20];
	int64_t reporter = add_somebody(john), person = add_somebody(susan);
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		race(report_person(reporter, susan, &spam),
		    report_person(reporter, susan, &spam));
		assert_int_equal(had("reported"), 1);
		assert_int_equal(had("changed"), 1);
		race_over();
		assert_int_equal(reports(person, "open"), 1);
		run_sql("DELETE FROM report");
		(void)test_roll_back(state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(one_of_two_moderators_closes_a_report),
		RACE(a_post_is_reported_whole_or_not_at_all),
		RACE(the_same_report_is_added_by_one_of_two),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
