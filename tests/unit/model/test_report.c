/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "departing.h"
#include "rate_limits.h"
#include "model/block.h"
#include "model/cursor.h"
#include "model/departure.h"
#include "model/person.h"
#include "model/post.h"
#include "model/report.h"
#include "model/session.h"

static const struct complaint spam = { "spam", "buy, buy", "::1" };
static int64_t john, susan, mary, post;

/* Susan, who has a post, is reported; mary is a moderator. */
static void
add_the_three(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	post = add_post(susan, "buy");
	run_sql("UPDATE person SET role = 'moderator' WHERE id = %lld",
	    (long long)mary);
}

static int64_t
reports(const char *condition)
{
	return (number_of("SELECT count(*) FROM report WHERE %s", condition));
}

static int64_t
newest(void)
{
	return (number_of("SELECT max(id) FROM report"));
}

static void
a_report_keeps_who_reported_what_and_why(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_int_equal(
	    number_of("SELECT count(*) FROM report WHERE person = %lld AND"
		      " reporter = %lld AND post = %lld AND body = 'buy' AND"
		      " reason = 'spam' AND words = 'buy, buy' AND"
		      " state = 'open'",
		(long long)susan, (long long)john, (long long)post),
	    1);
	assert_outcome(report_person(john, "SUSAN", &spam), "reported");
	assert_int_equal(reports("post IS NULL AND body IS NULL"), 1);
}

static void
the_report_keeps_the_text_of_a_deleted_post(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	rows = ask(report_find(newest(), mary));
	assert_true(true_in(rows, 0, "post_exists"));
	(void)ask(post_delete(susan, post));
	rows = ask(report_find(newest(), mary));
	assert_string_equal(text_in(rows, 0, "body"), "buy");
	assert_false(true_in(rows, 0, "post_exists"));
}

static void
the_same_person_has_one_open_report_about_the_same_thing(void **state)
{
	static const struct complaint abuse = { "abuse", "worse", "::2" };

	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_post(john, post, &abuse), "changed");
	assert_int_equal(reports("reason = 'abuse' AND words = 'worse'"), 1);
	assert_int_equal(reports("true"), 1);
	assert_outcome(report_person(john, "susan", &spam), "reported");
	assert_outcome(report_person(john, "susan", &abuse), "changed");
	assert_outcome(report_post(mary, post, &spam), "reported");
	assert_int_equal(reports("true"), 3);
	(void)ask(report_dismiss(mary, newest(), "", 1));
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_int_equal(reports("true"), 4);
}

static void
a_visitors_report_is_added_once_but_others_are_kept(void **state)
{
	static const struct complaint same = { "spam", "buy, buy", "::2" },
				      other = { "spam", "sells pills", "::1" };

	(void)state;
	add_the_three();
	assert_outcome(report_post(0, post, &spam), "reported");
	assert_outcome(report_post(0, post, &same), "changed");
	assert_outcome(report_post(0, post, &other), "reported");
	assert_outcome(report_person(0, "susan", &spam), "reported");
	assert_int_equal(reports("reporter IS NULL"), 3);
}

static void
visitors_report_nothing_on_a_site_for_members(void **state)
{
	(void)state;
	add_the_three();
	run_sql("UPDATE site SET members_only = true");
	assert_outcome(report_post(0, post, &spam), NULL);
	assert_outcome(report_person(0, "susan", &spam), NULL);
	assert_outcome(report_post(john, post, &spam), "reported");
}

static void
nobody_reports_themselves(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(susan, post, &spam), "self");
	assert_outcome(report_person(susan, "susan", &spam), "self");
	assert_int_equal(reports("true"), 0);
}

