/* SPDX-License-Identifier: ISC */
/* Which address of X-Forwarded-For is the client's. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/forwarded_for.h"
#include "http/network.h"
#include "http/trusted_proxy.h"

static int
trust_the_ten_networks(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	return (trusted_proxy_read("10.0.0.0/8 fd10::/16", NULL, error));
}

/* Return the client of a request from ${end} with these fields. */
static const char *
client_of(const char *end, const char *first, const char *second)
{
	static char name[NETWORK_NAME];
	struct slice slice = { end, strlen(end) };
	struct sockaddr_storage client;
	const char *values[] = { first, second };

	assert_int_equal(network_read(slice, &client), 0);
	forwarded_for(values, (first != NULL) + (second != NULL), &client);
	network_name((const struct sockaddr *)&client, name);
	return (name);
}

static void
without_a_field_the_client_is_the_other_end(void **state)
{
	(void)state;
	assert_string_equal(client_of("10.0.0.1", NULL, NULL), "10.0.0.1");
}

static void
from_anyone_else_it_is_ignored(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("192.0.2.1", "192.0.2.9", NULL), "192.0.2.1");
	assert_string_equal(
	    client_of("2001:db8::1", "10.0.0.1", NULL), "2001:db8::");
}

static void
the_last_untrusted_address_is_the_client(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.9", NULL), "192.0.2.9");
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.8, 192.0.2.9", NULL), "192.0.2.9");
	assert_string_equal(client_of("10.0.0.1",
				"192.0.2.8,192.0.2.9,10.0.0.3, 10.0.0.2", NULL),
	    "192.0.2.9");
	assert_string_equal(
	    client_of("fd10::1", " 2001:db8:1:2::3 ,\t10.0.0.2 ", NULL),
	    "2001:db8:1:2::");
}

static void
an_invented_address_in_front_is_never_reached(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("10.0.0.1", "127.0.0.1, 10.9.9.9, 192.0.2.9", NULL),
	    "192.0.2.9");
	assert_string_equal(
	    client_of("10.0.0.1", "garbage, 192.0.2.9", NULL), "192.0.2.9");
}

static void
several_fields_are_one_list_in_their_order(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.8", "192.0.2.9"), "192.0.2.9");
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.8", "10.0.0.2"), "192.0.2.8");
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.8", "192.0.2.9, unknown"),
	    "10.0.0.1");
}

static void
an_entry_that_is_no_address_stops_at_the_proxy_that_added_it(void **state)
{
	static const char *const bad[] = { "192.0.2.9, unknown", "192.0.2.9, ",
		"", ",", "192.0.2.9 192.0.2.8", "\"192.0.2.9\"", "[192.0.2.9]",
		"[2001:db8::9", "2001:db8::9]", "[2001:db8::9]x", "[]", "[",
		"for=192.0.2.9", "192.0.2.9.",
		"2001:db8::9:80:80:80:80:80:80:80" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(
		    client_of("10.0.0.1", bad[i], NULL), "10.0.0.1");
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.9, unknown, 10.0.0.2", NULL),
	    "10.0.0.2");
}

static void
if_all_are_proxies_the_farthest_is_the_client(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("10.0.0.1", "10.0.0.3, 10.0.0.2", NULL), "10.0.0.3");
	assert_string_equal(
	    client_of("10.0.0.1", "10.0.0.3", "10.0.0.2"), "10.0.0.3");
}

static void
a_port_is_no_part_of_the_address(void **state)
{
	(void)state;
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.9:5000", NULL), "192.0.2.9");
	assert_string_equal(
	    client_of("10.0.0.1", "[2001:db8:1:2::9]:5000", NULL),
	    "2001:db8:1:2::");
	assert_string_equal(
	    client_of("10.0.0.1", "[2001:db8:1:2::9]", NULL), "2001:db8:1:2::");
	assert_string_equal(
	    client_of("10.0.0.1", "::ffff:192.0.2.9", NULL), "192.0.2.9");
	assert_string_equal(
	    client_of("10.0.0.1", "192.0.2.9, 10.0.0.2:80", NULL), "192.0.2.9");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_field_the_client_is_the_other_end),
		cmocka_unit_test(from_anyone_else_it_is_ignored),
		cmocka_unit_test(the_last_untrusted_address_is_the_client),
		cmocka_unit_test(an_invented_address_in_front_is_never_reached),
		cmocka_unit_test(several_fields_are_one_list_in_their_order),
		cmocka_unit_test(
		    an_entry_that_is_no_address_stops_at_the_proxy_that_added_it),
		cmocka_unit_test(if_all_are_proxies_the_farthest_is_the_client),
		cmocka_unit_test(a_port_is_no_part_of_the_address),
	};

	return (cmocka_run_group_tests(tests, trust_the_ten_networks, NULL));
}
