/* SPDX-License-Identifier: ISC */
#include "kore/request_end.h"

#include <string.h>
#include <time.h>

#include "kore/request.h"
#include "metrics/access_log.h"
#include "metrics/request_count.h"

#define CLIENT_LEFT 499 /* as nginx writes it; no client ever sees it */
#define PREFIX	    "page_"

uint64_t
request_clock(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return ((uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000);
}

void
request_begun(const struct http_request *request, struct request_origin *origin)
{
	origin->began = request_clock();
	/* Later, the connection may be gone. */
	if (access_log_has_addresses())
		request_address(request, origin->address);
}

/* Kore's names of the handlers live as long as the program. */
static const char *
page_name(const struct http_request *request)
{
	const char *name = request->hdlr->func;

	return (strncmp(name, PREFIX, strlen(PREFIX)) == 0
		    ? name + strlen(PREFIX)
		    : name);
}

void
request_over(const struct http_request *request,
    const struct request_origin *origin, const char *id, int whole)
{
	struct access_line line = {
		.id = id,
		.method = http_method_text(request->method),
		.page = page_name(request),
		.status = request->status,
		.microseconds = request_clock() - origin->began,
		.address = origin->address,
	};

	if (request->status != 0)
		line.bytes = request->content_length;
	if (request->status == 0 || !whole)
		line.status = CLIENT_LEFT;
	request_count_add(
	    line.page, line.status, line.microseconds, line.bytes);
	access_log_add(&line);
}

void
request_refused(const struct connection *connection, int status, size_t bytes)
{
	char address[NETWORK_NAME];
	struct access_line line = {
		.page = "none",
		.status = status,
		.bytes = bytes,
		.address = address,
	};

	network_name((const struct sockaddr *)&connection->addr, address);
	request_count_add(line.page, status, 0, bytes);
	access_log_add(&line);
}