static void
what_cannot_be_seen_cannot_be_reported(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post + 1, &spam), NULL);
	assert_outcome(report_person(john, "nobody", &spam), NULL);
	assert_outcome(report_person(john, "admin", &spam), NULL);
	assert_outcome(block_add(susan, "john"), "blocked");
	assert_outcome(report_post(john, post, &spam), NULL);
	assert_outcome(report_person(john, "susan", &spam), NULL);
	assert_outcome(departure_begin("susan", susan), "left");
	assert_outcome(report_post(mary, post, &spam), NULL);
	assert_outcome(report_person(mary, "susan", &spam), NULL);
	assert_outcome(report_person(susan, "mary", &spam), NULL);
	assert_int_equal(reports("true"), 0);
}

/* The blocker does not see the post, but knows the person. */
static void
whoever_blocks_a_person_can_report_them(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_outcome(report_post(john, post, &spam), NULL);
	assert_outcome(report_person(john, "susan", &spam), "reported");
}

static void
reports_have_a_limit_for_members_and_for_networks(void **state)
{
	static const struct complaint elsewhere = { "spam", "", "::2" };

	(void)state;
	add_the_three();
	set_limits("reports=1/1h");
	assert_outcome(report_person(john, "susan", &spam), "reported");
	assert_true(
	    number_in(ask(report_post(john, post, &spam)), 0, "wait") > 3500);
	assert_outcome(report_person(0, "susan", &spam), "reported");
	assert_true(
	    number_in(ask(report_post(0, post, &spam)), 0, "wait") > 3500);
	assert_outcome(report_post(0, post, &elsewhere), "reported");
	assert_outcome(report_post(mary, post, &spam), "reported");
	assert_int_equal(reports("true"), 4);
	set_limits("off");
}

static void
the_queue_has_one_entry_per_person_the_newest_first(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	(void)add_person("tim");
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "tim", &spam), "reported");
	assert_outcome(report_person(0, "susan",
			   &(struct complaint){ "abuse", "the last", "::1" }),
	    "reported");
	rows = ask(report_queue(mary, 0, CURSOR_FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_string_equal(text_in(rows, 0, "words"), "the last");
	assert_int_equal(number_in(rows, 0, "reports"), 2);
	assert_true(true_in(rows, 0, "spam"));
	assert_true(true_in(rows, 0, "abuse"));
	assert_false(true_in(rows, 0, "illegal"));
	assert_string_equal(text_in(rows, 1, "nickname"), "tim");
	rows = ask(report_queue(mary, 0, number_in(rows, 0, "id")));
	assert_int_equal(PQntuples(rows), 1);
	assert_int_equal(rows_of(report_queue(mary, 1, CURSOR_FIRST)), 0);
	(void)ask(report_dismiss(mary, newest(), "", 1));
	assert_int_equal(rows_of(report_queue(mary, 0, CURSOR_FIRST)), 1);
	rows = ask(report_queue(mary, 1, CURSOR_FIRST));
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
}

static void
nobody_sees_or_closes_reports_about_themselves(void **state)
{
	static const char *const roles[] = { "moderator", "admin" };
	size_t i;

	(void)state;
	add_the_three();
	assert_outcome(report_person(john, "mary", &spam), "reported");
	for (i = 0; i < 2; i++) {
		run_sql("UPDATE person SET role = '%s' WHERE id = %lld",
		    roles[i], (long long)mary);
		assert_int_equal(
		    rows_of(report_queue(mary, 0, CURSOR_FIRST)), 0);
		assert_int_equal(rows_of(report_find(newest(), mary)), 0);
		assert_int_equal(rows_of(report_others(newest(), mary)), 0);
		assert_int_equal(
		    rows_of(report_dismiss(mary, newest(), "", 1)), 0);
		assert_int_equal(
		    number_of("SELECT report_close(%lld, %lld, NULL, 'x')",
			(long long)mary, (long long)mary),
		    0);
	}
	run_sql("UPDATE person SET role = 'admin' WHERE id = %lld",
	    (long long)susan);
	assert_int_equal(rows_of(report_queue(susan, 0, CURSOR_FIRST)), 1);
	assert_int_equal(rows_of(report_find(newest(), susan)), 1);
}

/* Return how many reports the site tells ${person} of on every page. */
static const char *
waiting(int64_t person)
{
	static const unsigned char hash[32] = "hash";

	run_sql("DELETE FROM session");
	(void)ask(session_add(hash, person, "none", 1, "", NULL));
	return (text_in(ask(session_find(hash)), 0, "waiting"));
}

static void
only_moderators_are_told_how_many_wait(void **state)
{
	(void)state;
	add_the_three();
	run_sql("UPDATE person SET password = 'none'");
	assert_null(waiting(john));
	assert_string_equal(waiting(mary), "0");
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "mary", &spam), "reported");
	assert_string_equal(waiting(mary), "1");
	assert_null(waiting(susan));
	run_sql("SELECT report_add(0, %lld, NULL, NULL, 'spam', 'no ' || n,"
		" '', 0, 0) FROM generate_series(1, 200) n",
	    (long long)susan);
	assert_string_equal(waiting(mary), "100");
}

