/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/news.h"
#include "model/site.h"
#include "test.h"

#define FIRST "Welcome to @NAME@.\n\nBe kind.\n"

static char problem[FAILURE_MAX], value[8000];

/* Check ${typed}, of which ${value} is what becomes. */
static int
read_setting(enum site_setting setting, const char *typed)
{
	(void)snprintf(value, sizeof(value), "%s", typed);
	return (site_setting_read(setting, value, problem));
}

static void
assert_rejected(enum site_setting setting, const char *typed, const char *why)
{
	if (read_setting(setting, typed) == 0)
		fail_msg("%s: \"%s\" is accepted", site_setting_name(setting),
		    typed);
	if (strstr(problem, why) == NULL)
		fail_msg("\"%s\" instead of \"%s\"", problem, why);
}

static void
assert_accepted(enum site_setting setting, const char *typed, const char *is)
{
	if (read_setting(setting, typed) == -1)
		fail_msg("%s", problem);
	assert_string_equal(value, is);
}

/* Set one setting, as typed, and return whether anything is different. */
static int
set(enum site_setting setting, const char *typed)
{
	const char *values[SITE_SETTINGS] = { NULL };

	values[setting] = typed;
	return (rows_of(site_edit(values, 0)) == 1);
}

static const char *
repeated(const char *character, int count)
{
	static char text[8000];
	int i;

	for (i = 0, text[0] = '\0'; i < count; i++)
		(void)strcat(text, character);
	return (text);
}

static void
a_name_is_one_line_of_40_characters(void **state)
{
	(void)state;
	assert_accepted(SITE_NAME, "Our \xc3\xa4\xc3\xb6 <town> & more",
	    "Our \xc3\xa4\xc3\xb6 <town> & more");
	assert_int_equal(
	    read_setting(SITE_NAME, repeated("\xf0\x9f\x90\x98", 40)), 0);
	assert_true(set(SITE_NAME, value));
	assert_rejected(SITE_NAME, repeated("a", 41), "at most 40 characters");
	assert_rejected(SITE_NAME, "", "Please give the site a name.");
	assert_rejected(
	    SITE_NAME, "\xe2\x80\x8b", "Please give the site a name.");
	assert_rejected(SITE_NAME, "a\nBcc: b@example.org", "one line");
	assert_rejected(SITE_NAME, "a\tb", "one line");
	assert_rejected(SITE_NAME, "a\x1b[31mb", "control characters");
	assert_rejected(SITE_NAME,
	    "a\xe2\x80\xae"
	    "b",
	    "control characters");
}

static void
a_tagline_is_one_line_or_empty(void **state)
{
	(void)state;
	assert_accepted(SITE_TAGLINE, "", "");
	assert_int_equal(
	    read_setting(SITE_TAGLINE, repeated("\xf0\x9f\x90\x98", 140)), 0);
	assert_true(set(SITE_TAGLINE, value));
	assert_rejected(SITE_TAGLINE, repeated("a", 141), "at most 140");
	assert_rejected(SITE_TAGLINE, "a\nb", "one line");
}

static void
an_accent_is_a_colour_that_can_be_read_or_empty(void **state)
{
	(void)state;
	assert_accepted(SITE_ACCENT, "", "");
	assert_accepted(SITE_ACCENT, "#0B6A71", "#0b6a71");
	assert_true(set(SITE_ACCENT, value));
	assert_rejected(SITE_ACCENT, "#FFFF00", "that has it is #");
	assert_rejected(SITE_ACCENT, "#0b6a71;}", "Please write a colour");
}

static void
an_announcement_has_500_characters(void **state)
{
	(void)state;
	assert_accepted(SITE_ANNOUNCEMENT, "two\nlines", "two\nlines");
	assert_int_equal(
	    read_setting(SITE_ANNOUNCEMENT, repeated("\xf0\x9f\x90\x98", 500)),
	    0);
	assert_true(set(SITE_ANNOUNCEMENT, value));
	assert_rejected(SITE_ANNOUNCEMENT, repeated("a", 501), "at most 500");
	assert_rejected(SITE_ANNOUNCEMENT, "a\x01", "control characters");
}

static void
it_is_shown_until_a_time_in_the_future(void **state)
{
	static const char *const times[] = { "2100-02-30 10:00",
		"2100-12-01 24:00", "2100-12-01 18:60", "2100-13-01 18:00",
		"2100-12-1 18:00", "2100-12-01", "18:00", " ",
		"2100-12-01 18:00 ", "2100-12-01T18:00", "tomorrow",
		"2100-12-01 18:00+01", "-100-12-01 18:00" };
	size_t i;

	(void)state;
	assert_accepted(SITE_ANNOUNCED_UNTIL, "", "");
	assert_accepted(
	    SITE_ANNOUNCED_UNTIL, "2100-02-28 23:59", "2100-02-28 23:59");
	assert_true(set(SITE_ANNOUNCED_UNTIL, value));
	assert_int_equal(
	    number_of("SELECT count(*) FROM site WHERE announced_until ="
		      " '2100-02-28 23:59:00+00'"),
	    1);
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		assert_rejected(
		    SITE_ANNOUNCED_UNTIL, times[i], "for example 2026-12-31");
	assert_rejected(SITE_ANNOUNCED_UNTIL, "2020-01-01 00:00", "has passed");
	assert_true(set(SITE_ANNOUNCED_UNTIL, ""));
	assert_int_equal(number_of("SELECT count(*) FROM site"
				   " WHERE announced_until IS NULL"),
	    1);
}

