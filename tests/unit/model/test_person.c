/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "model/person.h"
#include "model/rate.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *
added_as(const char *wish)
{
	const PGresult *rows =
	    ask(person_add(wish, "john@x.org", "john@x.org", "none", 1));

	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	return (text_in(rows, 0, "nickname"));
}

/* From test_make_unique_nickname in Grinberg's microblog. */
static void
the_same_wanted_nickname_becomes_different_ones(void **state)
{
	(void)state;
	assert_string_equal(added_as("john"), "john");
	assert_string_equal(added_as("john"), "john2");
	assert_string_equal(added_as("john"), "john3");
	assert_string_equal(added_as("JOHN"), "JOHN4");
	assert_string_equal(added_as("john2"), "john22");
	assert_string_equal(added_as("mike"), "mike");
	assert_counts_are_correct();
}

/* From the addresses admin@, info@, support2@, No-Reply@, ... */
static void
a_nickname_made_from_a_reserved_word_is_neutral(void **state)
{
	static const char *words[] = { "admin", "info", "support2", "No_Reply",
		"mailer_daemon", "webmaster_1", "_admin_" };
	char expected[20] = "someone";
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(words); i++) {
		assert_string_equal(added_as(words[i]), expected);
		(void)snprintf(expected, sizeof(expected), "someone%zu", i + 2);
	}
	assert_string_equal(added_as("adminton"), "adminton");
	assert_string_equal(added_as("lisa2"), "lisa2");
}

static void
a_long_unique_nickname_is_cut_to_64_characters(void **state)
{
	char wish[65] = { 0 }, second[65], tenth[65];
	int i;

	(void)state;
	memset(wish, 'a', 64);
	memcpy(second, wish, 65);
	memcpy(tenth, wish, 65);
	second[63] = '2';
	memcpy(tenth + 62, "10", 2);
	assert_string_equal(added_as(wish), wish);
	assert_string_equal(added_as(wish), second);
	for (i = 3; i < 10; i++)
		(void)added_as(wish);
	assert_string_equal(added_as(wish), tenth);
}

static void
a_taken_nickname_adds_nobody(void **state)
{
	const PGresult *rows;

	(void)state;
	(void)add_person("john");
	rows = ask(person_add("JOHN", "other@x.org", "other@x.org", "none", 0));
	assert_string_equal(text_in(rows, 0, "outcome"), "taken");
	assert_null(text_in(rows, 0, "id"));
	assert_null(text_in(rows, 0, "nickname"));
	assert_int_equal(number_of("SELECT count(*) FROM person"), 1);
}

static void
a_reserved_word_is_taken(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_outcome(
	    person_add("admin", "a@x.org", "a@x.org", "none", 0), "taken");
	assert_outcome(
	    person_add("Login", "a@x.org", "a@x.org", "none", 0), "taken");
	assert_outcome(person_edit(john, "ROOT", ""), "taken");
	assert_outcome(person_edit(john, "_Root_", ""), "taken");
	assert_int_equal(PQntuples(ask(person_profile("admin", 0))), 0);
	assert_int_equal(PQntuples(ask(by_login("admin"))), 0);
}

/* Roles at this site, and the mailboxes of RFC 2142. */
static void
names_that_speak_for_the_site_are_taken(void **state)
{
	static const char *names[] = { "mod", "mods", "moderators", "Sysadmin",
		"noreply", "no_reply", "NO_REPLY", "do_not_reply",
		"administration", "Administrators", "admins", "webadmin",
		"helpdesk", "help_desk", "site_admin", "sys_admin",
		"super_user", "operator", "mailer_daemon", "web_master",
		"staff", "Team_", "official", "billing", "info", "marketing",
		"sales", "support", "abuse", "noc", "security", "postmaster",
		"hostmaster", "usenet", "news", "webmaster", "www", "uucp",
		"ftp" };
	int64_t john = add_person("john");
	const PGresult *rows;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		assert_outcome(
		    person_add(names[i], "a@x.org", "a@x.org", "none", 0),
		    "taken");
		assert_outcome(person_edit(john, names[i], ""), "taken");
		rows = ask(rate_sign_up("::1", names[i]));
		assert_true(true_in(rows, 0, "taken"));
	}
	assert_outcome(person_edit(john, "modest", ""), "saved");
	assert_outcome(person_edit(john, "Dev", ""), "saved");
}

/* "^/user/[A-Za-z0-9_]{1,64}$" has "user"; "/" has none. */
static size_t
first_segment(const char *path, const char **segment)
{
	path += *path == '^';
	path += *path == '/';
	*segment = path;
	return (strspn(path, "abcdefghijklmnopqrstuvwxyz_-"));
}

static void
the_first_part_of_every_route_is_reserved(void **state)
{
	const char *folder = getenv("SOURCE_DIR"), *segment;
	char line[300], path[300];
	int routes = 0, length;
	FILE *file;

	(void)state;
	assert_non_null(folder);
	(void)snprintf(path, sizeof(path), "%s/kore.conf", folder);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, " route %299s", path) != 1)
			continue;
		length = (int)first_segment(path, &segment);
		if (length == 0)
			continue;
		routes++;
		if (memchr(segment, '-', (size_t)length) != NULL)
			continue; /* no nickname has one */
		if (number_of("SELECT count(*) FROM nickname"
			      " WHERE key = '%.*s' AND person IS NULL",
			length, segment) == 0)
			fail_msg("%.*s is not reserved", length, segment);
	}
	(void)fclose(file);
	assert_true(routes >= 10);
}

