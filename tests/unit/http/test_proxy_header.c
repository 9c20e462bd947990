/* SPDX-License-Identifier: ISC */
/* The PROXY protocol, version 2, as its specification draws it. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/network.h"
#include "http/proxy_header.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define PROXY	  "\x21"
#define LOCAL	  "\x20"
#define PORTS	  "\x13\x88\x01\xbb"
#define FOUR               \
	"\xc0\x00\x02\x09" \
	"\x0a\x00\x00\x01" PORTS
#define SIX                                                                \
	"\x20\x01\x0d\xb8\x00\x01\x00\x02\x00\x00\x00\x00\x00\x00\x00\x09" \
	"\xfd\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"     \
	"\x01" PORTS

static size_t
length_of(const char *start)
{
	return (proxy_header_length((const unsigned char *)start));
}

/* Return the client in a header of a connection from 10.0.0.1. */
static const char *
client_in(const char *header)
{
	static char name[NETWORK_NAME];
	struct slice proxy = { "10.0.0.1", strlen("10.0.0.1") };
	struct sockaddr_storage client;

	assert_int_equal(network_read(proxy, &client), 0);
	proxy_header_client((const unsigned char *)header, &client);
	network_name((const struct sockaddr *)&client, name);
	return (name);
}

static void
a_client_has_an_ipv4_address(void **state)
{
	static const char header[] = SIGNATURE PROXY "\x11\x00\x0c" FOUR;

	(void)state;
	assert_int_equal(length_of(header), 28);
	assert_string_equal(client_in(header), "192.0.2.9");
}

static void
a_client_has_an_ipv6_address(void **state)
{
	static const char header[] = SIGNATURE PROXY "\x21\x00\x24" SIX;

	(void)state;
	assert_int_equal(length_of(header), 52);
	assert_string_equal(client_in(header), "2001:db8:1:2::");
}

static void
what_follows_the_addresses_is_part_of_the_header(void **state)
{
	static const char header[] = SIGNATURE PROXY "\x11\x01\x0c" FOUR;

	(void)state;
	assert_int_equal(length_of(header), 16 + 0x10c);
	assert_string_equal(client_in(header), "192.0.2.9");
}

static void
a_proxy_that_speaks_for_itself_has_its_own_address(void **state)
{
	static const char check[] = SIGNATURE LOCAL "\x00\x00\x00";
	static const char lying[] = SIGNATURE LOCAL "\x11\x00\x0c" FOUR;

	(void)state;
	assert_int_equal(length_of(check), 16);
	assert_string_equal(client_in(check), "10.0.0.1");
	assert_int_equal(length_of(lying), 28);
	assert_string_equal(client_in(lying), "10.0.0.1");
}

static void
a_client_without_an_internet_address_has_that_of_the_proxy(void **state)
{
	static const char unknown[] = SIGNATURE PROXY "\x00\x00\x00";
	static const char local[] = SIGNATURE PROXY "\x31\x00\xd8";

	(void)state;
	assert_int_equal(length_of(unknown), 16);
	assert_string_equal(client_in(unknown), "10.0.0.1");
	assert_int_equal(length_of(local), 16 + 216);
	assert_string_equal(client_in(local), "10.0.0.1");
}

static void
anything_else_is_invalid(void **state)
{
	static const char *const bad[] = {
		"PROXY TCP4 192.0.2.9 10.0.0.1 5000 443\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03xxxxx",
		SIGNATURE "\x11\x11\x00\x0c" FOUR,   /* version 1 */
		SIGNATURE "\x31\x11\x00\x0c" FOUR,   /* version 3 */
		SIGNATURE "\x22\x11\x00\x0c" FOUR,   /* another command */
		SIGNATURE PROXY "\x12\x00\x0c" FOUR, /* UDP */
		SIGNATURE PROXY "\x41\x00\x0c" FOUR, /* another family */
		SIGNATURE PROXY "\x11\x00\x0b" FOUR, /* too short for IPv4 */
		SIGNATURE PROXY "\x21\x00\x23" SIX,  /* and for IPv6 */
		SIGNATURE PROXY "\x11\x07\xf1" FOUR, /* longer than 2,048 */
		SIGNATURE PROXY "\x11\xff\xff" FOUR,
		"\r\n\r\n\0\r\nQUIT\r" PROXY "\x11\x00\x0c" FOUR,
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(length_of(bad[i]), 0);
	assert_int_equal(
	    length_of(SIGNATURE PROXY "\x11\x07\xf0" FOUR), PROXY_HEADER_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_has_an_ipv4_address),
		cmocka_unit_test(a_client_has_an_ipv6_address),
		cmocka_unit_test(
		    what_follows_the_addresses_is_part_of_the_header),
		cmocka_unit_test(
		    a_proxy_that_speaks_for_itself_has_its_own_address),
		cmocka_unit_test(
		    a_client_without_an_internet_address_has_that_of_the_proxy),
		cmocka_unit_test(anything_else_is_invalid),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