static void
a_post_length_is_a_number_from_1_to_5000(void **state)
{
	(void)state;
	assert_accepted(SITE_POST_LENGTH, "1", "1");
	assert_accepted(SITE_POST_LENGTH, "0500", "500");
	assert_accepted(SITE_POST_LENGTH, "5000", "5000");
	assert_true(set(SITE_POST_LENGTH, value));
	assert_rejected(SITE_POST_LENGTH, "0", "from 1 to 5000");
	assert_rejected(SITE_POST_LENGTH, "5001", "from 1 to 5000");
	assert_rejected(SITE_POST_LENGTH, "", "from 1 to 5000");
	assert_rejected(SITE_POST_LENGTH, "14o", "from 1 to 5000");
	assert_rejected(SITE_POST_LENGTH, "-5", "from 1 to 5000");
	assert_rejected(
	    SITE_POST_LENGTH, "99999999999999999999", "from 1 to 5000");
}

static void
networks_are_kept_for_0_to_3650_days(void **state)
{
	(void)state;
	assert_accepted(SITE_ADDRESS_DAYS, "3650", "3650");
	assert_accepted(SITE_ADDRESS_DAYS, "00", "0");
	assert_true(set(SITE_ADDRESS_DAYS, value));
	assert_int_equal(number_in(ask(site_find()), 0, "address_days"), 0);
	assert_rejected(SITE_ADDRESS_DAYS, "3651", "from 0 to 3650");
	assert_rejected(SITE_ADDRESS_DAYS, "-1", "from 0 to 3650");
	assert_rejected(SITE_ADDRESS_DAYS, "", "from 0 to 3650");
}

static void
who_may_come_in_is_one_of_four_doors_and_yes_or_no(void **state)
{
	(void)state;
	assert_accepted(SITE_DOOR, "invite", "invite");
	assert_true(set(SITE_DOOR, value));
	assert_rejected(SITE_DOOR, "ajar", "open, invite, approve or closed");
	assert_rejected(SITE_DOOR, "", "open, invite, approve or closed");
	assert_accepted(SITE_MEMBERS_ONLY, "yes", "yes");
	assert_true(set(SITE_MEMBERS_ONLY, value));
	assert_true(true_in(ask(site_find()), 0, "members_only"));
	assert_accepted(SITE_MEMBERS_ONLY, "no", "no");
	assert_true(set(SITE_MEMBERS_ONLY, value));
	assert_rejected(SITE_MEMBERS_ONLY, "perhaps", "yes or no");
}

static void
what_is_not_typed_stays_and_each_change_is_a_new_version(void **state)
{
	const char *values[SITE_SETTINGS] = { NULL };
	const PGresult *rows;

	(void)state;
	values[SITE_NAME] = "Town";
	values[SITE_POST_LENGTH] = "500";
	assert_changes(site_edit(values, 0), NEWS_EVERYTHING);
	assert_changes_nothing(site_edit(values, 0));
	assert_int_equal(number_in(ask(site_find()), 0, "version"), 2);
	assert_true(set(SITE_TAGLINE, "small"));
	rows = ask(site_find());
	assert_string_equal(text_in(rows, 0, "name"), "Town");
	assert_string_equal(text_in(rows, 0, "tagline"), "small");
	assert_int_equal(number_in(rows, 0, "post_length"), 500);
	assert_int_equal(number_in(rows, 0, "version"), 3);
}

static void
an_announcement_ends_when_its_time_has_come(void **state)
{
	struct site site = { .announcement = "Hello", .announced_until = 100 };
	char date[SITE_TIME_SIZE], clock[SITE_TIME_SIZE];

	(void)state;
	assert_true(site_announces(&site, 99));
	assert_false(site_announces(&site, 100));
	site.announced_until = 0;
	assert_false(site_announces(&site, 99));
	site.announcement[0] = '\0';
	site.announced_until = 100;
	assert_false(site_announces(&site, 99));
	site.announced_until = 1796061600;
	site_until(&site, date, clock);
	assert_string_equal(date, "2026-11-30");
	assert_string_equal(clock, "18:00");
}

static void
a_text_is_shown_in_paragraphs(void **state)
{
	const PGresult *rows;

	(void)state;
	rows = ask(site_text_show("rules", FIRST));
	assert_int_equal(PQntuples(rows), 2);
	assert_string_equal(
	    text_in(rows, 0, "paragraph"), "Welcome to microblog.");
	assert_changes(site_text_set("rules", FIRST,
			   "One,\ntwo.\n \nThree.\n\n\n\nFour.", 0),
	    NEWS_EVERYTHING);
	rows = ask(site_text_show("rules", FIRST));
	assert_int_equal(PQntuples(rows), 3);
	assert_string_equal(text_in(rows, 0, "paragraph"), "One,\ntwo.");
	assert_string_equal(text_in(rows, 1, "paragraph"), "Three.");
	assert_string_equal(text_in(rows, 2, "paragraph"), "Four.");
}

