/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/person.h"

/* The rules for what people type, here and in the database. */

static void
nicknames_have_1_to_64_plain_characters(void **state)
{
	char name[66];

	(void)state;
	memset(name, 'x', sizeof(name));
	name[64] = '\0';
	assert_null(person_nickname_problem(name));
	assert_null(person_nickname_problem("j"));
	assert_null(person_nickname_problem("John_2"));
	name[64] = 'x';
	name[65] = '\0';
	assert_string_equal(person_nickname_problem(name),
	    "A nickname must have 1 to 64 letters, digits or underscores.");
	assert_string_equal(person_nickname_problem(""),
	    "A nickname must have 1 to 64 letters, digits or underscores.");
	assert_non_null(person_nickname_problem("john doe"));
	assert_non_null(person_nickname_problem("john.doe"));
	assert_non_null(person_nickname_problem("jöhn"));
	assert_non_null(person_nickname_problem("john\n"));
	assert_non_null(person_nickname_problem("\xe2\x84\xaa"
						"elvin"));
}

static void
the_database_has_the_same_rules(void **state)
{
	const char *bad[] = { "", "john doe", "j\xc3\xb6hn", "john\n" };
	struct query query;
	PGresult *result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		run_sql("SAVEPOINT before");
		query = person_add(bad[i], "x@x.org", "x@x.org", "none", 0);
		result = connection_ask(database, &query);
		assert_string_equal(
		    PQresultErrorField(result, PG_DIAG_SQLSTATE), "23514");
		PQclear(result);
		run_sql("ROLLBACK TO before");
	}
}

static void
email_addresses_are_checked_loosely(void **state)
{
	char long_one[EMAIL_MAX + 2];

	(void)state;
	assert_null(person_email_problem("john@example.org"));
	assert_null(person_email_problem("john+news@localhost"));
	assert_null(person_email_problem("j\xc3\xb6hn@b\xc3\xbc"
					 "cher.example"));
	assert_non_null(person_email_problem(""));
	assert_non_null(person_email_problem("john"));
	assert_non_null(person_email_problem("@example.org"));
	assert_non_null(person_email_problem("john@"));
	assert_non_null(person_email_problem("john@a@b"));
	assert_non_null(person_email_problem("john@.org"));
	assert_non_null(person_email_problem("john@example."));
	assert_non_null(person_email_problem("john@exa..mple"));
	assert_non_null(person_email_problem("jo hn@example.org"));
	assert_non_null(person_email_problem("a,b@example.org"));
	assert_non_null(person_email_problem("john@example.org\nBcc: x@y"));

	memset(long_one, 'x', sizeof(long_one));
	long_one[1] = '@';
	long_one[EMAIL_MAX] = '\0';
	assert_null(person_email_problem(long_one));
	long_one[EMAIL_MAX] = 'x';
	long_one[EMAIL_MAX + 1] = '\0';
	assert_string_equal(person_email_problem(long_one),
	    "Please use an e-mail address of at most 120 characters.");
}

static const char *
problem_with(const char *password)
{
	return (person_password_problem(password, "Wonderland",
	    "Alice.Liddell@B\xc3\x9c"
	    "cher.example",
	    "Our Looking-Glass"));
}

static void
a_password_is_counted_in_prepared_characters(void **state)
{
	(void)state;
	assert_string_equal(problem_with("e\xcc\x81"
					 "e\xcc\x81"
					 "e\xcc\x81"
					 "e\xcc\x81"),
	    "Please choose a password of at least 8 characters.");
	assert_null(problem_with("e\xcc\x81"
				 "e\xcc\x81"
				 "e\xcc\x81"
				 "e\xcc\x81"
				 "1234"));
	assert_string_equal(problem_with("a tab\tinside"),
	    "A password can have letters, digits, punctuation, symbols and "
	    "spaces. Please leave out everything else, such as tabs and "
	    "invisible characters.");
}

