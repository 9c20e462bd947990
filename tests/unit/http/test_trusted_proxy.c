/* SPDX-License-Identifier: ISC */
/* Whom the site believes when it says who its client is. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "http/network.h"
#include "http/trusted_proxy.h"

static char error[FAILURE_MAX];

static struct sockaddr_storage address;

static const struct sockaddr *
at(const char *text)
{
	struct slice slice = { text, strlen(text) };

	assert_int_equal(network_read(slice, &address), 0);
	return ((const struct sockaddr *)&address);
}

static int
trusts(const char *text)
{
	return (trusted_proxy_has(at(text)));
}

static void
nobody_is_trusted_by_default(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read(NULL, NULL, error), 0);
	assert_false(trusts("127.0.0.1"));
	assert_int_equal(trusted_proxy_read("", "", error), 0);
	assert_false(trusts("127.0.0.1"));
	assert_int_equal(trusted_proxy_read(" , ", "off", error), 0);
	assert_false(trusts("::1"));
}

static void
an_address_is_trusted_alone(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read("192.0.2.7", NULL, error), 0);
	assert_true(trusts("192.0.2.7"));
	assert_true(trusts("::ffff:192.0.2.7"));
	assert_false(trusts("192.0.2.6"));
	assert_false(trusts("::192.0.2.7"));
	assert_int_equal(trusted_proxy_read("2001:db8::7", NULL, error), 0);
	assert_true(trusts("2001:db8::7"));
	assert_false(trusts("2001:db8::6"));
	assert_false(trusts("192.0.2.7"));
}

static void
a_network_is_trusted_to_its_last_bit(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read("10.1.0.0/15", NULL, error), -1);
	assert_int_equal(trusted_proxy_read("10.2.0.0/15", NULL, error), 0);
	assert_true(trusts("10.2.0.0"));
	assert_true(trusts("10.3.255.255"));
	assert_false(trusts("10.1.255.255"));
	assert_false(trusts("10.4.0.0"));
	assert_int_equal(trusted_proxy_read("fd00:0:0:8::/61", NULL, error), 0);
	assert_true(trusts("fd00:0:0:f:ffff::"));
	assert_false(trusts("fd00:0:0:10::"));
	assert_false(trusts("fd00:0:0:7::"));
}

static void
there_may_be_several_separated_by_commas_or_spaces(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read(" 192.0.2.1,192.0.2.2, ::1\t"
					    "10.0.0.0/8 ",
			     NULL, error),
	    0);
	assert_true(trusts("192.0.2.1"));
	assert_true(trusts("192.0.2.2"));
	assert_true(trusts("::1"));
	assert_true(trusts("10.200.0.1"));
	assert_false(trusts("192.0.2.3"));
}

static void
a_socket_of_this_machine_is_no_proxy(void **state)
{
	struct sockaddr local = { .sa_family = AF_UNIX };

	(void)state;
	assert_int_equal(
	    trusted_proxy_read("128.0.0.0/1 ::/1", NULL, error), 0);
	assert_false(trusted_proxy_has(&local));
}

static void
what_is_no_address_is_refused_by_name(void **state)
{
	static const char *const bad[] = { "example.org", "10.0.0.300",
		"10.0.0", "10.0.0.1:80", "[::1]", "/8", "::1%lo", "all",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(trusted_proxy_read(bad[i], NULL, error), -1);
		assert_non_null(strstr(error, bad[i]));
		assert_non_null(strstr(error, "is not the address"));
	}
	assert_int_equal(
	    trusted_proxy_read("10.0.0.1 elsewhere", NULL, error), -1);
	assert_non_null(strstr(error, "\"elsewhere\""));
}

static void
a_length_must_be_one_that_an_address_has(void **state)
{
	static const char *const bad[] = { "10.0.0.0/33", "10.0.0.0/0",
		"10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/+8", "10.0.0.0/0008",
		"0.0.0.0/0", "::/0", "fd00::/129", "fd00::/x" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(trusted_proxy_read(bad[i], NULL, error), -1);
		assert_non_null(strstr(error, bad[i]));
		assert_non_null(strstr(error, strchr(bad[i], ':') != NULL
						  ? "from 1 to 128"
						  : "from 1 to 32"));
	}
}

static void
a_network_must_end_in_zeros(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read("10.0.0.5/8", NULL, error), -1);
	assert_non_null(strstr(error, "other bits than 0"));
	assert_int_equal(trusted_proxy_read("fd00::1/64", NULL, error), -1);
	assert_int_equal(trusted_proxy_read("10.0.0.5/32", NULL, error), 0);
}

static void
too_many_addresses_are_refused(void **state)
{
	char text[1000] = "";
	int i;

	(void)state;
	for (i = 0; i < 32; i++)
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "10.0.0.%d ", i);
	assert_int_equal(trusted_proxy_read(text, NULL, error), 0);
	(void)strcat(text, "10.0.0.32");
	assert_int_equal(trusted_proxy_read(text, NULL, error), -1);
	assert_non_null(strstr(error, "more than 32"));
}

static void
only_trusted_proxies_introduce_their_clients_and_only_if_told(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read("10.0.0.1", "off", error), 0);
	assert_false(trusted_proxy_introduces(at("10.0.0.1")));
	assert_int_equal(trusted_proxy_read("10.0.0.1", "on", error), 0);
	assert_true(trusted_proxy_introduces(at("10.0.0.1")));
	assert_false(trusted_proxy_introduces(at("10.0.0.2")));
}

static void
the_proxy_protocol_is_on_or_off_and_needs_a_proxy(void **state)
{
	(void)state;
	assert_int_equal(trusted_proxy_read("10.0.0.1", "yes", error), -1);
	assert_non_null(strstr(error, "\"yes\" is neither on nor off"));
	assert_int_equal(trusted_proxy_read(NULL, "on", error), -1);
	assert_non_null(strstr(error, "set TRUSTED_PROXY"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_trusted_by_default),
		cmocka_unit_test(an_address_is_trusted_alone),
		cmocka_unit_test(a_network_is_trusted_to_its_last_bit),
		cmocka_unit_test(
		    there_may_be_several_separated_by_commas_or_spaces),
		cmocka_unit_test(a_socket_of_this_machine_is_no_proxy),
		cmocka_unit_test(what_is_no_address_is_refused_by_name),
		cmocka_unit_test(a_length_must_be_one_that_an_address_has),
		cmocka_unit_test(a_network_must_end_in_zeros),
		cmocka_unit_test(too_many_addresses_are_refused),
		cmocka_unit_test(
		    only_trusted_proxies_introduce_their_clients_and_only_if_told),
		cmocka_unit_test(
		    the_proxy_protocol_is_on_or_off_and_needs_a_proxy),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
