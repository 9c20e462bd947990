/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/site_url.h"

static void
an_https_host_is_an_address(void **state)
{
	static const char *const good[] = { "https://example.org",
		"https://example.org:8888", "https://[2001:db8::1]",
		"https://localhost:8888" };
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(site_url_read(good[i], error), 0);
		assert_string_equal(site_url(), good[i]);
	}
}

static void
without_an_address_the_site_has_none(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	assert_int_equal(site_url_read("", error), 0);
	assert_null(site_url());
	assert_int_equal(site_url_read(NULL, error), 0);
	assert_null(site_url());
}

static void
anything_else_is_refused_with_an_example(void **state)
{
	static const char *const bad[] = { "http://example.org", "example.org",
		"https://", "https://example.org/", "https://example.org/path",
		"https://a b", "https://user@example.org", "https://x?y" };
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(site_url_read(bad[i], error), -1);
		assert_non_null(strstr(error, bad[i]));
		assert_non_null(strstr(error, "https://example.org"));
		assert_null(site_url());
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_https_host_is_an_address),
		cmocka_unit_test(without_an_address_the_site_has_none),
		cmocka_unit_test(anything_else_is_refused_with_an_example),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
