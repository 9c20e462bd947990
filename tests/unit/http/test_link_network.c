/* SPDX-License-Identifier: ISC */
/* Where the site goes to look for the way back of a link. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>
#include <cmocka.h>

#include "http/link_network.h"
#include "http/network.h"

static char error[FAILURE_MAX];

static int
permits_port(const char *text, int port)
{
	struct slice slice = { text, strlen(text) };
	struct sockaddr_storage address;

	assert_int_equal(network_read(slice, &address), 0);
	if (address.ss_family == AF_INET)
		((struct sockaddr_in *)&address)->sin_port =
		    htons((uint16_t)port);
	else
		((struct sockaddr_in6 *)&address)->sin6_port =
		    htons((uint16_t)port);
	return (link_network_permits((const struct sockaddr *)&address));
}

static int
permits(const char *text)
{
	return (permits_port(text, 443));
}

static void
public_addresses_are_permitted(void **state)
{
	static const char *const public[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
		"126.0.0.1", "128.0.0.1", "172.15.0.1", "172.32.0.1",
		"192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
		"2a00:1450:4001::1", "2606:4700::1111", "2001:200::1",
		"2003::1", "3ffe::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1" };
	size_t i;

	(void)state;
	assert_int_equal(link_network_read(NULL, error), 0);
	for (i = 0; i < sizeof(public) / sizeof(public[0]); i++)
		if (!permits(public[i]))
			fail_msg("%s is refused", public[i]);
}

static void
all_others_are_refused(void **state)
{
	static const char *const others[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
		"192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
		"198.19.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
		"239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1",
		"::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
		"::ffff:169.254.169.254", "64:ff9b::127.0.0.1",
		"64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:20::1", "2001:db8::1", "2002:7f00:1::1",
		"2002:101:101::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1",
		"fe80::1", "fec0::1", "ff02::1" };
	size_t i;

	(void)state;
	assert_int_equal(link_network_read("", error), 0);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (permits(others[i]))
			fail_msg("%s is permitted", others[i]);
}

static void
only_the_ports_of_the_web_are_permitted(void **state)
{
	(void)state;
	assert_int_equal(link_network_read(NULL, error), 0);
	assert_true(permits_port("1.1.1.1", 80));
	assert_false(permits_port("1.1.1.1", 22));
	assert_true(permits_port("2606:4700::1111", 80));
	assert_false(permits_port("2606:4700::1111", 5432));
}

static void
a_file_is_no_network(void **state)
{
	struct sockaddr_un file = { .sun_family = AF_UNIX };

	(void)state;
	assert_int_equal(link_network_read("127.0.0.0/8", error), 0);
	assert_false(link_network_permits((const struct sockaddr *)&file));
}

static void
operators_can_permit_networks(void **state)
{
	(void)state;
	assert_int_equal(link_network_read("127.0.0.0/8, fd00::/8", error), 0);
	assert_true(permits_port("127.0.0.1", 8080));
	assert_true(permits_port("::ffff:127.0.0.1", 8080));
	assert_true(permits_port("fd00::1", 8080));
	assert_false(permits("::1"));
	assert_false(permits("10.0.0.1"));
	assert_true(permits("1.1.1.1"));
	assert_int_equal(link_network_read("home", error), -1);
	assert_non_null(strstr(error, "LINK_NETWORKS: \"home\" is not"));
	assert_int_equal(link_network_read("10.0.0.1/8", error), -1);
	assert_non_null(strstr(error, "LINK_NETWORKS"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(public_addresses_are_permitted),
		cmocka_unit_test(all_others_are_refused),
		cmocka_unit_test(only_the_ports_of_the_web_are_permitted),
		cmocka_unit_test(a_file_is_no_network),
		cmocka_unit_test(operators_can_permit_networks),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
