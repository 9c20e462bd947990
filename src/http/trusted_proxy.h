/* SPDX-License-Identifier: ISC */
/*
 * The proxies that may say who their client is: TRUSTED_PROXY and
 * PROXY_PROTOCOL in the environment.
 */
#ifndef TRUSTED_PROXY_H
#define TRUSTED_PROXY_H

#include <sys/socket.h>

#include "base/failure.h"

/*
 * trusted_proxy_read(proxies, protocol, error):
 * Trust the addresses of ${proxies}, such as "10.0.0.2 fd00::/64"; none if it
 * is NULL or empty. ${protocol} is "on", "off", NULL or empty. Return 0; or -1
 * if one of them is invalid, and then ${error} says why.
 */
int trusted_proxy_read(const char *, const char *, char[FAILURE_MAX]);

/* trusted_proxy_has(address): Return 1 if ${address} is trusted, else 0. */
int trusted_proxy_has(const struct sockaddr *);

/*
 * trusted_proxy_introduces(address):
 * Return 1 if a connection from ${address} begins with the PROXY protocol: it
 * is trusted, and PROXY_PROTOCOL is on. Else return 0.
 */
int trusted_proxy_introduces(const struct sockaddr *);

#endif
