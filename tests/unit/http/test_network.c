/* SPDX-License-Identifier: ISC */
/* Which clients the limits count as one. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/network.h"

static char name[NETWORK_NAME];

static const char *
of_4(const char *text)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	assert_int_equal(inet_pton(AF_INET, text, &address.sin_addr), 1);
	network_name((struct sockaddr *)&address, name);
	return (name);
}

static const char *
of_6(const char *text)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6 };

	assert_int_equal(inet_pton(AF_INET6, text, &address.sin6_addr), 1);
	network_name((struct sockaddr *)&address, name);
	return (name);
}

static void
each_ipv4_address_counts_separately(void **state)
{
	(void)state;
	assert_string_equal(of_4("192.0.2.1"), "192.0.2.1");
	assert_string_equal(of_4("192.0.2.2"), "192.0.2.2");
}

static void
an_ipv4_address_mapped_into_ipv6_is_that_address(void **state)
{
	(void)state;
	assert_string_equal(of_6("::ffff:192.0.2.1"), "192.0.2.1");
	assert_string_equal(of_6("::ffff:192.0.2.2"), "192.0.2.2");
}

static void
ipv6_addresses_of_a_household_count_as_one(void **state)
{
	(void)state;
	assert_string_equal(of_6("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
	assert_string_equal(of_6("2001:db8:1:2:f::"), "2001:db8:1:2::");
	assert_string_equal(of_6("2001:db8:1:3::6"), "2001:db8:1:3::");
}

static void
a_client_without_a_network_address_is_local(void **state)
{
	struct sockaddr address = { .sa_family = AF_UNIX };

	(void)state;
	network_name(&address, name);
	assert_string_equal(name, "local");
	network_name(NULL, name);
	assert_string_equal(name, "local");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_ipv4_address_counts_separately),
		cmocka_unit_test(
		    an_ipv4_address_mapped_into_ipv6_is_that_address),
		cmocka_unit_test(ipv6_addresses_of_a_household_count_as_one),
		cmocka_unit_test(a_client_without_a_network_address_is_local),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
