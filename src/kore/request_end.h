/* SPDX-License-Identifier: ISC */
/*
 * What is noted of a request that is over: the counters of its page
 * (metrics/request_count.h), and a line in the access log, if there is one.
 */
#ifndef REQUEST_END_H
#define REQUEST_END_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "http/network.h"

/* Of the client's network, in the access log; empty if that has none. */
struct request_origin {
	char address[NETWORK_NAME];
	uint64_t began; /* request_clock() */
};

/* request_clock(): Return microseconds of a clock that is never set. */
uint64_t request_clock(void);

/*
 * request_begun(request, origin):
 * Note in ${origin} when ${request} began, and where it comes from.
 */
void request_begun(const struct http_request *, struct request_origin *);

/*
 * request_over(request, origin, id, whole):
 * Count ${request}, which has this ${id}, and log it. Its page is the handler
 * in kore.conf, without "page_". If ${whole} is 0, or if there was no response,
 * the client left, which is counted as status 499.
 */
void request_over(const struct http_request *, const struct request_origin *,
    const char *, int);

/*
 * request_refused(connection, status, bytes):
 * The same for what never became a request; its page is "none".
 */
void request_refused(const struct connection *, int, size_t);

#endif
