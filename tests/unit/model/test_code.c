/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "model/code.h"

/* The secret of RFC 6238's examples, and in base32. */
static const unsigned char secret[] = "12345678901234567890";
#define SECRET_IN_BASE32 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static void
codes_are_those_of_rfc_6238(void **state)
{
	/* Appendix B, SHA-1; the last six of its eight digits. */
	static const struct {
		int64_t at;
		const char *digits;
		int64_t step;
	} examples[] = {
		{ 59, "287082", 0x1 },
		{ 1111111109, "081804", 0x23523EC },
		{ 1111111111, "050471", 0x23523ED },
		{ 1234567890, "005924", 0x273EF07 },
		{ 2000000000, "279037", 0x3F940AA },
		{ 20000000000, "353130", 0x27BC86AA },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		assert_int_equal(
		    code_step(secret, examples[i].digits, examples[i].at),
		    examples[i].step);
}

static void
a_code_is_right_one_step_early_or_late(void **state)
{
	/* 050471 belongs to the 30 seconds from 1111111110. */
	static const int64_t first = 1111111110, step = 0x23523ED;

	(void)state;
	assert_int_equal(code_step(secret, "050471", first - 31), -1);
	assert_int_equal(code_step(secret, "050471", first - 30), step);
	assert_int_equal(code_step(secret, "050471", first), step);
	assert_int_equal(code_step(secret, "050471", first + 59), step);
	assert_int_equal(code_step(secret, "050471", first + 60), -1);
}

static void
another_code_is_wrong(void **state)
{
	unsigned char other[CODE_SECRET] = "12345678901234567891";

	(void)state;
	assert_int_equal(code_step(secret, "050472", 1111111111), -1);
	assert_int_equal(code_step(other, "050471", 1111111111), -1);
	assert_int_equal(code_step(secret, "", 1111111111), -1);
	assert_int_equal(code_step(secret, "50471", 1111111111), -1);
	assert_int_equal(code_step(secret, "000000", 0), -1);
}

static void
assert_read(const char *typed, enum code_kind kind, const char *text)
{
	struct code code;

	code_read(&code, typed);
	assert_int_equal(code.kind, kind);
	if (text != NULL)
		assert_string_equal(code.text, text);
}

static void
a_code_may_have_spaces_and_dashes_and_be_in_any_case(void **state)
{
	(void)state;
	assert_read("123456", CODE_OF_APP, "123456");
	assert_read(" 123 456\r\n", CODE_OF_APP, "123456");
	assert_read("12-34-56", CODE_OF_APP, "123456");
	assert_read("abcd-efgh-ijkl-2345", CODE_RECOVERY, "abcdefghijkl2345");
	assert_read("ABCD EFGH\tIJKL 2345 ", CODE_RECOVERY, "abcdefghijkl2345");
}

static void
anything_else_is_no_code(void **state)
{
	static const char *const others[] = { "", " - ", "12345", "1234567",
		"12345a", "+12345", "abcd-efgh-ijkl-234",
		"abcd-efgh-ijkl-23456", "abcd-efgh-ijkl-1890",
		"\xd9\xa1\xd9\xa2\xd9\xa3", "abcd-efgh-ijkl-2\xc3\xa4" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_read(others[i], CODE_NONE, NULL);
}

static void
a_secret_is_written_in_base32(void **state)
{
	unsigned char read[CODE_SECRET];
	char text[CODE_SECRET_TEXT];

	(void)state;
	code_secret_text(text, secret);
	assert_string_equal(text, SECRET_IN_BASE32);
	assert_int_equal(code_secret_read(read, text), 0);
	assert_memory_equal(read, secret, CODE_SECRET);
}

static void
anything_else_is_no_secret(void **state)
{
	static const char *const others[] = { "", "GEZDGNBV",
		SECRET_IN_BASE32 "GEZDGNBV", SECRET_IN_BASE32 "=",
		SECRET_IN_BASE32 " ", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
		"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ0",
		"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO==" };
	unsigned char read[CODE_SECRET];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(code_secret_read(read, others[i]), -1);
}

static void
secrets_and_recovery_codes_differ(void **state)
{
	unsigned char one[CODE_SECRET], two[CODE_SECRET];
	char text[CODE_RECOVERY_TEXT], other[CODE_RECOVERY_TEXT];

	(void)state;
	code_secret(one);
	code_secret(two);
	assert_memory_not_equal(one, two, CODE_SECRET);
	code_recovery(text);
	code_recovery(other);
	assert_string_not_equal(text, other);
}

static void
a_new_recovery_code_can_be_read(void **state)
{
	char text[CODE_RECOVERY_TEXT], seen[256] = "";
	struct code code;
	size_t i;
	int n;

	(void)state;
	for (n = 0; n < 1000; n++) {
		code_recovery(text);
		assert_int_equal(strlen(text), CODE_RECOVERY_TEXT - 1);
		code_read(&code, text);
		assert_int_equal(code.kind, CODE_RECOVERY);
		for (i = 0; i < CODE_LETTERS; i++)
			seen[(unsigned char)code.text[i]] = 1;
	}
	for (i = 0, n = 0; i < sizeof(seen); i++)
		n += seen[i];
	assert_int_equal(n, 32);
}

static void
equal_recovery_codes_have_equal_hashes(void **state)
{
	unsigned char one[CODE_HASH], two[CODE_HASH];
	struct code code;

	(void)state;
	code_read(&code, "abcd-efgh-ijkl-2345");
	code_hash(one, code.text);
	code_read(&code, "ABCDEFGHIJKL2345");
	code_hash(two, code.text);
	assert_memory_equal(one, two, CODE_HASH);
	code_read(&code, "ABCDEFGHIJKL2346");
	code_hash(two, code.text);
	assert_memory_not_equal(one, two, CODE_HASH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(a_code_is_right_one_step_early_or_late),
		cmocka_unit_test(another_code_is_wrong),
		cmocka_unit_test(
		    a_code_may_have_spaces_and_dashes_and_be_in_any_case),
		cmocka_unit_test(anything_else_is_no_code),
		cmocka_unit_test(a_secret_is_written_in_base32),
		cmocka_unit_test(anything_else_is_no_secret),
		cmocka_unit_test(secrets_and_recovery_codes_differ),
		cmocka_unit_test(a_new_recovery_code_can_be_read),
		cmocka_unit_test(equal_recovery_codes_have_equal_hashes),
	};

	if (sodium_init() == -1)
		return (1);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
