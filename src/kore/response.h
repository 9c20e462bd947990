/* SPDX-License-Identifier: ISC */
/*
 * Sending responses, head and body in one buffer. Kore's http_response() copies
 * each header separately, and writes 8 KB at a time. A response that is too
 * large to be kept is sent in pieces.
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include <stddef.h>

#include "base/buffer.h"

/*
 * response_form_targets(targets):
 * Allow forms of this site to end at other sites, too: ${targets} is "", or has
 * their origins, each after a space. (Chromium also checks where the response
 * to a form redirects.) Call it in the parent.
 */
void response_form_targets(const char *);

/*
 * response_header(headers, name, value):
 * Append a header field to ${headers}. Neither ${name} nor ${value} may contain
 * anything from a client that was not encoded.
 */
void response_header(struct buffer *, const char *, const char *);

/*
 * response_send(request, status, headers, body, length):
 * Send a response to ${request}: the header fields that every response has,
 * ${headers}, and ${body} of ${length} bytes, which are copied. The response to
 * a HEAD request has no body. After the last response of a connection, close
 * it. Do nothing if the client has disconnected.
 */
void response_send(
    struct http_request *, int, const struct buffer *, const void *, size_t);

/*
 * response_begin(request, headers):
 * Begin a response with status 200 whose length is not known, in chunks (RFC
 * 9112, 7.1), or for HTTP/1.0 up to the end of the connection. It continues
 * with response_piece(). Return 1; or 0 if the request is a HEAD, and the
 * response is complete.
 *
 * response_piece(request, piece):
 * Send ${piece}, which must not be empty, and free it.
 *
 * response_taken(request):
 * Return 1 if the client has taken all pieces, so that there is room for the
 * next. Otherwise return 0: the request sleeps until it has, or until it is
 * gone. A client that takes nothing for a minute is disconnected.
 *
 * response_end(request): Say that the response is complete.
 *
 * response_cut(request):
 * Break the response off: disconnect, without the end, so that the client
 * notices. Call it only when the client has taken all pieces.
 *
 * These do nothing if the client has disconnected.
 */
int response_begin(struct http_request *, const struct buffer *);
void response_piece(struct http_request *, struct buffer *);
int response_taken(struct http_request *);
void response_end(struct http_request *);
void response_cut(struct http_request *);

/*
 * response_refuse(connection, status, reason, body):
 * Send an error to a client whose request never became one, in plain text.
 * ${reason} is a sentence, or empty. If ${body} is 0, send only the head. The
 * caller closes the connection.
 */
void response_refuse(struct connection *, int, const char *, int);

#endif
