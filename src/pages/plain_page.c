/* SPDX-License-Identifier: ISC */
/*
 * What the site says without TLS. These handlers do not use page.h: they read
 * no form, send no cookie, and query nothing.
 */
#include <string.h>

#include "http/site_url.h"
#include "kore/request.h"
#include "kore/request_end.h"
#include "kore/response.h"
#include "model/token.h"
#include "operator/challenge.h"
#include "pages/pages.h"

static int
respond(struct http_request *request, int status, struct buffer *headers,
    const char *body, size_t length)
{
	struct request_origin origin;
	char id[17];

	request_begun(request, &origin);
	token_id(id);
	response_header(headers, "content-type", "text/plain; charset=utf-8");
	response_header(headers, "x-request-id", id);
	response_header(headers, "cache-control", "no-store");
	response_send(request, status, headers, body, length);
	request_over(request, &origin, id, 1);
	buffer_free(headers);
	return (KORE_RESULT_OK);
}

/*
 * Whatever a form sent here, others could read on the way. So do not have the
 * browser send it again, as if it were safe now.
 */
static int
refuse_method(struct http_request *request)
{
	static const char body[] = "405 Method Not Allowed\n"
				   "Nothing can be sent without HTTPS.\n";
	struct buffer headers = { 0 };

	response_header(&headers, "allow", "GET, HEAD");
	return (respond(request, 405, &headers, body, sizeof(body) - 1));
}

static int
refuse_address(struct http_request *request)
{
	static const char body[] = "404 Not Found\n";
	struct buffer headers = { 0 };

	return (respond(request, 404, &headers, body, sizeof(body) - 1));
}

static int
only_reads(const struct http_request *request)
{
	return (request->method == HTTP_METHOD_GET ||
		request->method == HTTP_METHOD_HEAD);
}

int
page_challenge(struct http_request *request)
{
	char text[CHALLENGE_MAX];
	struct buffer headers = { 0 };
	ssize_t length;

	if (!only_reads(request))
		return (refuse_method(request));
	length = challenge_read(strrchr(request->path, '/') + 1, text);
	if (length == -1)
		return (refuse_address(request));
	return (respond(request, 200, &headers, text, (size_t)length));
}

/* The host is always our own, whatever the client says. */
int
page_to_https(struct http_request *request)
{
	struct buffer headers = { 0 }, address = { 0 };
	const char *query = request->query_string;
	int status;

	if (!only_reads(request))
		return (refuse_method(request));
	if (site_url() == NULL)
		return (refuse_address(request));
	buffer_text(&address, site_url());
	buffer_text(&address, request->path);
	if (query != NULL) {
		buffer_text(&address, "?");
		buffer_text(&address, query);
	}
	response_header(&headers, "location", address.data);
	buffer_text(&address, "\n");
	status = respond(request, 301, &headers, address.data, address.length);
	buffer_free(&address);
	return (status);
}