static void
a_report_is_closed_once_with_words_for_the_others(void **state)
{
	const PGresult *rows;
	int64_t report;

	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	report = newest();
	assert_outcome(report_person(john, "susan", &spam), "reported");
	rows = ask(report_dismiss(mary, report, "a joke", 0));
	assert_string_equal(text_in(rows, 0, "nickname"), "susan");
	assert_int_equal(number_in(rows, 0, "closed"), 1);
	rows = ask(report_dismiss(mary, report, "again", 0));
	assert_int_equal(number_in(rows, 0, "closed"), 0);
	rows = ask(report_find(report, mary));
	assert_string_equal(text_in(rows, 0, "outcome"), "No action: a joke");
	assert_string_equal(text_in(rows, 0, "closed_by"), "mary");
	assert_int_equal(number_in(rows, 0, "open"), 1);
	rows = ask(report_dismiss(0, newest(), "", 1));
	assert_int_equal(number_in(rows, 0, "closed"), 1);
	rows = ask(report_find(newest(), mary));
	assert_string_equal(text_in(rows, 0, "outcome"), "No action");
	assert_null(text_in(rows, 0, "closed_by"));
}

static void
only_moderators_close_reports(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_int_equal(rows_of(report_dismiss(john, newest(), "", 1)), 0);
	assert_int_equal(rows_of(report_dismiss(mary, 1, "", 1)), 0);
	assert_int_equal(reports("state = 'open'"), 1);
}

static void
an_action_closes_all_reports_about_the_person(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "susan", &spam), "reported");
	assert_outcome(report_person(john, "mary", &spam), "reported");
	assert_int_equal(
	    number_of("SELECT report_close(%lld, %lld, NULL, 'Suspended')",
		(long long)mary, (long long)susan),
	    2);
	assert_int_equal(reports("outcome = 'Suspended'"), 2);
	assert_int_equal(reports("state = 'open'"), 1);
}

static void
a_report_shows_the_others_about_the_same_person(void **state)
{
	const PGresult *rows;

	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "mary", &spam), "reported");
	assert_outcome(report_person(0, "susan", &spam), "reported");
	rows = ask(report_others(newest(), mary));
	assert_int_equal(PQntuples(rows), 1);
	assert_true(true_in(rows, 0, "about_post"));
}

/* Reports about whoever leaves go; those by them lose the name. */
static void
a_departure_takes_reports_about_the_person_and_names_along(void **state)
{
	(void)state;
	add_the_three();
	(void)add_person("tim");
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "tim", &spam), "reported");
	assert_int_equal(
	    number_in(ask(report_dismiss(mary, newest(), "", 0)), 0, "closed"),
	    1);
	assert_outcome(departure_begin("susan", susan), "left");
	assert_int_equal(rows_of(report_queue(mary, 0, CURSOR_FIRST)), 0);
	assert_int_equal(rows_of(report_find(newest(), mary)), 1);
	assert_outcome(departure_begin("john", john), "left");
	assert_null(
	    text_in(ask(report_find(newest(), mary)), 0, "reporter_nickname"));
	departing_wait();
	departing_finish();
	assert_int_equal(
	    reports("reporter IS NULL AND closed_by IS NOT NULL"), 1);
	assert_int_equal(reports("true"), 1);
	assert_outcome(departure_begin("mary", mary), "left");
	departing_wait();
	departing_finish();
	assert_int_equal(reports("state = 'closed' AND closed_by IS NULL"), 1);
}

