/* SPDX-License-Identifier: ISC */
/* Read the network address of a client, and name it, to limit its requests. */
#ifndef NETWORK_H
#define NETWORK_H

#include <sys/socket.h>

#include <stdint.h>

#include "http/slice.h"

#define NETWORK_NAME  64 /* bytes, with the NUL */
#define NETWORK_BYTES 16 /* of an IPv6 address */

/*
 * network_name(address, name):
 * Write to ${name} what the limits count ${address} under: an IPv4 address,
 * also if it is mapped into IPv6; the first 64 bits of any other IPv6 address,
 * because one household has all addresses that begin with them; "local" for
 * everything else, and for NULL.
 */
void network_name(const struct sockaddr *, char[NETWORK_NAME]);

/*
 * network_number(address):
 * Return a number that is the same for two internet addresses if, and only if,
 * their network_name() is: comparing numbers is quick.
 */
uint64_t network_number(const struct sockaddr *);

/*
 * network_read(text, address):
 * Read an IPv4 or IPv6 address, without a port. Return 0; or -1 if ${text} is
 * none, and then ${address} is undefined.
 */
int network_read(struct slice, struct sockaddr_storage *);

/*
 * network_bytes(address, bytes):
 * Write ${address} as an IPv6 address, into which an IPv4 address is mapped.
 * Return 0; or -1 if it is not an internet address.
 */
int network_bytes(const struct sockaddr *, unsigned char[NETWORK_BYTES]);

/* network_is_loopback(address): Return 1 if ${address} is one that only this
 * machine can have, else 0. */
int network_is_loopback(const struct sockaddr *);

#endif
