/* SPDX-License-Identifier: ISC */
#include "http/trusted_proxy.h"

#include <string.h>

#include "http/network_list.h"

static struct network_list proxies;
static int introduces;

int
trusted_proxy_read(
    const char *text, const char *protocol, char error[FAILURE_MAX])
{
	introduces = 0;
	if (network_list_read(
		&proxies, text, "TRUSTED_PROXY", "proxy", error) == -1)
		return (-1);
	if (protocol == NULL || *protocol == '\0' ||
	    strcmp(protocol, "off") == 0)
		return (0);
	if (strcmp(protocol, "on") != 0)
		return (failure(error,
		    "PROXY_PROTOCOL: \"%.100s\" is neither on nor off",
		    protocol));
	if (proxies.count == 0)
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
	return (network_list_has(&proxies, address));
}

int
trusted_proxy_introduces(const struct sockaddr *address)
{
	return (introduces && trusted_proxy_has(address));
}
