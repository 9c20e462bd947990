/* SPDX-License-Identifier: ISC */
#include "http/proxy_header.h"

#include <netinet/in.h>

#include <string.h>

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define SIGNED	  (sizeof(SIGNATURE) - 1)

/* The version and the command, in one byte. */
#define LOCAL 0x20
#define PROXY 0x21

/* The family and the protocol, in one byte. */
#define UNKNOWN	  0x00
#define TCP_IPV4  0x11
#define TCP_IPV6  0x21
#define UNIX_PATH 0x31

/* Both addresses and both ports. */
#define IPV4_LENGTH 12
#define IPV6_LENGTH 36

static size_t
rest_of(const unsigned char *start)
{
	return ((size_t)start[14] << 8 | start[15]);
}

/* Can a header with this start and these bytes behind it be understood? */
static int
is_valid(const unsigned char *start, size_t rest)
{
	if (memcmp(start, SIGNATURE, SIGNED) != 0)
		return (0);
	if (start[SIGNED] == LOCAL)
		return (1);
	if (start[SIGNED] != PROXY)
		return (0);
	switch (start[SIGNED + 1]) {
	case UNKNOWN:
	case UNIX_PATH:
		return (1);
	case TCP_IPV4:
		return (rest >= IPV4_LENGTH);
	case TCP_IPV6:
		return (rest >= IPV6_LENGTH);
	default:
		return (0);
	}
}

size_t
proxy_header_length(const unsigned char *start)
{
	size_t rest = rest_of(start);

	if (!is_valid(start, rest) ||
	    rest > PROXY_HEADER_MAX - PROXY_HEADER_START)
		return (0);
	return (PROXY_HEADER_START + rest);
}

void
proxy_header_client(
    const unsigned char *header, struct sockaddr_storage *client)
{
	struct sockaddr_in *four = (struct sockaddr_in *)client;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)client;
	const unsigned char *address = header + PROXY_HEADER_START;

	if (header[SIGNED] != PROXY)
		return;
	if (header[SIGNED + 1] == TCP_IPV4) {
		memset(client, 0, sizeof(*client));
		four->sin_family = AF_INET;
		memcpy(&four->sin_addr, address, sizeof(four->sin_addr));
	}
	if (header[SIGNED + 1] == TCP_IPV6) {
		memset(client, 0, sizeof(*client));
		six->sin6_family = AF_INET6;
		memcpy(&six->sin6_addr, address, sizeof(six->sin6_addr));
	}
}
