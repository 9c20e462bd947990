/* SPDX-License-Identifier: ISC */
/*
 * What Kore does not read out of a request, or not reliably.
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
 * Read the form in ${request} into ${body}, NUL-terminated; the caller frees it
 * with kore_free(). Return 200, or the status of an error, and then ${body} may
 * be NULL: 413 for more than ${most} bytes, 415 for another content type, 400
 * for a NUL inside, or for fewer bytes than announced.
 */
int request_body(struct http_request *, size_t, char **);

enum request_sender { SENDER_UNKNOWN, SENDER_OURS, SENDER_FOREIGN };

/*
 * request_sender(request):
 * Return whose page sent the request, as the browser says in Sec-Fetch-Site
 * (W3C Fetch Metadata), or else in Origin (RFC 6454). If it says neither, only
 * the form's token protects the member.
 */
enum request_sender request_sender(struct http_request *);

/*
 * request_address(request, address):
 * Write the name of the network that ${request} comes from to ${address}, as
 * network.h defines it; rates are counted per network. If a trusted proxy sent
 * the request, that is the network of the proxy's client.
 */
void request_address(const struct http_request *, char[NETWORK_NAME]);

/*
 * request_is_local(request):
 * Return 1 if ${request} comes from a program on this machine, else 0. What
 * came through a proxy does not, even if the proxy is on this machine, and
 * whether or not it is a trusted one.
 */
int request_is_local(struct http_request *);

/*
 * request_leads_on(request, path):
 * Return 1 if ${path} has another route than ${request}, else 0.
 */
int request_leads_on(struct http_request *, const char *);

/*
 * request_cookie(request, name, value):
 * Copy the cookie ${name} to ${value}. Return 0; or -1 if it is missing, or too
 * long to be ours.
 */
int request_cookie(struct http_request *, const char *, char[COOKIE_VALUE]);

#endif
