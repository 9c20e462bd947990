/* SPDX-License-Identifier: ISC */
/* Lists of networks, as operators write them: "10.0.0.2 fd00::/64". */
#ifndef NETWORK_LIST_H
#define NETWORK_LIST_H

#include <sys/socket.h>

#include "base/failure.h"
#include "http/network.h"

#define NETWORK_LIST_MAX 32 /* each request may look at all of them */

struct network_list {
	unsigned count;
	struct {
		unsigned char bytes[NETWORK_BYTES];
		unsigned bits; /* how many of them an address begins with */
	} network[NETWORK_LIST_MAX];
};

/*
 * network_list_read(list, text, name, what, error):
 * Read the addresses and networks in ${text}; none if it is NULL or empty.
 * Return 0; or -1 if one of them is invalid, and then ${error} begins with
 * ${name} and says why it is no address of ${what}.
 */
int network_list_read(struct network_list *, const char *, const char *,
    const char *, char[FAILURE_MAX]);

/* network_list_has(list, address): Return 1 if ${address} is in one of the
 * networks, else 0. */
int network_list_has(const struct network_list *, const struct sockaddr *);

#endif
