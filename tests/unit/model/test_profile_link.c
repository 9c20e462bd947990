/* SPDX-License-Identifier: ISC */
/* The links on a profile, and when the verifier looks at them. */
#include <stdio.h>

#include "test.h"
#include "model/block.h"
#include "model/person.h"
#include "model/profile_link.h"

#define ONE "https://john.example/"
#define TWO "http://two.example/john/"

static int64_t john;

static void
save(const char *addresses)
{
	assert_outcome(profile_edit(john, "john", "", addresses), "saved");
}

static void
add_john(const char *addresses)
{
	john = add_person("john");
	save(addresses);
}

/* Take the link that is due, and say what became of it. */
static void
look(const char *address, const char *found, int changes)
{
	const PGresult *rows = ask(profile_link_take());

	assert_int_equal(number_in(rows, 0, "person"), john);
	assert_string_equal(text_in(rows, 0, "address"), address);
	if (changes)
		assert_changes(profile_link_found(john, address, found),
		    "person/%lld", (long long)john);
	else
		assert_changes_nothing(
		    profile_link_found(john, address, found));
}

/* Assert that nothing is due for this many seconds; -1: forever. */
static void
assert_rest(int64_t seconds)
{
	const PGresult *rows = ask(profile_link_take());

	assert_null(text_in(rows, 0, "person"));
	if (seconds == -1)
		assert_null(text_in(rows, 0, "wait"));
	else
		assert_int_equal(number_in(rows, 0, "wait"), seconds);
}

/* As if this were later; now() stands still in a transaction. */
static void
pass(const char *time)
{
	run_sql("UPDATE profile_link SET due = due - interval '%s',"
		" read_at = read_at - interval '%s'",
	    time, time);
}

static int
verified(const char *address)
{
	return ((int)number_of("SELECT count(*) FROM profile_link"
			       " WHERE person = %lld AND address = '%s'"
			       "   AND verified_at IS NOT NULL",
	    (long long)john, address));
}

static void
links_are_shown_in_their_order(void **state)
{
	const PGresult *rows;

	(void)state;
	add_john(ONE "\n" TWO);
	rows = ask(profile_link_list("JOHN", 0));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(text_in(rows, 0, "address"), ONE);
	assert_string_equal(text_in(rows, 0, "name"), "john.example");
	assert_null(text_in(rows, 0, "verified_at"));
	assert_string_equal(text_in(rows, 1, "name"), "two.example/john");

	save(TWO "\nhttps://three.example\n" ONE);
	rows = ask(profile_link_list("john", john));
	assert_int_equal(PQntuples(rows), 3);
	assert_string_equal(text_in(rows, 0, "address"), TWO);
	assert_string_equal(text_in(rows, 2, "address"), ONE);
	save("");
	assert_int_equal(rows_of(profile_link_list("john", 0)), 0);
}

static void
those_who_may_not_see_the_profile_see_no_links(void **state)
{
	int64_t susan;

	(void)state;
	add_john(ONE);
	susan = add_person("susan");
	assert_int_equal(rows_of(profile_link_list("john", susan)), 1);
	assert_outcome(block_add(john, "susan"), "blocked");
	assert_int_equal(rows_of(profile_link_list("john", susan)), 0);
	assert_int_equal(rows_of(profile_link_list("john", 0)), 1);
	assert_int_equal(rows_of(profile_link_list("nobody", 0)), 0);
	run_sql("INSERT INTO absent VALUES (%lld, now(), 'suspended')",
	    (long long)john);
	assert_int_equal(rows_of(profile_link_list("john", 0)), 0);
}

static void
links_stay_if_the_nickname_is_refused(void **state)
{
	(void)state;
	add_john(ONE);
	(void)add_person("susan");
	assert_outcome(profile_edit(john, "susan", "", TWO), "taken");
	assert_outcome(profile_edit(0, "ghost", "", TWO), "taken");
	assert_string_equal(
	    text_in(ask(profile_link_list("john", 0)), 0, "address"), ONE);
}

static void
a_new_link_is_due_at_once_with_all_nicknames(void **state)
{
	const PGresult *rows;

	(void)state;
	add_john("");
	assert_outcome(profile_edit(john, "Johnny", "", ONE), "saved");
	rows = ask(profile_link_take());
	assert_string_equal(text_in(rows, 0, "address"), ONE);
	assert_non_null(strstr(text_in(rows, 0, "names"), "johnny"));
	assert_non_null(strstr(text_in(rows, 0, "names"), "john"));
	assert_rest(3600);
	save("");
	assert_rest(-1);
}

static void
a_page_that_links_back_is_looked_at_weekly(void **state)
{
	(void)state;
	add_john(ONE);
	look(ONE, "linked", 1);
	assert_true(verified(ONE));
	assert_rest(7 * 24 * 3600);
	pass("7 days");
	look(ONE, "linked", 0);
	assert_rest(7 * 24 * 3600);
}

