/* SPDX-License-Identifier: ISC */
#include "http/link_network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "http/network_list.h"

#define EMBEDDED 12 /* bytes before an IPv4 address inside an IPv6 one */

/*
 * What IANA's registries of special-purpose addresses call not globally
 * reachable, multicast, and all of 6to4, which leads to any IPv4 address. Of
 * IPv6, only 2000::/3 is public, so only what is special in there is listed.
 */
static const char special_text[] =
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16"
    " 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16"
    " 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    " 2001::/23 2001:db8::/32 2002::/16 3fff::/20";

static struct network_list permitted, special;

int
link_network_read(const char *text, char error[FAILURE_MAX])
{
	return (network_list_read(
	    &permitted, text, LINK_NETWORKS_NAME, "network", error));
}

static int
is_special(const struct sockaddr *address)
{
	char error[FAILURE_MAX];

	if (special.count == 0 &&
	    network_list_read(&special, special_text, "", "", error) == -1)
		abort(); /* the text is wrong */
	return (network_list_has(&special, address));
}

/* NAT64 leads from IPv6 to the IPv4 address at the end (RFC 6052). */
static int
is_public_6(const struct sockaddr_in6 *address)
{
	static const unsigned char nat64[EMBEDDED] = { 0, 0x64, 0xff, 0x9b };
	const unsigned char *bytes = address->sin6_addr.s6_addr;
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (IN6_IS_ADDR_V4MAPPED(&address->sin6_addr) ||
	    memcmp(bytes, nat64, sizeof(nat64)) == 0) {
		memcpy(&four.sin_addr, bytes + EMBEDDED, sizeof(four.sin_addr));
		return (!is_special((const struct sockaddr *)&four));
	}
	return ((bytes[0] & 0xe0) == 0x20 &&
		!is_special((const struct sockaddr *)address));
}

/* Services that are not for the web may listen on other ports. */
static int
is_web(in_port_t port)
{
	return (ntohs(port) == 80 || ntohs(port) == 443);
}

int
link_network_permits(const struct sockaddr *address)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;

	if (network_list_has(&permitted, address))
		return (1);
	if (address->sa_family == AF_INET)
		return (is_web(four->sin_port) && !is_special(address));
	return (address->sa_family == AF_INET6 && is_web(six->sin6_port) &&
		is_public_6(six));
}
