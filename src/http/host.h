/* SPDX-License-Identifier: ISC */
/*
 * Take apart and compare hosts with ports, as in "example.org:443" (RFC 3986,
 * 3.2.2 and 3.2.3).
 */
#ifndef HOST_H
#define HOST_H

#include "http/slice.h"

/* host_name(host): Return ${host} without its port. */
struct slice host_name(struct slice);

/*
 * host_same(one, other):
 * Return 1 if both are the same host and port, else 0. A missing or empty port
 * is 443, that of HTTPS.
 */
int host_same(struct slice, struct slice);

#endif