static void
an_empty_text_is_the_first_one_again(void **state)
{
	const PGresult *rows;

	(void)state;
	assert_changes(
	    site_text_set("about", FIRST, "Ours", 0), NEWS_EVERYTHING);
	assert_changes_nothing(site_text_set("about", FIRST, "Ours", 0));
	assert_true(true_in(ask(site_text_find("about", FIRST)), 0, "own"));
	assert_changes(site_text_set("about", FIRST, "", 0), NEWS_EVERYTHING);
	rows = ask(site_text_find("about", FIRST));
	assert_false(true_in(rows, 0, "own"));
	assert_string_equal(
	    text_in(rows, 0, "body"), "Welcome to microblog.\n\nBe kind.\n");
}

/* Otherwise it would no longer follow the site's name. */
static void
the_first_text_that_is_saved_as_it_is_stays_the_first(void **state)
{
	(void)state;
	(void)ask(site_text_set(
	    "about", FIRST, "Welcome to microblog.\n\nBe kind.", 0));
	assert_false(true_in(ask(site_text_find("about", FIRST)), 0, "own"));
}

static void
there_are_four_texts_to_begin_with(void **state)
{
	static const char *const names[] = { "about", "rules", "privacy",
		"contact" };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		assert_non_null(site_text_first(names[i]));
		assert_int_equal(
		    site_text_problem(site_text_first(names[i]), problem), 0);
	}
	assert_null(site_text_first("other"));
	assert_null(site_text_first(""));
	assert_int_equal(
	    site_text_problem(repeated("a", SITE_TEXT_MAX / 2), problem), 0);
}

static void
an_icon_can_be_set_and_taken_back(void **state)
{
	const PGresult *rows;

	(void)state;
	assert_int_equal(rows_of(site_icon_find()), 0);
	assert_changes(
	    site_icon_set("a\0b", 3, "0123456789abcdef", 0), NEWS_EVERYTHING);
	assert_changes_nothing(site_icon_set("a\0b", 3, "0123456789abcdef", 0));
	rows = ask(site_icon_find());
	assert_string_equal(text_in(rows, 0, "data"), "YQBi");
	assert_string_equal(
	    text_in(ask(site_find()), 0, "icon_name"), "0123456789abcdef");
	assert_changes(site_icon_set(NULL, 0, "", 0), NEWS_EVERYTHING);
	assert_int_equal(rows_of(site_icon_find()), 0);
}

static void
each_change_is_in_the_log(void **state)
{
	const char *values[SITE_SETTINGS] = { NULL };
	int64_t boss = add_person("boss");

	(void)state;
	values[SITE_NAME] = "Town";
	values[SITE_ANNOUNCEMENT] = "Hello";
	(void)ask(site_edit(values, boss));
	(void)ask(site_edit(values, boss)); /* changes nothing */
	(void)ask(site_text_set("rules", FIRST, "Ours", boss));
	(void)ask(site_icon_set("x", 1, "0123456789abcdef", 0));
	assert_int_equal(
	    number_of("SELECT count(*) FROM moderation"
		      " WHERE action = 'settings' AND (moderator = %" PRId64
		      " AND object IN ('name, announcement', 'rules')"
		      " OR moderator IS NULL AND object = 'icon')",
		boss),
	    3);
	assert_int_equal(number_of("SELECT count(*) FROM moderation"), 3);
}

static void
the_operator_sees_all_settings(void **state)
{
	const PGresult *rows;

	(void)state;
	(void)ask(site_text_set("rules", FIRST, "Ours", 0));
	rows = ask(site_show());
	assert_string_equal(text_in(rows, 0, "name"), "microblog");
	assert_string_equal(text_in(rows, 0, "rules"), "Ours");
	assert_string_equal(text_in(rows, 0, "privacy"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_name_is_one_line_of_40_characters),
		TEST(a_tagline_is_one_line_or_empty),
		TEST(an_accent_is_a_colour_that_can_be_read_or_empty),
		TEST(an_announcement_has_500_characters),
		TEST(it_is_shown_until_a_time_in_the_future),
		TEST(a_post_length_is_a_number_from_1_to_5000),
		TEST(networks_are_kept_for_0_to_3650_days),
		TEST(who_may_come_in_is_one_of_four_doors_and_yes_or_no),
		TEST(what_is_not_typed_stays_and_each_change_is_a_new_version),
		TEST(an_announcement_ends_when_its_time_has_come),
		TEST(a_text_is_shown_in_paragraphs),
		TEST(an_empty_text_is_the_first_one_again),
		TEST(the_first_text_that_is_saved_as_it_is_stays_the_first),
		TEST(there_are_four_texts_to_begin_with),
		TEST(an_icon_can_be_set_and_taken_back),
		TEST(each_change_is_in_the_log),
		TEST(the_operator_sees_all_settings),
	};

	return (RUN_TESTS(tests));
}
