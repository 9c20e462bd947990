/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "test.h"
#include "base/asset.h"
#include "model/password.h"

static int
start_sodium(void **state)
{
	(void)state;
	return (sodium_init() == -1);
}

static int
hashed(char encoded[PASSWORD_ENCODED], const char *typed)
{
	struct password password;

	assert_int_equal(password_prepare(&password, typed), PASSWORD_OK);
	return (password_hash(encoded, &password));
}

static enum password_result
verified(const char *encoded, const char *typed)
{
	struct password password;

	(void)password_prepare(&password, typed);
	return (password_verify(encoded, &password));
}

static void
the_right_password_is_right(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(hashed(encoded, "correct horse"), 0);
	assert_int_equal(verified(encoded, "correct horse"), 1);
}

static void
any_other_password_is_wrong(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(hashed(encoded, "correct horse"), 0);
	assert_int_equal(verified(encoded, "correct hors"), 0);
	assert_int_equal(verified(encoded, "correct horse "), 0);
	assert_int_equal(verified(encoded, "Correct horse"), 0);
	assert_int_equal(verified(encoded, ""), 0);
}

static void
every_byte_of_a_long_password_counts(void **state)
{
	char encoded[PASSWORD_ENCODED], password[PASSWORD_MAX + 1];

	(void)state;
	memset(password, 'x', PASSWORD_MAX);
	password[PASSWORD_MAX] = '\0';
	assert_int_equal(hashed(encoded, password), 0);
	assert_int_equal(verified(encoded, password), 1);
	password[PASSWORD_MAX - 1] = 'y';
	assert_int_equal(verified(encoded, password), 0);
}

/* "Grüße-vom-Café-1", precomposed and with combining characters. */
#define COMPOSED   "Gr\xc3\xbc\xc3\x9f\x65-vom-Caf\xc3\xa9-1"
#define DECOMPOSED "Gru\xcc\x88\xc3\x9f\x65-vom-Cafe\xcc\x81-1"

static void
a_password_does_not_depend_on_the_keyboard(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(hashed(encoded, COMPOSED), 0);
	assert_int_equal(verified(encoded, DECOMPOSED), PASSWORD_RIGHT);
	assert_int_equal(hashed(encoded, DECOMPOSED), 0);
	assert_int_equal(verified(encoded, COMPOSED), PASSWORD_RIGHT);
	assert_int_equal(
	    verified(encoded, "Grusse-vom-Cafe-1"), PASSWORD_WRONG);
}

/* Hash ${password} as versions did before passwords were prepared. */
static void
hash_as_typed(char encoded[PASSWORD_ENCODED], const char *password)
{
	assert_int_equal(
	    crypto_pwhash_str_alg(encoded, password, strlen(password), 2,
		19456 * 1024, crypto_pwhash_ALG_ARGON2ID13),
	    0);
}

static void
an_old_hash_matches_as_typed_and_is_outdated(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	hash_as_typed(encoded, DECOMPOSED);
	assert_int_equal(verified(encoded, DECOMPOSED), PASSWORD_OUTDATED);
	assert_int_equal(verified(encoded, COMPOSED), PASSWORD_WRONG);
	hash_as_typed(encoded, "a tab\tinside");
	assert_int_equal(verified(encoded, "a tab\tinside"), PASSWORD_OUTDATED);
	hash_as_typed(encoded, "correct horse");
	assert_int_equal(verified(encoded, "correct horse"), PASSWORD_RIGHT);
}

/* Assert that ${typed} is compared as ${prepared}. */
static void
assert_prepared(const char *typed, const char *prepared)
{
	struct password password;

	assert_int_equal(password_prepare(&password, typed), PASSWORD_OK);
	assert_string_equal(password.prepared, prepared);
	assert_string_equal(
	    password.typed, strcmp(typed, prepared) == 0 ? "" : typed);
}

/* The examples of RFC 8265, 4.3, and others. */
static void
passwords_are_prepared_as_opaque_strings(void **state)
{
	(void)state;
	assert_prepared(
	    "correct horse battery staple", "correct horse battery staple");
	assert_prepared(
	    "Correct Horse Battery Staple", "Correct Horse Battery Staple");
	assert_prepared("\xcf\x80\xc3\x9f\xc3\xa5", "\xcf\x80\xc3\x9f\xc3\xa5");
	assert_prepared("Jack of \xe2\x99\xa6s", "Jack of \xe2\x99\xa6s");
	assert_prepared("foo\xe1\x9a\x80"
			"bar",
	    "foo bar");

	/* Spaces: no-break, em quad, narrow no-break, ideographic. */
	assert_prepared("a\xc2\xa0"
			"b\xe2\x80\x81"
			"c\xe2\x80\xaf"
			"d\xe3\x80\x80",
	    "a b c d ");
	/* Neither the width nor compatible characters are mapped. */
	assert_prepared("\xef\xbd\x81\xef\xac\x81", "\xef\xbd\x81\xef\xac\x81");
	/* The Kelvin sign is K; a mark moves before another; Hangul. */
	assert_prepared("\xe2\x84\xaa", "K");
	assert_prepared("q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87");
	assert_prepared("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c");
	/* A joiner: Persian, and two people with one job. */
	assert_prepared(
	    "\xd9\x85\xe2\x80\x8c\xd9\x85", "\xd9\x85\xe2\x80\x8c\xd9\x85");
	assert_prepared("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb");
}

