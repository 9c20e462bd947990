/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/address.h"

static void
a_path_of_this_site_is_local(void **state)
{
	(void)state;
	assert_true(address_local("/"));
	assert_true(address_local("/user/john?before=5#top"));
}

static void
anything_else_is_not_local(void **state)
{
	static const char *const addresses[] = { "", "user", "//example.org",
		"/\\example.org", "\\\\example.org", "https://example.org/",
		"javascript:alert(1)", "\t//example.org", " /" };
	size_t i;

	(void)state;
	assert_false(address_local(NULL));
	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		assert_false(address_local(addresses[i]));
}

static void
characters_unsafe_in_a_header_are_not_local(void **state)
{
	(void)state;
	assert_false(address_local("/a\r\nset-cookie: b"));
	assert_false(address_local("/a b"));
	assert_false(address_local("/\t/example.org"));
	assert_false(address_local("/\x7f"));
	assert_false(address_local("/\xc3\xa9"));
}

static void
http_https_and_local_paths_are_harmless(void **state)
{
	(void)state;
	assert_true(address_harmless("/user/john"));
	assert_true(address_harmless("HTTP://example.org"));
	assert_true(address_harmless("https://example.org/a b"));
}

static void
other_schemes_are_not_harmless(void **state)
{
	(void)state;
	assert_false(address_harmless(""));
	assert_false(address_harmless("javascript:alert(1)"));
	assert_false(address_harmless("java\nscript:alert(1)"));
	assert_false(address_harmless("data:text/html,x"));
	assert_false(address_harmless("http:example.org"));
	assert_false(address_harmless("//example.org"));
}

static void
a_path_is_split_at_its_slashes(void **state)
{
	const char *path = "/list/5/members";
	size_t length;

	(void)state;
	assert_ptr_equal(address_part(path, 0, &length), path + 1);
	assert_int_equal(length, 4);
	assert_ptr_equal(address_part(path, 1, &length), path + 6);
	assert_int_equal(length, 1);
	assert_ptr_equal(address_part(path, 2, &length), path + 8);
	assert_int_equal(length, 7);
	assert_null(address_part(path, 3, &length));
}

static void
a_part_is_decoded(void **state)
{
	static const char *const malformed[] = { "%", "a%4", "%4", "%zz", "%4g",
		"%00", "a%00b", "%ff", "%C3", "%ED%A0%80" };
	char part[20];
	size_t i;

	(void)state;
	(void)strcpy(part, "c++");
	assert_int_equal(address_decode(part), 0);
	assert_string_equal(part, "c++");
	(void)strcpy(part, "%c3%A4%2Fb%25");
	assert_int_equal(address_decode(part), 0);
	assert_string_equal(part, "\xc3\xa4/b%");
	for (i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		(void)strcpy(part, malformed[i]);
		assert_int_equal(address_decode(part), -1);
	}
}

#define SECRET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO-_"

static void
a_part_that_may_be_a_secret_is_found(void **state)
{
	static const char *const harmless[] = { "/", "", "/user/john",
		"/forgotten", "/confirm/" SECRET "x", "/confirm/x" SECRET,
		"/confirm/" SECRET "=", "/assets/0123456789abcdef/style.css" };
	const char *path = "/confirm/" SECRET, *longer = "/a/" SECRET "/b";
	const char *file = "/feed/" SECRET ".atom";
	size_t i;

	(void)state;
	assert_ptr_equal(address_secret(path), path + 9);
	assert_ptr_equal(address_secret(longer), longer + 3);
	assert_ptr_equal(address_secret(file), file + 6);
	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		assert_null(address_secret(harmless[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_of_this_site_is_local),
		cmocka_unit_test(anything_else_is_not_local),
		cmocka_unit_test(characters_unsafe_in_a_header_are_not_local),
		cmocka_unit_test(http_https_and_local_paths_are_harmless),
		cmocka_unit_test(other_schemes_are_not_harmless),
		cmocka_unit_test(a_path_is_split_at_its_slashes),
		cmocka_unit_test(a_part_is_decoded),
		cmocka_unit_test(a_part_that_may_be_a_secret_is_found),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
