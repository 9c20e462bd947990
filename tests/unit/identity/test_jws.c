/* SPDX-License-Identifier: ISC */
/* Signatures of ID tokens, and the keys that made them. */
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "identity/jws.h"
#include "identity/key_set.h"
#include "signing.h"

static EVP_PKEY *keys[ALGORITHMS];
static char *sets[ALGORITHMS];
static char error[FAILURE_MAX];

static int
make_keys(void **state)
{
	enum algorithm i;

	(void)state;
	for (i = 0; i < ALGORITHMS; i++) {
		keys[i] = signing_key(i);
		sets[i] = signing_set(keys[i], i, "one");
	}
	return (0);
}

static int
free_keys(void **state)
{
	enum algorithm i;

	(void)state;
	for (i = 0; i < ALGORITHMS; i++) {
		EVP_PKEY_free(keys[i]);
		free(sets[i]);
	}
	return (0);
}

/* Return 1 if ${token} is valid with this key set, 0 if not; -1 if it cannot be
 * read, with the reason in ${error}. */
static int
verify(const char *token, enum algorithm algorithm, const char *set)
{
	struct key_set known;
	struct jws jws;
	EVP_PKEY *key;
	int valid = -1;

	*error = '\0';
	assert_int_equal(
	    key_set_read(&known, algorithm, set, strlen(set), error), 0);
	if (jws_read(&jws, token, algorithm, error) == 0) {
		key = key_set_find(&known, jws.key);
		valid = key != NULL && jws_verify(&jws, algorithm, key);
	}
	jws_free(&jws);
	key_set_free(&known);
	return (valid);
}

static char *
sign(enum algorithm algorithm, const char *more)
{
	char header[200];

	(void)snprintf(header, sizeof(header), "{\"alg\":\"%s\"%s}",
	    algorithm_name(algorithm), more);
	return (signing_token(
	    keys[algorithm], algorithm, header, "{\"sub\":\"john\"}"));
}

static void
each_algorithm_accepts_its_own_signature_and_no_other(void **state)
{
	enum algorithm i, other;
	char *token;

	(void)state;
	for (i = 0; i < ALGORITHMS; i++) {
		token = sign(i, ",\"kid\":\"one\"");
		assert_int_equal(verify(token, i, sets[i]), 1);
		for (other = 0; other < ALGORITHMS; other++)
			if (other != i)
				assert_int_equal(
				    verify(token, other, sets[other]), -1);
		free(token);
	}
}

static void
a_change_anywhere_makes_it_invalid(void **state)
{
	enum algorithm i;
	size_t place;
	char *token, was;

	(void)state;
	for (i = 0; i < ALGORITHMS; i++) {
		token = sign(i, "");
		for (place = 0; place < strlen(token); place++) {
			was = token[place];
			token[place] = was == 'A' ? 'B' : 'A';
			if (was != '.')
				assert_int_not_equal(
				    verify(token, i, sets[i]), 1);
			token[place] = was;
		}
		assert_int_equal(verify(token, i, sets[i]), 1);
		free(token);
	}
}

static void
another_key_of_the_same_name_does_not_fit(void **state)
{
	enum algorithm i;
	EVP_PKEY *key;
	char *set, *token;

	(void)state;
	for (i = 0; i < ALGORITHMS; i++) {
		key = signing_key(i);
		set = signing_set(key, i, "one");
		token = sign(i, ",\"kid\":\"one\"");
		assert_int_equal(verify(token, i, set), 0);
		free(token);
		token = sign(i, ",\"kid\":\"two\"");
		assert_int_equal(verify(token, i, sets[i]), 0);
		free(token);
		free(set);
		EVP_PKEY_free(key);
	}
}

static void
the_header_chooses_nothing(void **state)
{
	static const char *const headers[] = { "{\"alg\":\"none\"}",
		"{\"alg\":\"HS256\"}", "{\"alg\":\"rs256\"}",
		"{\"alg\":[\"RS256\"]}", "{}", "[]", "\"RS256\"",
		"{\"alg\":\"RS256\",\"alg\":\"RS256\"}",
		"{\"alg\":\"RS256\",\"crit\":[]}",
		"{\"alg\":\"RS256\",\"kid\":1}",
		"{\"alg\":\"RS256\",\"kid\":\"\"}", "{\"alg\":\"RS256\"" };
	size_t i;
	char *token;

	(void)state;
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		token = signing_token(keys[ALGORITHM_RS256], ALGORITHM_RS256,
		    headers[i], "{\"sub\":\"john\"}");
		assert_int_equal(
		    verify(token, ALGORITHM_RS256, sets[ALGORITHM_RS256]), -1);
		assert_string_not_equal(error, "");
		free(token);
	}
}