static void
a_password_is_not_what_anybody_would_try(void **state)
{
	static const char *texts[] = { "Wonderland", "wonderland", "WONDERLAND",
		"Alice.Liddell@B\xc3\x9c"
		"cher.example",
		"alice.liddell@b\xc3\xbc"
		"cher.example",
		"alice.liddell@xn--bcher-kva.example", "alice.liddell",
		"BU\xcc\x88"
		"CHER.example",
		"Our Looking-Glass", "our looking-glass" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_string_equal(problem_with(texts[i]),
		    "This password is easy to guess: it is your nickname, "
		    "your e-mail address or a part of it, or the name of this "
		    "site. Please choose another one.");
	assert_null(problem_with("Wonderland 2"));
	assert_null(problem_with("alice liddell"));
	assert_null(person_password_problem("wonderland", "alice", "", ""));
	assert_null(person_password_problem("wonderland", "", "", ""));
}

static void
passwords_have_8_characters_to_1024_bytes(void **state)
{
	char password[1026];

	(void)state;
	assert_null(problem_with("plain  8"));
	assert_null(problem_with("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
				 "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"));
	assert_string_equal(problem_with("seven77"),
	    "Please choose a password of at least 8 characters.");
	assert_non_null(problem_with("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"));
	assert_non_null(problem_with(""));

	memset(password, 'x', sizeof(password));
	password[1024] = '\0';
	assert_null(problem_with(password));
	password[1024] = 'x';
	password[1025] = '\0';
	assert_string_equal(problem_with(password),
	    "Please choose a shorter password, of at most 1,024 bytes.");
	assert_string_equal(problem_with("PassWord1"),
	    "This password is very common. Please choose another one.");
}

static void
about_me_is_counted_in_characters(void **state)
{
	char problem[FAILURE_MAX] = "", text[ABOUT_ME_CODE_POINTS * 2 + 3] = "";
	int64_t john = add_person("john");
	int i;

	(void)state;
	for (i = 0; i < ABOUT_ME_MAX; i++)
		(void)strcat(text, "\xc3\xa4");
	assert_int_equal(person_about_me_problem(text, problem), 0);
	assert_string_equal(problem, "");
	assert_outcome(person_edit(john, "john", text), "saved");
	assert_string_equal(
	    text_in(ask(person_settings(john)), 0, "about_me"), text);

	(void)strcat(text, "a");
	assert_int_equal(person_about_me_problem(text, problem), -1);
	assert_string_equal(problem,
	    "A description can have at most 140 characters; this one has"
	    " 141.");
	assert_int_equal(person_about_me_problem("", problem), 0);
	assert_int_equal(person_about_me_problem("two\nlines", problem), 0);
	assert_int_equal(person_about_me_problem("\xe2\x80\xae", problem), -1);
}

static void
the_code_points_of_about_me_are_limited(void **state)
{
	char problem[FAILURE_MAX] = "",
	     text[ABOUT_ME_CODE_POINTS * 2 + 3] = "x";
	int64_t john = add_person("john");
	int i;

	(void)state;
	for (i = 1; i < ABOUT_ME_CODE_POINTS; i++)
		(void)strcat(text, "\xcc\x81");
	assert_int_equal(person_about_me_problem(text, problem), 0);
	assert_outcome(person_edit(john, "john", text), "saved");
	(void)strcat(text, "\xcc\x81");
	assert_int_equal(person_about_me_problem(text, problem), -1);
	assert_string_equal(problem,
	    "A description can have at most 1000 code points, which include"
	    " each accent and joiner; this one has 1001.");
}

static void
assert_made(const char *email, const char *nickname)
{
	char made[NICKNAME_MAX + 1];

	person_nickname_from_email(email, made);
	assert_string_equal(made, nickname);
	assert_null(person_nickname_problem(made));
}

static void
a_nickname_is_made_from_an_email_address(void **state)
{
	char local[100], first[65] = { 0 };

	(void)state;
	assert_made("john@example.org", "john");
	assert_made("John.Doe+news@example.org", "John_Doe_news");
	assert_made("j\xc3\xb6hn@example.org", "j_hn");
	assert_made("\xe6\x97\xa5\xe6\x9c\xac@example.org", "someone");
	assert_made("@example.org", "someone");
	assert_made("", "someone");
	assert_made("...@example.org", "someone");
	assert_made("john", "john");

	memset(local, 'x', 90);
	(void)strcpy(local + 90, "@a.b");
	memset(first, 'x', 64);
	assert_made(local, first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nicknames_have_1_to_64_plain_characters),
		TEST(the_database_has_the_same_rules),
		TEST(email_addresses_are_checked_loosely),
		TEST(a_password_is_counted_in_prepared_characters),
		TEST(a_password_is_not_what_anybody_would_try),
		TEST(passwords_have_8_characters_to_1024_bytes),
		TEST(about_me_is_counted_in_characters),
		TEST(the_code_points_of_about_me_are_limited),
		TEST(a_nickname_is_made_from_an_email_address),
	};

	return (RUN_TESTS(tests));
}