static void
some_characters_are_disallowed(void **state)
{
	static const char *texts[] = {
		"my cat is a \tby", "line\n", "\x7f", "\xc2\x85", /* controls */
		"\xe2\x80\x8b", "\xc2\xad", "\xef\xbb\xbf",	/* invisible */
		"\xe2\x9d\xa4\xef\xb8\x8f",			/* variation */
		"\xe2\x80\xa8", "\xe2\x80\xa9",			/* separators */
		"\xe2\x80\xae", "\xd8\x80",			/* format */
		"\xcd\xb8", "\xef\xbf\xbe", "\xf4\x8f\xbf\xbf", /* unassigned */
		"\xee\x80\x80", "\xf4\x80\x80\x80", /* private use */
		"\xe1\x84\x92", "\xe3\x85\xa4",	    /* Jamo, filler */
		"\xd9\x80", "\xe3\x80\xb1",	    /* one by one */
	};
	struct password password;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(
		    password_prepare(&password, texts[i]), PASSWORD_DISALLOWED);
		assert_string_equal(password.prepared, "");
		assert_string_equal(password.typed, texts[i]);
	}
}

static void
the_length_is_that_of_the_prepared_password(void **state)
{
	char text[PASSWORD_TYPED + 2] = "";
	struct password password;
	int i;

	(void)state;
	for (i = 0; i < PASSWORD_MAX / 2; i++)
		(void)strcat(text, "e\xcc\x81");
	assert_int_equal(password_prepare(&password, text), PASSWORD_OK);
	assert_int_equal(strlen(password.prepared), PASSWORD_MAX);
	assert_string_equal(password.typed, "");
	(void)strcat(text, "e");
	assert_int_equal(password_prepare(&password, text), PASSWORD_TOO_LONG);
	assert_string_equal(password.prepared, "");

	text[0] = '\0';
	for (i = 0; i < PASSWORD_MAX; i++)
		(void)strcat(text, "\xe3\x80\x80");
	assert_int_equal(password_prepare(&password, text), PASSWORD_OK);
	(void)strcat(text, "x");
	assert_int_equal(password_prepare(&password, text), PASSWORD_TOO_LONG);
}

static void
a_hash_contains_its_cost_and_its_own_salt(void **state)
{
	char one[PASSWORD_ENCODED], two[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(hashed(one, "correct horse"), 0);
	assert_int_equal(hashed(two, "correct horse"), 0);
	assert_memory_equal(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(one, two);
}

static void
no_password_matches_an_invalid_hash(void **state)
{
	(void)state;
	assert_int_equal(verified("", ""), 0);
	assert_int_equal(verified("none", "none"), 0);
	assert_int_equal(verified("$argon2id$", "none"), 0);
}

/* Return the shortest of five times in seconds; other programs can only add. */
static double
seconds_to_verify(const char *encoded, const char *typed)
{
	struct timespec begin, end;
	double seconds, best = 1e9;
	int i;

	for (i = 0; i < 5; i++) {
		(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
		assert_int_equal(verified(encoded, typed), 0);
		(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
		seconds = (double)(end.tv_sec - begin.tv_sec) +
			  (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
		best = seconds < best ? seconds : best;
	}
	return (best);
}

static void
an_unknown_person_takes_as_long_as_a_known_one(void **state)
{
	static const char *typed[] = { "wrong horse", DECOMPOSED, "a\ttab",
		"" };
	char encoded[PASSWORD_ENCODED];
	double somebody, nobody;
	size_t i;

	(void)state;
	assert_int_equal(hashed(encoded, "correct horse"), 0);
	for (i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		somebody = seconds_to_verify(encoded, typed[i]);
		nobody = seconds_to_verify(NULL, typed[i]);
		assert_true(nobody > somebody / 2 && nobody < somebody * 2);
	}
}

static void
common_passwords_are_known_in_any_case(void **state)
{
	(void)state;
	assert_int_equal(password_common("password"), 1);
	assert_int_equal(password_common("PASSWORD"), 1);
	assert_int_equal(password_common("Iloveyou"), 1);
	assert_int_equal(password_common("12345678"), 1);
	assert_int_equal(password_common("correct horse"), 0);
	assert_int_equal(password_common("passwor"), 0);
	assert_int_equal(password_common("password "), 0);
	assert_int_equal(password_common("password\n12345678"), 0);
	assert_int_equal(password_common(""), 0);
}

static void
the_list_has_1000_passwords_that_are_long_enough(void **state)
{
	struct asset list;
	const char *line, *end;
	int lines = 0;

	(void)state;
	assert_int_equal(asset_find("common_passwords.txt", &list), 0);
	for (line = list.data; *line != '\0'; line = end + 1, lines++) {
		end = strchr(line, '\n');
		assert_non_null(end);
		assert_true(end - line >= PASSWORD_MIN);
		assert_true(strcspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ \r\n") ==
			    (size_t)(end - line));
	}
	assert_int_equal(lines, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_password_is_right),
		cmocka_unit_test(any_other_password_is_wrong),
		cmocka_unit_test(every_byte_of_a_long_password_counts),
		cmocka_unit_test(a_password_does_not_depend_on_the_keyboard),
		cmocka_unit_test(an_old_hash_matches_as_typed_and_is_outdated),
		cmocka_unit_test(passwords_are_prepared_as_opaque_strings),
		cmocka_unit_test(some_characters_are_disallowed),
		cmocka_unit_test(the_length_is_that_of_the_prepared_password),
		cmocka_unit_test(a_hash_contains_its_cost_and_its_own_salt),
		cmocka_unit_test(no_password_matches_an_invalid_hash),
		cmocka_unit_test(
		    an_unknown_person_takes_as_long_as_a_known_one),
		cmocka_unit_test(common_passwords_are_known_in_any_case),
		cmocka_unit_test(
		    the_list_has_1000_passwords_that_are_long_enough),
	};

	return (cmocka_run_group_tests(tests, start_sodium, NULL));
}
