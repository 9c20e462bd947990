/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/acct.h"

#define TEN  "aaaaaaaaaa"
#define LONG TEN TEN TEN TEN TEN TEN "12345" /* 65 bytes */

static void
check(const char *resource, const char *host, enum acct expected,
    const char *expected_name)
{
	char name[ACCT_NAME] = "";
	enum acct found =
	    acct_read(name, resource, (struct slice){ host, strlen(host) });

	if (found != expected)
		fail_msg(
		    "%s at %s: %d, not %d", resource, host, found, expected);
	if (expected == ACCT_OK)
		assert_string_equal(name, expected_name);
}

static void
an_account_of_this_site_is_found(void **state)
{
	(void)state;
	check("acct:john@example.org", "example.org", ACCT_OK, "john");
	check("ACCT:John_1@EXAMPLE.org", "example.org", ACCT_OK, "John_1");
	check("acct:john@localhost", "localhost:8888", ACCT_OK, "john");
	check("acct:john@localhost:8888", "localhost:8888", ACCT_OK, "john");
	check("acct:john@[::1]", "[::1]:8888", ACCT_OK, "john");
}

static void
the_address_of_a_profile_is_found(void **state)
{
	(void)state;
	check("https://example.org/user/john", "example.org", ACCT_OK, "john");
	check("https://example.org:443/user/john", "example.org", ACCT_OK,
	    "john");
	check("https://localhost:1/user/john", "localhost:1", ACCT_OK, "john");
}

static void
others_are_not_here(void **state)
{
	static const char *const resources[] = { "acct:john@example.com",
		"acct:john@example.org.", "acct:jo.hn@example.org",
		"acct:j%6fhn@example.org", "https://example.com/user/john",
		"https://example.org:8888/user/john", "https://example.org",
		"https://example.org/", "https://example.org/user/",
		"https://example.org/user/john/followers",
		"https://example.org/user/john?x",
		"http://example.org/user/john", "https:example.org/user/john",
		"mailto:john@example.org", "acct:" LONG "@example.org" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(resources) / sizeof(resources[0]); i++)
		check(resources[i], "example.org", ACCT_FOREIGN, NULL);
}

static void
what_is_no_uri_is_malformed(void **state)
{
	static const char *const resources[] = { "", "john",
		"@john@example.org", "john@example.org", ":john",
		"acct:", "acct:john", "acct:@example.org", "acct:john@",
		"acct:john@a@example.org", "acct:jo hn@example.org",
		"acct:j\xc3\xb6rg@example.org", "1acct:john@example.org",
		"a/b:c", "https:" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(resources) / sizeof(resources[0]); i++)
		check(resources[i], "example.org", ACCT_MALFORMED, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_of_this_site_is_found),
		cmocka_unit_test(the_address_of_a_profile_is_found),
		cmocka_unit_test(others_are_not_here),
		cmocka_unit_test(what_is_no_uri_is_malformed),
	};

	return (cmocka_run_group_tests_name("acct", tests, NULL, NULL));
}
