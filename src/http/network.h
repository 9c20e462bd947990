/* Where in the network somebody is. */
#ifndef NETWORK_H
#define NETWORK_H

#include <sys/socket.h>

#define NETWORK_NAME 64 /* bytes, with the NUL */

/*
 * network_name(address, name):
 * The name that those share who are counted as one with ${address}: an IPv4
 * address, be it written as an IPv6 one; or the first 64 bits of an IPv6
 * address, which is what one household has; else, or for NULL, "local".
 */
void network_name(const struct sockaddr *, char[NETWORK_NAME]);

#endif