static void
a_profile_depends_on_the_viewer(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	const PGresult *rows;

	(void)state;
	run_sql("INSERT INTO follow VALUES (%lld, %lld, 1)", (long long)john,
	    (long long)susan);
	rows = ask(person_profile("Susan", john));
	assert_int_equal(number_in(rows, 0, "id"), susan);
	assert_true(true_in(rows, 0, "follows"));
	assert_false(true_in(rows, 0, "self"));
	assert_false(true_in(rows, 0, "former"));
	assert_null(text_in(rows, 0, "seen_at"));

	rows = ask(person_profile("john", john));
	assert_true(true_in(rows, 0, "self"));
	assert_false(true_in(rows, 0, "follows"));
	rows = ask(person_profile("susan", 0));
	assert_false(true_in(rows, 0, "self"));
	assert_false(true_in(rows, 0, "follows"));
	assert_int_equal(PQntuples(ask(person_profile("nobody_here", 0))), 0);
}

static void
a_rename_keeps_the_old_address(void **state)
{
	int64_t john = add_person("john");
	const PGresult *rows;

	(void)state;
	assert_outcome(person_edit(john, "Jack", "I was john"), "saved");
	rows = ask(person_profile("JOHN", 0));
	assert_int_equal(number_in(rows, 0, "id"), john);
	assert_string_equal(text_in(rows, 0, "nickname"), "Jack");
	assert_true(true_in(rows, 0, "former"));
	rows = ask(person_profile("jack", 0));
	assert_false(true_in(rows, 0, "former"));
	assert_string_equal(text_in(rows, 0, "about_me"), "I was john");
}

static void
a_former_nickname_stays_reserved(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");

	(void)state;
	assert_outcome(person_edit(john, "jack", ""), "saved");
	assert_outcome(
	    person_add("john", "x@x.org", "x@x.org", "none", 0), "taken");
	assert_outcome(person_edit(susan, "John", "mine?"), "taken");
	assert_string_equal(
	    text_in(ask(person_settings(susan)), 0, "about_me"), "");
	assert_string_equal(
	    text_in(ask(person_settings(susan)), 0, "nickname"), "susan");
	assert_string_equal(added_as("john"), "john2");

	run_sql("DELETE FROM person_count WHERE person = %lld;"
		"DELETE FROM person WHERE id = %lld",
	    (long long)john, (long long)john);
	assert_outcome(
	    person_add("jack", "x@x.org", "x@x.org", "none", 0), "taken");
}

static void
a_person_may_go_back_to_an_old_nickname(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	assert_outcome(person_edit(john, "jack", ""), "saved");
	assert_outcome(person_edit(john, "john", ""), "saved");
	assert_outcome(person_edit(john, "John", ""), "saved");
	assert_outcome(person_edit(john, "John", "same name"), "saved");
	assert_string_equal(
	    text_in(ask(person_settings(john)), 0, "nickname"), "John");
	assert_true(true_in(ask(person_profile("jack", 0)), 0, "former"));
	assert_false(true_in(ask(person_profile("john", 0)), 0, "former"));
}

static void
nobody_has_more_than_ten_nicknames(void **state)
{
	int64_t john = add_person("john"), susan = add_person("susan");
	char name[20];
	int i;

	(void)state;
	for (i = 2; i <= 10; i++) {
		(void)snprintf(name, sizeof(name), "john%d", i);
		assert_outcome(person_edit(john, name, ""), "saved");
	}
	assert_outcome(person_edit(john, "john11", "eleven"), "full");
	assert_outcome(person_edit(john, "susan", "eleven"), "full");
	assert_changes_nothing(person_edit(john, "john11", "eleven"));
	assert_string_equal(nickname_of(john), "john10");
	assert_string_equal(
	    text_in(ask(person_settings(john)), 0, "about_me"), "");

	assert_outcome(person_edit(john, "JOHN10", "ten"), "saved");
	assert_outcome(person_edit(john, "John", "one"), "saved");
	assert_outcome(person_edit(john, "john5", "five"), "saved");
	assert_outcome(person_edit(john, "john11", "eleven"), "full");
	assert_outcome(person_edit(susan, "john11", ""), "saved");
}

static void
an_unknown_person_cannot_be_edited(void **state)
{
	(void)state;
	assert_outcome(person_edit(0, "ghost", ""), "taken");
	assert_string_equal(added_as("ghost"), "ghost");
	assert_int_equal(PQntuples(ask(person_settings(0))), 0);
}

static void
settings_are_what_was_signed_up_with(void **state)
{
	int64_t john = add_person("john");
	const PGresult *rows = ask(person_settings(john));

	(void)state;
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 0, "about_me"), "");
}

static void
an_edit_reports_whose_pages_changed(void **state)
{
	int64_t john = add_person("john");

	(void)state;
	(void)add_person("susan");
	assert_changes(person_edit(john, "jack", "once john"),
	    "person/%lld posts", (long long)john);
	assert_changes_nothing(person_edit(john, "susan", "I am susan"));
	assert_changes_nothing(person_edit(0, "ghost", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_wanted_nickname_becomes_different_ones),
		TEST(a_nickname_made_from_a_reserved_word_is_neutral),
		TEST(a_long_unique_nickname_is_cut_to_64_characters),
		TEST(a_taken_nickname_adds_nobody),
		TEST(a_reserved_word_is_taken),
		TEST(names_that_speak_for_the_site_are_taken),
		TEST(the_first_part_of_every_route_is_reserved),
		TEST(a_profile_depends_on_the_viewer),
		TEST(a_rename_keeps_the_old_address),
		TEST(a_former_nickname_stays_reserved),
		TEST(a_person_may_go_back_to_an_old_nickname),
		TEST(nobody_has_more_than_ten_nicknames),
		TEST(an_unknown_person_cannot_be_edited),
		TEST(settings_are_what_was_signed_up_with),
		TEST(an_edit_reports_whose_pages_changed),
	};

	return (RUN_TESTS(tests));
}
