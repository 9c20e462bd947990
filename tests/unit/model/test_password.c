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

static void
the_right_password_is_right(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(password_hash(encoded, "correct horse"), 0);
	assert_int_equal(password_verify(encoded, "correct horse"), 1);
}

static void
any_other_password_is_wrong(void **state)
{
	char encoded[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(password_hash(encoded, "correct horse"), 0);
	assert_int_equal(password_verify(encoded, "correct hors"), 0);
	assert_int_equal(password_verify(encoded, "correct horse "), 0);
	assert_int_equal(password_verify(encoded, "Correct horse"), 0);
	assert_int_equal(password_verify(encoded, ""), 0);
}

static void
every_byte_of_a_long_password_counts(void **state)
{
	char encoded[PASSWORD_ENCODED], password[PASSWORD_MAX + 1];

	(void)state;
	memset(password, 'x', PASSWORD_MAX);
	password[PASSWORD_MAX] = '\0';
	assert_int_equal(password_hash(encoded, password), 0);
	assert_int_equal(password_verify(encoded, password), 1);
	password[PASSWORD_MAX - 1] = 'y';
	assert_int_equal(password_verify(encoded, password), 0);
}

static void
a_hash_contains_its_cost_and_its_own_salt(void **state)
{
	char one[PASSWORD_ENCODED], two[PASSWORD_ENCODED];

	(void)state;
	assert_int_equal(password_hash(one, "correct horse"), 0);
	assert_int_equal(password_hash(two, "correct horse"), 0);
	assert_memory_equal(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(one, two);
}

static void
no_password_matches_an_invalid_hash(void **state)
{
	(void)state;
	assert_int_equal(password_verify("", ""), 0);
	assert_int_equal(password_verify("none", "none"), 0);
	assert_int_equal(password_verify("$argon2id$", "none"), 0);
}

/* Return the shortest of five times in seconds; other programs can only add. */
static double
seconds_to_verify(const char *encoded)
{
	struct timespec begin, end;
	double seconds, best = 1e9;
	int i;

	for (i = 0; i < 5; i++) {
		(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
		assert_int_equal(password_verify(encoded, "wrong horse"), 0);
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
	char encoded[PASSWORD_ENCODED];
	double somebody, nobody;

	(void)state;
	assert_int_equal(password_hash(encoded, "correct horse"), 0);
	somebody = seconds_to_verify(encoded);
	nobody = seconds_to_verify(NULL);
	assert_true(nobody > somebody / 2 && nobody < somebody * 2);
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
