/* SPDX-License-Identifier: ISC */
#include "http/trusted_proxy.h"

#include <string.h>

#include "base/ascii.h"
#include "http/network.h"

#define SEPARATORS ", \t\n"
#define RANGES	   32 /* a site has few proxies, and each request may ask */
#define IPV4_BITS  32
#define IPV6_BITS  128

static struct range {
	unsigned char bytes[NETWORK_BYTES];
	unsigned bits; /* how many of them the proxy's address begins with */
} ranges[RANGES];

static unsigned count;
static int introduces;

/* Return a number from 1 to ${most}; 0 if ${text} is none. */
static unsigned
read_length(struct slice text, unsigned most)
{
	unsigned number = 0;
	size_t i;

	if (text.length > 3)
		return (0);
	for (i = 0; i < text.length; i++) {
		if (!ascii_is_digit(text.bytes[i]))
			return (0);
		number = number * 10 + (unsigned)(text.bytes[i] - '0');
	}
	return (number <= most ? number : 0);
}

static int
is_in(const struct range *range, const unsigned char bytes[NETWORK_BYTES])
{
	unsigned whole = range->bits / 8, rest = range->bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	return (memcmp(range->bytes, bytes, whole) == 0 &&
		(rest == 0 ||
		    (range->bytes[whole] & mask) == (bytes[whole] & mask)));
}

/* Is every bit behind the length 0, as in 10.0.0.0/8, but not in 10.0.0.5/8? */
static int
ends_there(const struct range *range)
{
	unsigned i;

	for (i = range->bits; i < IPV6_BITS; i++)
		if ((range->bytes[i / 8] >> (7 - i % 8)) & 1)
			return (0);
	return (1);
}

static int
add(struct slice word, char error[FAILURE_MAX])
{
	int shown = word.length < 100 ? (int)word.length : 100;
	const char *text = word.bytes;
	int has_length = memchr(word.bytes, '/', word.length) != NULL;
	struct slice address = slice_until(&word, '/');
	struct sockaddr_storage storage;
	const struct sockaddr *any = (const struct sockaddr *)&storage;
	struct range *range = &ranges[count];
	unsigned most;

	if (network_read(address, &storage) == -1)
		return (failure(error,
		    "TRUSTED_PROXY: \"%.*s\" is not the address of a proxy;"
		    " write ADDRESS or ADDRESS/LENGTH, for example 10.0.0.2 or"
		    " fd00::/64",
		    shown, text));
	(void)network_bytes(any, range->bytes);
	most = any->sa_family == AF_INET ? IPV4_BITS : IPV6_BITS;
	range->bits = has_length ? read_length(word, most) : most;
	if (range->bits == 0)
		return (failure(error,
		    "TRUSTED_PROXY: the length in \"%.*s\" must be a number"
		    " from 1 to %u",
		    shown, text, most));
	range->bits += IPV6_BITS - most;
	if (!ends_there(range))
		return (failure(error,
		    "TRUSTED_PROXY: \"%.*s\" has other bits than 0 behind its"
		    " length; write the whole address without a length, or the"
		    " network with zeros, for example 10.0.0.0/8",
		    shown, text));
	count++;
	return (0);
}

static int
read_proxies(const char *text, char error[FAILURE_MAX])
{
	size_t length;

	for (text += strspn(text, SEPARATORS); *text != '\0';
	     text += strspn(text, SEPARATORS)) {
		if (count == RANGES)
			return (failure(error,
			    "TRUSTED_PROXY: there are more than %d addresses;"
			    " write a network, such as 10.0.0.0/24, instead of"
			    " each of its addresses",
			    RANGES));
		length = strcspn(text, SEPARATORS);
		if (add((struct slice){ text, length }, error) == -1)
			return (-1);
		text += length;
	}
	return (0);
}

int
trusted_proxy_read(
    const char *proxies, const char *protocol, char error[FAILURE_MAX])
{
	count = 0;
	introduces = 0;
	if (proxies != NULL && read_proxies(proxies, error) == -1)
		return (-1);
	if (protocol == NULL || *protocol == '\0' ||
	    strcmp(protocol, "off") == 0)
		return (0);
	if (strcmp(protocol, "on") != 0)
		return (failure(error,
		    "PROXY_PROTOCOL: \"%.100s\" is neither on nor off",
		    protocol));
	if (count == 0)
		return (failure(error,
		    "PROXY_PROTOCOL is on, but no proxy is trusted; set"
		    " TRUSTED_PROXY to the address of your proxy, for example"
		    " 10.0.0.2"));
	introduces = 1;
	return (0);
}

int
trusted_proxy_has(const struct sockaddr *address)
{
	unsigned char bytes[NETWORK_BYTES];
	unsigned i;

	if (count == 0 || network_bytes(address, bytes) == -1)
		return (0);
	for (i = 0; i < count; i++)
		if (is_in(&ranges[i], bytes))
			return (1);
	return (0);
}

int
trusted_proxy_introduces(const struct sockaddr *address)
{
	return (introduces && trusted_proxy_has(address));
}
