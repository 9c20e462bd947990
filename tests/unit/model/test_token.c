/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>

#include "model/token.h"

static unsigned char john[SECRET_BYTES], susan[SECRET_BYTES];

static int
make_secrets(void **state)
{
	(void)state;
	if (sodium_init() == -1)
		return (-1);
	token_secret(john);
	token_secret(susan);
	return (memcmp(john, susan, SECRET_BYTES) == 0 ? -1 : 0);
}

static void
a_secret_survives_the_round_trip_in_a_cookie(void **state)
{
	unsigned char read[SECRET_BYTES];
	char text[SECRET_TEXT];

	(void)state;
	token_text(text, john);
	assert_int_equal(strlen(text), SECRET_TEXT - 1);
	assert_int_equal(token_read(read, text), 0);
	assert_memory_equal(read, john, SECRET_BYTES);
}

static void
anything_else_is_not_a_secret(void **state)
{
	static const char *const texts[] = { "", "a",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB!",
		"AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\xc1" };
	unsigned char read[SECRET_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(token_read(read, texts[i]), -1);
}

static void
the_hash_of_a_secret_is_not_the_secret(void **state)
{
	unsigned char hash[SECRET_BYTES], again[SECRET_BYTES];

	(void)state;
	token_hash(hash, john);
	token_hash(again, john);
	assert_memory_equal(hash, again, SECRET_BYTES);
	assert_memory_not_equal(hash, john, SECRET_BYTES);
}

static void
a_form_token_is_valid_only_for_its_own_secret(void **state)
{
	char token[SECRET_TEXT];

	(void)state;
	token_form(token, john);
	assert_true(token_form_valid(token, john));
	assert_false(token_form_valid(token, susan));
	assert_false(token_form_valid("", john));
}

static void
each_form_has_its_own_token(void **state)
{
	char one[SECRET_TEXT], other[SECRET_TEXT];

	(void)state;
	token_form(one, john);
	token_form(other, john);
	assert_string_not_equal(one, other);
}

static void
no_byte_of_a_form_token_can_be_changed(void **state)
{
	unsigned char raw[SECRET_BYTES];
	char token[SECRET_TEXT];
	int i;

	(void)state;
	for (i = 0; i < SECRET_BYTES; i++) {
		token_form(token, john);
		assert_int_equal(token_read(raw, token), 0);
		raw[i] ^= 1;
		token_text(token, raw);
		assert_false(token_form_valid(token, john));
	}
}

static void
a_secret_itself_is_not_a_form_token(void **state)
{
	char text[SECRET_TEXT];

	(void)state;
	token_text(text, john);
	assert_false(token_form_valid(text, john));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_survives_the_round_trip_in_a_cookie),
		cmocka_unit_test(anything_else_is_not_a_secret),
		cmocka_unit_test(the_hash_of_a_secret_is_not_the_secret),
		cmocka_unit_test(a_form_token_is_valid_only_for_its_own_secret),
		cmocka_unit_test(each_form_has_its_own_token),
		cmocka_unit_test(no_byte_of_a_form_token_can_be_changed),
		cmocka_unit_test(a_secret_itself_is_not_a_form_token),
	};

	return (cmocka_run_group_tests(tests, make_secrets, NULL));
}
