/* SPDX-License-Identifier: ISC */
#include "http/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string.h>

#define MAPPED 12 /* bytes before an IPv4 address that is mapped into IPv6 */

static void
name_6(struct in6_addr address, char name[NETWORK_NAME])
{
	if (IN6_IS_ADDR_V4MAPPED(&address)) {
		(void)inet_ntop(
		    AF_INET, address.s6_addr + MAPPED, name, NETWORK_NAME);
		return;
	}
	memset(address.s6_addr + 8, 0, 8);
	(void)inet_ntop(AF_INET6, &address, name, NETWORK_NAME);
}

void
network_name(const struct sockaddr *address, char name[NETWORK_NAME])
{
	(void)strcpy(name, "local");
	if (address == NULL)
		return;
	if (address->sa_family == AF_INET)
		(void)inet_ntop(AF_INET,
		    &((const struct sockaddr_in *)address)->sin_addr, name,
		    NETWORK_NAME);
	if (address->sa_family == AF_INET6)
		name_6(((const struct sockaddr_in6 *)address)->sin6_addr, name);
}

/* An IPv4 address is one that is mapped into IPv6, without the zeros. */
uint64_t
network_number(const struct sockaddr *address)
{
	uint64_t number = 0;
	unsigned char *bytes = (unsigned char *)&number;
	const struct in6_addr *six;

	if (address->sa_family == AF_INET) {
		bytes[2] = bytes[3] = 0xff;
		memcpy(bytes + 4,
		    &((const struct sockaddr_in *)address)->sin_addr, 4);
	} else if (address->sa_family == AF_INET6) {
		six = &((const struct sockaddr_in6 *)address)->sin6_addr;
		memcpy(bytes,
		    six->s6_addr + (IN6_IS_ADDR_V4MAPPED(six) ? 8 : 0), 8);
	}
	return (number);
}

int
network_read(struct slice text, struct sockaddr_storage *address)
{
	struct sockaddr_in *four = (struct sockaddr_in *)address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
	char copy[INET6_ADDRSTRLEN];

	if (text.length >= sizeof(copy) ||
	    memchr(text.bytes, '\0', text.length) != NULL)
		return (-1);
	memcpy(copy, text.bytes, text.length);
	copy[text.length] = '\0';
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, copy, &four->sin_addr) == 1)
		four->sin_family = AF_INET;
	else if (inet_pton(AF_INET6, copy, &six->sin6_addr) == 1)
		six->sin6_family = AF_INET6;
	else
		return (-1);
	return (0);
}

int
network_bytes(
    const struct sockaddr *address, unsigned char bytes[NETWORK_BYTES])
{
	if (address->sa_family == AF_INET6) {
		memcpy(bytes,
		    &((const struct sockaddr_in6 *)address)->sin6_addr,
		    NETWORK_BYTES);
		return (0);
	}
	if (address->sa_family != AF_INET)
		return (-1);
	memset(bytes, 0, MAPPED);
	bytes[MAPPED - 2] = bytes[MAPPED - 1] = 0xff;
	memcpy(bytes + MAPPED, &((const struct sockaddr_in *)address)->sin_addr,
	    NETWORK_BYTES - MAPPED);
	return (0);
}

static int
is_mapped(const unsigned char bytes[NETWORK_BYTES])
{
	static const unsigned char start[MAPPED] = { [10] = 0xff, 0xff };

	return (memcmp(bytes, start, MAPPED) == 0);
}

int
network_is_loopback(const struct sockaddr *address)
{
	static const unsigned char one[NETWORK_BYTES] = { [15] = 1 };
	unsigned char bytes[NETWORK_BYTES];

	if (network_bytes(address, bytes) == -1)
		return (0);
	if (memcmp(bytes, one, sizeof(one)) == 0)
		return (1);
	return (is_mapped(bytes) && bytes[MAPPED] == 127);
}
