/* SPDX-License-Identifier: ISC */
/* Which clients the limits count as one. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
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

static const char *
name_of(const char *text)
{
	return (strchr(text, ':') != NULL ? of_6(text) : of_4(text));
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

static uint64_t
number_of(const char *text)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return (network_number((struct sockaddr *)&four));
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return (network_number((struct sockaddr *)&six));
}

static void
numbers_differ_where_names_do(void **state)
{
	static const char *const texts[] = { "192.0.2.1", "192.0.2.2",
		"::ffff:192.0.2.1", "2001:db8:1:2:3:4:5:6",
		"2001:db8:1:2:f::", "2001:db8:1:3::6", "::1", "::2",
		"127.0.0.1" };
	size_t i, j, count = sizeof(texts) / sizeof(texts[0]);
	char first[NETWORK_NAME];

	(void)state;
	for (i = 0; i < count * count; i++) {
		j = i / count;
		(void)strcpy(first, name_of(texts[i % count]));
		assert_int_equal(strcmp(first, name_of(texts[j])) == 0,
		    number_of(texts[i % count]) == number_of(texts[j]));
	}
}

static void
an_address_is_read_only_if_it_is_nothing_else(void **state)
{
	static const char *const bad[] = { "", "1", "192.0.2", "192.0.2.1 ",
		"192.0.2.1:80", "[::1]", "::1%lo", "192.0.2.256", "localhost",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb" };
	struct sockaddr_storage address;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    network_read(
			(struct slice){ bad[i], strlen(bad[i]) }, &address),
		    -1);
	assert_int_equal(
	    network_read((struct slice){ "::1\0", 4 }, &address), -1);
	assert_int_equal(
	    network_read((struct slice){ "192.0.2.1, x", 9 }, &address), 0);
	network_name((const struct sockaddr *)&address, name);
	assert_string_equal(name, "192.0.2.1");
	assert_int_equal(network_read((struct slice){ "::1", 3 }, &address), 0);
	network_name((const struct sockaddr *)&address, name);
	assert_string_equal(name, "::");
}

static void
an_address_has_sixteen_bytes_or_is_not_of_the_internet(void **state)
{
	static const unsigned char mapped[NETWORK_BYTES] = { 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1 };
	struct sockaddr local = { .sa_family = AF_UNIX };
	unsigned char bytes[NETWORK_BYTES];
	struct sockaddr_storage address;
	static const char *const same[] = { "192.0.2.1", "::ffff:192.0.2.1" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(
		    network_read(
			(struct slice){ same[i], strlen(same[i]) }, &address),
		    0);
		assert_int_equal(
		    network_bytes((const struct sockaddr *)&address, bytes), 0);
		assert_memory_equal(bytes, mapped, sizeof(mapped));
	}
	assert_int_equal(network_bytes(&local, bytes), -1);
}

static void
only_this_machine_has_loopback_addresses(void **state)
{
	static const char *const here[] = { "127.0.0.1", "127.255.0.9", "::1",
		"::ffff:127.0.0.1" };
	static const char *const elsewhere[] = { "126.0.0.1", "128.0.0.1",
		"192.0.2.127", "::", "::2", "::127.0.0.1", "fe80::1",
		"::ffff:192.0.2.1", "7f00::1" };
	struct sockaddr local = { .sa_family = AF_UNIX };
	struct sockaddr_storage address;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(here) / sizeof(here[0]); i++) {
		(void)network_read(
		    (struct slice){ here[i], strlen(here[i]) }, &address);
		assert_true(
		    network_is_loopback((const struct sockaddr *)&address));
	}
	for (i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		(void)network_read(
		    (struct slice){ elsewhere[i], strlen(elsewhere[i]) },
		    &address);
		assert_false(
		    network_is_loopback((const struct sockaddr *)&address));
	}
	assert_false(network_is_loopback(&local));
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
		cmocka_unit_test(numbers_differ_where_names_do),
		cmocka_unit_test(an_address_is_read_only_if_it_is_nothing_else),
		cmocka_unit_test(
		    an_address_has_sixteen_bytes_or_is_not_of_the_internet),
		cmocka_unit_test(only_this_machine_has_loopback_addresses),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
