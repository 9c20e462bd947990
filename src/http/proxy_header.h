/* SPDX-License-Identifier: ISC */
/*
 * The PROXY protocol, version 2 (haproxy.org, doc/proxy-protocol.txt): bytes at
 * the start of a connection with which a proxy says who its client is.
 */
#ifndef PROXY_HEADER_H
#define PROXY_HEADER_H

#include <sys/socket.h>

#include <stddef.h>

#define PROXY_HEADER_START 16 /* bytes that say how long the header is */
/* Bytes; addresses take 52 at most, and what HAProxy can add a few hundred. */
#define PROXY_HEADER_MAX 2048

/*
 * proxy_header_length(start):
 * Return how many bytes the header has that begins with the PROXY_HEADER_START
 * bytes at ${start}: not more than PROXY_HEADER_MAX. Return 0 if it is invalid.
 */
size_t proxy_header_length(const unsigned char *);

/*
 * proxy_header_client(header, client):
 * Replace ${client} by the client's address in a complete ${header}, of which
 * the length is valid. If it has none, because the proxy speaks for itself or
 * its client has no internet address, leave ${client} alone.
 */
void proxy_header_client(const unsigned char *, struct sockaddr_storage *);

#endif