static void
only_a_payload_that_is_an_object_is_read(void **state)
{
	static const char *const payloads[] = { "[]", "1", "", "{",
		"{\"sub\":\"a\",\"sub\":\"b\"}", "{\"sub\":\"\\u0000\"}",
		"{\"sub\":\"\xff\"}" };
	size_t i;
	char *token;

	(void)state;
	for (i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++) {
		token = signing_token(keys[ALGORITHM_EDDSA], ALGORITHM_EDDSA,
		    "{\"alg\":\"EdDSA\"}", payloads[i]);
		assert_int_equal(
		    verify(token, ALGORITHM_EDDSA, sets[ALGORITHM_EDDSA]), -1);
		free(token);
	}
}

/* Return how many keys for RS256 are in this set; -1 if it is none. */
static int
count_keys(const char *text)
{
	struct key_set set;
	int count;

	if (key_set_read(&set, ALGORITHM_RS256, text, strlen(text), error) ==
	    -1)
		return (-1);
	count = set.count;
	key_set_free(&set);
	return (count);
}

static void
keys_for_something_else_are_skipped(void **state)
{
	const char *rsa = strstr(sets[ALGORITHM_RS256], ",\"kty\"");
	char text[4096];

	(void)state;
	assert_int_equal(count_keys(sets[ALGORITHM_RS256]), 1);
	assert_int_equal(count_keys(sets[ALGORITHM_ES256]), -1);
	assert_string_equal(error, "the key set has no key for RS256");
	(void)snprintf(
	    text, sizeof(text), "{\"keys\":[{\"use\":\"enc\"%s", rsa);
	assert_int_equal(count_keys(text), -1);
	(void)snprintf(
	    text, sizeof(text), "{\"keys\":[{\"alg\":\"RS512\"%s", rsa);
	assert_int_equal(count_keys(text), -1);
	(void)snprintf(text, sizeof(text),
	    "{\"keys\":[1,{},{\"kty\":\"oct\",\"k\":\"AAAA\"},"
	    "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"},"
	    "{\"kty\":\"RSA\",\"n\":7},{\"alg\":\"RS256\"%s",
	    rsa);
	assert_int_equal(count_keys(text), 1);
	assert_int_equal(count_keys("{\"keys\":{}}"), -1);
	assert_int_equal(count_keys("[]"), -1);
	assert_int_equal(count_keys("{"), -1);
}

static void
a_token_without_a_key_name_fits_an_only_key(void **state)
{
	EVP_PKEY *key = signing_key(ALGORITHM_EDDSA);
	char *other = signing_set(key, ALGORITHM_EDDSA, "two"), both[4096];
	char *token = sign(ALGORITHM_EDDSA, "");

	(void)state;
	assert_int_equal(
	    verify(token, ALGORITHM_EDDSA, sets[ALGORITHM_EDDSA]), 1);
	(void)snprintf(both, sizeof(both), "%.*s,%s",
	    (int)strlen(sets[ALGORITHM_EDDSA]) - 2, sets[ALGORITHM_EDDSA],
	    other + strlen("{\"keys\":["));
	assert_int_equal(verify(token, ALGORITHM_EDDSA, both), 0);
	free(token);
	token = sign(ALGORITHM_EDDSA, ",\"kid\":\"one\"");
	assert_int_equal(verify(token, ALGORITHM_EDDSA, both), 1);
	free(token);
	free(other);
	EVP_PKEY_free(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_algorithm_accepts_its_own_signature_and_no_other),
		cmocka_unit_test(a_change_anywhere_makes_it_invalid),
		cmocka_unit_test(another_key_of_the_same_name_does_not_fit),
		cmocka_unit_test(the_header_chooses_nothing),
		cmocka_unit_test(only_a_payload_that_is_an_object_is_read),
		cmocka_unit_test(keys_for_something_else_are_skipped),
		cmocka_unit_test(a_token_without_a_key_name_fits_an_only_key),
	};

	return (
	    cmocka_run_group_tests_name("jws", tests, make_keys, free_keys));
}
