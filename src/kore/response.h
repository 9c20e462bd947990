/*
 * An answer on its way to the browser, head and body in one piece. Kore's own
 * http_response() copies each header on its own, and cuts the rest at 8 KB.
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include <stddef.h>

#include "base/buffer.h"

/*
 * response_header(headers, name, value):
 * Add a line to ${headers}. Neither part may hold what a stranger wrote, unless
 * it was encoded.
 */
void response_header(struct buffer *, const char *, const char *);

/*
 * response_send(request, status, headers, body, length):
 * Answer ${request} with ${headers}, those that every answer has, and ${body},
 * of ${length} bytes; both are copied. The answer to HEAD has no body.
 * If the connection is gone nothing happens; after a last request it is ended.
 */
void response_send(
    struct http_request *, int, const struct buffer *, const void *, size_t);

/*
 * response_refuse(connection, status, reason, body):
 * Answer what never became a request, in plain text: ${reason} is a sentence,
 * or empty. With ${body} 0, only the head is sent. It is the caller who ends
 * the connection.
 */
void response_refuse(struct connection *, int, const char *, int);

#endif
