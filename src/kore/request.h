/*
 * What a request says, beyond what Kore reads out of it.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "http/cookie.h"
#include "http/network.h"

/*
 * request_body(request, most, body):
 * Read the form that came with ${request} into ${body}, NUL-terminated, the
 * caller's to kore_free(). Answer: 200, or the status that says why not: 413
 * for more than ${most} bytes, 415 for what is no form, 400 for a NUL inside
 * or less than was announced; then ${body} may be NULL.
 */
int request_body(struct http_request *, size_t, char **);

enum request_sender { SENDER_UNKNOWN, SENDER_OURS, SENDER_FOREIGN };

/*
 * request_sender(request):
 * Whose page sent it, as the browser says (Sec-Fetch-Site, W3C Fetch Metadata;
 * or else Origin, RFC 6454). A client that says neither is held by the form's
 * token alone.
 */
enum request_sender request_sender(struct http_request *);

/*
 * request_address(request, address):
 * The network that it comes from, for counting: its name, as in network.h.
 */
void request_address(const struct http_request *, char[NETWORK_NAME]);

/*
 * request_cookie(request, name, value):
 * Copy the cookie ${name} to ${value}. Answer: 0, or -1 if there is none, or it
 * is too long to be ours.
 */
int request_cookie(struct http_request *, const char *, char[COOKIE_VALUE]);

#endif
