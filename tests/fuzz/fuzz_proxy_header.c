/* SPDX-License-Identifier: ISC */
/*
 * proxy_header_length() and proxy_header_client(): they read no byte beyond the
 * header, and a client has an address in the family that the header names.
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "fuzz.h"
#include "http/proxy_header.h"

/* The header is copied, so that the sanitizers notice an access beyond it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sockaddr_in proxy = { .sin_family = AF_INET };
	struct sockaddr_storage client = { 0 };
	size_t length;
	uint8_t *header;

	if (size < PROXY_HEADER_START)
		return (0);
	header = malloc(PROXY_HEADER_START);
	assert(header != NULL);
	memcpy(header, data, PROXY_HEADER_START);
	length = proxy_header_length(header);
	free(header);
	assert(length == 0 ||
	       (length >= PROXY_HEADER_START && length <= PROXY_HEADER_MAX));
	if (length == 0 || length > size)
		return (0);

	header = malloc(length);
	assert(header != NULL);
	memcpy(header, data, length);
	memcpy(&client, &proxy, sizeof(proxy));
	proxy_header_client(header, &client);
	if (header[12] == 0x21 && header[13] == 0x11) /* IPv4 */
		assert(memcmp(&((struct sockaddr_in *)&client)->sin_addr,
			   header + 16, 4) == 0);
	else if (header[12] == 0x21 && header[13] == 0x21) /* IPv6 */
		assert(client.ss_family == AF_INET6 &&
		       memcmp(&((struct sockaddr_in6 *)&client)->sin6_addr,
			   header + 16, 16) == 0);
	else
		assert(memcmp(&client, &proxy, sizeof(proxy)) == 0);
	free(header);
	return (0);
}
