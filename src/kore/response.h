/* SPDX-License-Identifier: ISC */
/*
 * Sending responses, head and body in one buffer. Kore's http_response() copies
 * each header separately, and writes 8 KB at a time.
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
 * response_refuse(connection, status, reason, body):
 * Send an error to a client whose request never became one, in plain text.
 * ${reason} is a sentence, or empty. If ${body} is 0, send only the head. The
 * caller closes the connection.
 */
void response_refuse(struct connection *, int, const char *, int);

#endif
