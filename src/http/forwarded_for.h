/* SPDX-License-Identifier: ISC */
/*
 * X-Forwarded-For: the addresses through which a request came. Each proxy adds
 * that of its own client at the end, so only what trusted proxies added is
 * true. Everything before that, anybody can invent.
 */
#ifndef FORWARDED_FOR_H
#define FORWARDED_FOR_H

#include <sys/socket.h>

#include <stddef.h>

/*
 * forwarded_for(values, count, client):
 * ${client} is the other end of the connection, and ${values} are the ${count}
 * values of the request's fields, in their order. Follow the addresses from the
 * last one on for as long as trusted proxies added them, and replace ${client}
 * by the last address found: that of the client, or of the farthest proxy if
 * what that one added is no address.
 */
void forwarded_for(const char *const *, size_t, struct sockaddr_storage *);

#endif