static void
reports_are_deleted_half_a_year_after_they_were_closed(void **state)
{
	(void)state;
	add_the_three();
	assert_outcome(report_post(john, post, &spam), "reported");
	assert_outcome(report_person(john, "susan", &spam), "reported");
	(void)ask(report_dismiss(mary, newest(), "", 0));
	run_sql("UPDATE report SET created_at = now() - interval '1 year',"
		" closed_at = closed_at - interval '179 days'");
	assert_false(true_in(ask(report_sweep()), 0, "more"));
	assert_int_equal(reports("true"), 2);
	run_sql("UPDATE report SET closed_at = closed_at - interval '2 days'");
	(void)ask(report_sweep());
	assert_int_equal(reports("true"), 1);
	assert_int_equal(reports("state = 'open'"), 1);
}

static void
there_are_four_reasons_and_other_needs_words(void **state)
{
	static const char *const reasons[] = { "spam", "abuse", "illegal",
		"other" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		assert_true(report_reason_known(reasons[i]));
		assert_int_equal(report_needs_words(reasons[i]), i == 3);
	}
	assert_false(report_reason_known(""));
	assert_false(report_reason_known("fun"));
}

/* The words stay with the report, and reports about moderators are not in the
 * log, which those read. */
static void
the_log_says_that_a_report_was_closed(void **state)
{
	int64_t report;

	(void)state;
	add_the_three();
	assert_outcome(report_person(john, "susan", &spam), "reported");
	report = newest();
	(void)ask(report_dismiss(mary, report, "john is a liar", 0));
	(void)ask(report_dismiss(mary, report, "again", 0));
	assert_int_equal(
	    number_of("SELECT count(*) FROM moderation WHERE"
		      " action = 'dismiss' AND words = '' AND"
		      " person = %lld AND moderator = %lld AND"
		      " report = %lld",
		(long long)susan, (long long)mary, (long long)report),
	    1);
	assert_outcome(report_person(john, "mary", &spam), "reported");
	(void)ask(report_dismiss(0, newest(), "no", 0));
	assert_int_equal(number_of("SELECT count(*) FROM moderation"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_report_keeps_who_reported_what_and_why),
		TEST(the_report_keeps_the_text_of_a_deleted_post),
		TEST(the_same_person_has_one_open_report_about_the_same_thing),
		TEST(a_visitors_report_is_added_once_but_others_are_kept),
		TEST(visitors_report_nothing_on_a_site_for_members),
		TEST(nobody_reports_themselves),
		TEST(what_cannot_be_seen_cannot_be_reported),
		TEST(whoever_blocks_a_person_can_report_them),
		TEST(reports_have_a_limit_for_members_and_for_networks),
		TEST(the_queue_has_one_entry_per_person_the_newest_first),
		TEST(nobody_sees_or_closes_reports_about_themselves),
		TEST(only_moderators_are_told_how_many_wait),
		TEST(a_report_is_closed_once_with_words_for_the_others),
		TEST(only_moderators_close_reports),
		TEST(an_action_closes_all_reports_about_the_person),
		TEST(a_report_shows_the_others_about_the_same_person),
		TEST(
		    a_departure_takes_reports_about_the_person_and_names_along),
		TEST(reports_are_deleted_half_a_year_after_they_were_closed),
		TEST(the_log_says_that_a_report_was_closed),
		TEST(there_are_four_reasons_and_other_needs_words),
	};

	return (RUN_TESTS(tests));
}
