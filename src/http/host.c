/* SPDX-License-Identifier: ISC */
#include "http/host.h"

#include <strings.h>

#include "base/ascii.h"

#define HTTPS_PORT 443

struct slice
host_name(struct slice host)
{
	const char *end = host.bytes + host.length, *c = end;

	while (c > host.bytes && ascii_is_digit(c[-1]))
		c--;
	/* The last part of an IPv6 address ends in a bracket. */
	if (c > host.bytes && c[-1] == ':')
		end = c - 1;
	return (slice_cut(&host, end));
}

/* Return a number above 65535 if there can be no such port. */
static int
port_of(struct slice host)
{
	const char *c = host.bytes + host_name(host).length;
	const char *end = host.bytes + host.length;
	int port = 0;

	if (end - c <= 1)
		return (HTTPS_PORT);
	for (c++; c < end && port < 65536; c++)
		port = port * 10 + *c - '0';
	return (port);
}

int
host_same(struct slice one, struct slice other)
{
	struct slice name = host_name(one), other_name = host_name(other);

	return (name.length == other_name.length &&
		strncasecmp(name.bytes, other_name.bytes, name.length) == 0 &&
		port_of(one) == port_of(other));
}