static void
others_are_looked_at_after_an_hour_a_day_and_weeks(void **state)
{
	(void)state;
	add_john(ONE);
	look(ONE, "unlinked", 0);
	assert_rest(3600);
	pass("1 hour");
	look(ONE, "unread", 0);
	assert_rest(24 * 3600);
	pass("1 day");
	look(ONE, "unread", 0);
	assert_rest(7 * 24 * 3600);
	pass("7 days");
	look(ONE, "unlinked", 0);
	assert_rest(7 * 24 * 3600);
}

static void
a_page_that_no_longer_links_back_is_not_verified(void **state)
{
	(void)state;
	add_john(ONE "\n" TWO);
	look(ONE, "linked", 1);
	look(TWO, "linked", 1);
	pass("7 days");
	look(ONE, "unlinked", 1);
	assert_false(verified(ONE));
	assert_true(verified(TWO));
}

static void
one_that_cannot_be_read_stays_verified_for_thirty_days(void **state)
{
	(void)state;
	add_john(ONE);
	look(ONE, "linked", 1);
	pass("29 days");
	look(ONE, "unread", 0);
	assert_true(verified(ONE));
	pass("2 days");
	look(ONE, "unread", 1);
	assert_false(verified(ONE));
}

static void
saving_again_repeats_a_try_but_not_a_success(void **state)
{
	(void)state;
	add_john(ONE "\n" TWO);
	look(ONE, "unread", 0);
	look(TWO, "linked", 1);
	save(ONE "\n" TWO);
	look(ONE, "unlinked", 0);
	assert_rest(3600);
}

static void
too_many_tries_wait(void **state)
{
	char address[40];
	int i;

	(void)state;
	add_john("");
	for (i = 0; i < 40; i++) {
		(void)snprintf(
		    address, sizeof(address), "http://a.example/%d", i);
		save(address);
	}
	save("http://a.example/40");
	assert_rest(3600);
	assert_int_equal(rows_of(profile_link_list("john", 0)), 1);
}

static void
those_of_absent_members_are_left_alone(void **state)
{
	(void)state;
	add_john(ONE);
	run_sql("INSERT INTO absent VALUES (%lld, now(), 'suspended')",
	    (long long)john);
	assert_rest(-1);
	run_sql("DELETE FROM absent");
	look(ONE, "unread", 0);
}

static void
a_link_that_was_removed_meanwhile_is_forgotten(void **state)
{
	(void)state;
	add_john(ONE);
	(void)ask(profile_link_take());
	save(TWO);
	assert_changes_nothing(profile_link_found(john, ONE, "linked"));
	assert_int_equal(
	    number_of(
		"SELECT count(*) FROM profile_link WHERE address = '" ONE "'"),
	    0);
}

static void
addresses_are_checked(void **state)
{
	static const char *const good[] = { "", "https://example.org",
		"http://example.org/~john?a=b#me",
		"https://\xc3\xa9.example/\xc3\xa9",
		"https://example.org:8443/", "https://[2001:db8::1]/" };
	static const char *const bad[] = { "example.org", "ftp://example.org",
		"javascript:alert(1)", "https://", "https://me@example.org",
		"https://me:pw@example.org", "https://exa mple.org",
		"https://example.org/\"", "https://example.org/<b>",
		"https://example.org/\n", "https://example.org:0x/",
		"https://example.org/\xe2\x80\xae", "HTTPS" };
	char problem[FAILURE_MAX], longest[PROFILE_LINK_MAX + 2];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (profile_link_problem(good[i], problem) != 0)
			fail_msg("%s: %s", good[i], problem);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (profile_link_problem(bad[i], problem) == 0)
			fail_msg("%s is accepted", bad[i]);

	memset(longest, 'a', sizeof(longest));
	memcpy(longest, "http://a/", strlen("http://a/"));
	longest[PROFILE_LINK_MAX + 1] = '\0';
	assert_int_equal(profile_link_problem(longest, problem), -1);
	assert_non_null(strstr(problem, "500"));
	longest[PROFILE_LINK_MAX] = '\0';
	assert_int_equal(profile_link_problem(longest, problem), 0);
	add_john(longest);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(links_are_shown_in_their_order),
		TEST(those_who_may_not_see_the_profile_see_no_links),
		TEST(links_stay_if_the_nickname_is_refused),
		TEST(a_new_link_is_due_at_once_with_all_nicknames),
		TEST(a_page_that_links_back_is_looked_at_weekly),
		TEST(others_are_looked_at_after_an_hour_a_day_and_weeks),
		TEST(a_page_that_no_longer_links_back_is_not_verified),
		TEST(one_that_cannot_be_read_stays_verified_for_thirty_days),
		TEST(saving_again_repeats_a_try_but_not_a_success),
		TEST(too_many_tries_wait),
		TEST(those_of_absent_members_are_left_alone),
		TEST(a_link_that_was_removed_meanwhile_is_forgotten),
		TEST(addresses_are_checked),
	};

	return (RUN_TESTS(tests));
}
