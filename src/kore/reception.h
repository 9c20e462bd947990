/* SPDX-License-Identifier: ISC */
/*
 * What a connection has received. kore_guard.c reads requests, and upload.c the
 * bodies that are too large to be kept.
 */
#ifndef RECEPTION_H
#define RECEPTION_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "http/http_chunks.h"
#include "http/http_head.h"

struct reception {
	size_t scanned; /* bytes of the head that were searched for its end */
	size_t head;	/* bytes of the head that a chunked body follows */
	struct http_chunks chunks;
	size_t ignored; /* bytes that came after a rejection */

	/* Of an upload. */
	size_t total; /* bytes; 0: the request is none */
	size_t left;  /* bytes that the page has not seen */
	int (*read)(struct connection *, size_t *); /* while we do not read */
};

/* reception_of(connection): Return what ${connection} has received; Kore frees
 * it with the connection. */
struct reception *reception_of(struct connection *);

/* reception_clock(connection, milliseconds): Give the client so much time from
 * now, or any if it is 0. */
void reception_clock(struct connection *, uint64_t);

/* reception_expect(in, head): Tell a client that waits for it to send its
 * body (RFC 9110, 10.1.1). */
void reception_expect(struct netbuf *, const struct http_head *);

/* reception_ignore(connection): Drop what still arrives, for a while, and then
 * close the connection. */
void reception_ignore(struct connection *);

#endif
