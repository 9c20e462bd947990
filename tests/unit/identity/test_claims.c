/* SPDX-License-Identifier: ISC */
/* What an ID token must say. (provider_attacks.mjs has each claim wrong.) */
#include <stdio.h>

#include "test.h"
#include "identity/claims.h"
#include "identity/document.h"

#define NOW  1000000
#define GOOD "\"iss\":\"https://a\",\"aud\":\"me\",\"nonce\":\"n\""
#define TIME ",\"exp\":1000100,\"iat\":999999"
#define WHO  ",\"sub\":\"john\""

static struct claims claims;
static char error[FAILURE_MAX];

/* Return what claims_read() does for these members of an object. */
static int
check(const char *members)
{
	const struct claims_expected expected = { "https://a", "me", "n", NOW };
	char text[2048];
	json_t *payload;
	int status;

	(void)snprintf(text, sizeof(text), "{%s}", members);
	payload = document_read(text, strlen(text), "it", error);
	assert_non_null(payload);
	status = claims_read(&claims, payload, &expected, error);
	json_decref(payload);
	return (status);
}

static void
a_minimal_token_is_read(void **state)
{
	(void)state;
	assert_int_equal(check(GOOD TIME WHO), 0);
	assert_string_equal(claims.subject, "john");
	assert_string_equal(claims.nickname, "");
	assert_string_equal(claims.email, "");
	assert_int_equal(claims.email_verified, 0);
	assert_int_equal(claims.proved_at, 0);
}

static void
names_addresses_and_the_time_of_the_proof_are_read(void **state)
{
	(void)state;
	assert_int_equal(check(GOOD TIME WHO
			     ",\"preferred_username\":\" John \\ud83d\\ude00\","
			     "\"email\":\"j@x.org\",\"email_verified\":true,"
			     "\"auth_time\":999998.5"),
	    0);
	assert_string_equal(claims.nickname, "John \xf0\x9f\x98\x80");
	assert_string_equal(claims.email, "j@x.org");
	assert_int_equal(claims.email_verified, 1);
	assert_int_equal(claims.proved_at, 999998);
}

static void
only_true_means_verified(void **state)
{
	(void)state;
	assert_int_equal(
	    check(GOOD TIME WHO ",\"email_verified\":\"true\""), 0);
	assert_int_equal(claims.email_verified, 0);
	assert_int_equal(check(GOOD TIME WHO ",\"email_verified\":1"), 0);
	assert_int_equal(claims.email_verified, 0);
}

static void
what_could_not_be_typed_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(check(GOOD TIME WHO ",\"email\":\"a\\u0007@x.org\","
					     "\"preferred_username\":[]"),
	    0);
	assert_string_equal(claims.email, "");
	assert_string_equal(claims.nickname, "");
}

static void
clocks_may_differ_by_a_minute(void **state)
{
	(void)state;
	assert_int_equal(check(GOOD WHO ",\"exp\":999941,\"iat\":1"), 0);
	assert_int_equal(check(GOOD WHO ",\"exp\":999940,\"iat\":1"), -1);
	assert_int_equal(check(GOOD WHO ",\"exp\":1e7,\"iat\":1000060"), 0);
	assert_int_equal(check(GOOD WHO ",\"exp\":1e7,\"iat\":1000061"), -1);
	assert_int_equal(check(GOOD WHO ",\"exp\":1e300,\"iat\":1"), -1);
	assert_int_equal(check(GOOD WHO ",\"exp\":-1,\"iat\":1"), -1);
	assert_int_equal(check(GOOD WHO ",\"exp\":1e7,\"iat\":-1"), -1);
}

static void
userinfo_must_be_about_the_same_person(void **state)
{
	static const char same[] = "{\"sub\":\"john\",\"email\":\"j@x.org\"}";
	static const char other[] = "{\"sub\":\"susan\",\"email\":\"s@x.org\"}";

	(void)state;
	assert_int_equal(check(GOOD TIME WHO), 0);
	assert_int_equal(claims_add(&claims, other, strlen(other), error), -1);
	assert_string_equal(claims.email, "");
	assert_int_equal(claims_add(&claims, "{}", 2, error), -1);
	assert_int_equal(claims_add(&claims, "eyJ", 3, error), -1);
	assert_int_equal(claims_add(&claims, same, strlen(same), error), 0);
	assert_string_equal(claims.email, "j@x.org");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_minimal_token_is_read),
		cmocka_unit_test(
		    names_addresses_and_the_time_of_the_proof_are_read),
		cmocka_unit_test(only_true_means_verified),
		cmocka_unit_test(what_could_not_be_typed_is_left_out),
		cmocka_unit_test(clocks_may_differ_by_a_minute),
		cmocka_unit_test(userinfo_must_be_about_the_same_person),
	};

	return (cmocka_run_group_tests_name("claims", tests, NULL, NULL));
}
