/* SPDX-License-Identifier: ISC */
/*
 * Uploads: requests with a file (multipart/form-data), which may be much larger
 * than a form. Kore would collect the body, and twice. Instead, the page begins
 * when the head is there, and takes the body in pieces. While it works on one,
 * nothing is read from the socket, so a connection never holds more than one
 * piece, and the page may stop whenever it likes.
 */
#ifndef UPLOAD_H
#define UPLOAD_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "http/http_head.h"
#include "http/slice.h"

/* For pages. */

/* upload_left(request): Return how many bytes of the body the page has not
 * taken; 0 if the request is no upload, or all is taken. */
size_t upload_left(const struct http_request *);

/*
 * upload_piece(request, piece):
 * Lend the next ${piece} of the body. Return 1; or 0 if it has not arrived: the
 * request then sleeps until it has, or until the client is gone.
 */
int upload_piece(struct http_request *, struct slice *);

/* upload_take(request): Give the piece back, and read on. */
void upload_take(struct http_request *);

/* For src/kore/. */

/* upload_is_one(head): Return 1 if a request with this head is an upload. */
int upload_is_one(const struct http_head *);

/* upload_receive(in, head): Receive it. Return what a reader of ${in} returns.
 */
int upload_receive(struct netbuf *, const struct http_head *);

/*
 * upload_abandon(connection):
 * The response is about to be sent. If the client has more to send, drop it, or
 * it would not read the response. Return 1 if the connection must stay open for
 * that, else 0.
 */
int upload_abandon(struct connection *);

#endif
