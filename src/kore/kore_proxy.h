/* SPDX-License-Identifier: ISC */
/*
 * Read the PROXY protocol at the start of a connection from a trusted proxy,
 * before Kore reads anything.
 */
#ifndef KORE_PROXY_H
#define KORE_PROXY_H

#include <sys/types.h>
#include <kore/kore.h>

/*
 * kore_proxy_expect(connection, known):
 * If the new ${connection} must begin with the PROXY protocol, have it read,
 * then replace the connection's address by that of the proxy's client, and call
 * ${known}. Close the connection if it begins with anything else. For any other
 * connection, call ${known} at once.
 */
void kore_proxy_expect(struct connection *, void (*)(struct connection *));

/*
 * kore_proxy_introduced(connection):
 * Return 1 if the address of ${connection} is what a proxy said, else 0.
 */
int kore_proxy_introduced(const struct connection *);

#endif
