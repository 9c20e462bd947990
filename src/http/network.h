/* SPDX-License-Identifier: ISC */
/* Name the network address of a client, to limit requests from it. */
#ifndef NETWORK_H
#define NETWORK_H

#include <sys/socket.h>

#include <stdint.h>

#define NETWORK_NAME 64 /* bytes, with the NUL */

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

#endif
