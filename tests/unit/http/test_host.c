/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/host.h"

static struct slice
slice(const char *text)
{
	return ((struct slice){ text, strlen(text) });
}

static void
a_name_has_no_port(void **state)
{
	static const char *const hosts[][2] = {
		{ "localhost", "localhost" },
		{ "localhost:", "localhost" },
		{ "localhost:8888", "localhost" },
		{ "a1", "a1" },
		{ "127.0.0.1", "127.0.0.1" },
		{ "127.0.0.1:1", "127.0.0.1" },
		{ "[::1]", "[::1]" },
		{ "[::1]:443", "[::1]" },
		{ "8888", "8888" },
		{ "", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		assert_true(
		    slice_equals(host_name(slice(hosts[i][0])), hosts[i][1]));
}

static void
the_port_443_may_be_left_out(void **state)
{
	static const char *const same[][2] = {
		{ "localhost", "localhost" },
		{ "localhost", "LocalHost" },
		{ "localhost", "localhost:443" },
		{ "localhost:443", "localhost" },
		{ "localhost:", "localhost:443" },
		{ "localhost", "localhost:0443" },
		{ "localhost:8888", "localhost:8888" },
		{ "[::1]", "[::1]:443" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_true(host_same(slice(same[i][0]), slice(same[i][1])));
}

static void
another_host_or_port_is_not_the_same(void **state)
{
	static const char *const different[][2] = {
		{ "localhost", "localhost:80" },
		{ "localhost", "localhost:4430" },
		{ "localhost", "localhost:65979" }, /* 443 + 65536 */
		{ "localhost", "localhost:4294967739" },
		{ "localhost:8888", "localhost" },
		{ "localhost:8888", "localhost:888" },
		{ "localhost", "localhost." },
		{ "localhost", "local" },
		{ "localhost", "localhost.example" },
		{ "localhost", "localhost/:443" },
		{ "localhost", "localhost:443/" },
		{ "localhost", "you@localhost" },
		{ "localhost", "localhost:x" },
		{ "localhost", "" },
		{ "localhost", ":443" },
		{ "[::1]", "[::2]" },
		{ "[::1]", "::1" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(different) / sizeof(different[0]); i++)
		assert_false(
		    host_same(slice(different[i][0]), slice(different[i][1])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_has_no_port),
		cmocka_unit_test(the_port_443_may_be_left_out),
		cmocka_unit_test(another_host_or_port_is_not_the_same),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
