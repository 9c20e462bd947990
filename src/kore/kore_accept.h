/* SPDX-License-Identifier: ISC */
/*
 * Keep connections available when there are too many, so that no client can
 * take them all: an address has a limit (RATE_CONNECTIONS), and a worker that
 * runs out of connections closes the one that was idle for the longest time.
 */
#ifndef KORE_ACCEPT_H
#define KORE_ACCEPT_H

#include <sys/types.h>
#include <kore/kore.h>

/*
 * kore_accept_is_surplus(connection):
 * Return 1 if ${connection} was accepted when there were too many and none was
 * idle, else 0. Its first request gets a 503.
 */
int kore_accept_is_surplus(const struct connection *);

/*
 * kore_accept_make_room():
 * In a worker that is about to wait for events and has no connection left,
 * close an idle one. If all have a request under way, do nothing.
 */
void kore_accept_make_room(void);

#endif
