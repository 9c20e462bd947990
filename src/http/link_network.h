/* SPDX-License-Identifier: ISC */
/*
 * Where a request of our own may go that strangers caused: to public addresses,
 * and to those of LINK_NETWORKS in the environment. Otherwise a member could
 * have the site look at what only its own network can reach.
 */
#ifndef LINK_NETWORK_H
#define LINK_NETWORK_H

#include <sys/socket.h>

#include "base/failure.h"

#define LINK_NETWORKS_NAME "LINK_NETWORKS"

/*
 * link_network_read(text, error):
 * Permit also the networks of ${text}, such as "10.0.0.0/8"; none if it is NULL
 * or empty. Return 0; or -1 if one of them is invalid, and then ${error} says
 * why.
 */
int link_network_read(const char *, char[FAILURE_MAX]);

/*
 * link_network_permits(address):
 * Return 1 if a connection to ${address} is permitted: it is in LINK_NETWORKS,
 * or public, with port 80 or 443. Else return 0.
 */
int link_network_permits(const struct sockaddr *);

#endif
