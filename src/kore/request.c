/* SPDX-License-Identifier: ISC */
#include "kore/request.h"

#include <string.h>

#include "http/forwarded_for.h"
#include "http/host.h"
#include "http/http_head.h"
#include "http/trusted_proxy.h"
#include "kore/kore_proxy.h"
#include "kore/upload.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

int
request_body(struct http_request *request, size_t most, char **body)
{
	size_t length = request->content_length;
	const char *type = "";

	*body = NULL;
	if (length > most)
		return (413);
	(void)http_request_header(request, "content-type", &type);
	if (upload_left(request) > 0)
		return (415);
	if (length > 0 && strncasecmp(type, FORM_TYPE, strlen(FORM_TYPE)) != 0)
		return (415);

	*body = kore_calloc(1, length + 1);
	if (length > 0 &&
	    http_body_read(request, *body, length) != (ssize_t)length)
		return (400);
	return (memchr(*body, '\0', length) == NULL ? 200 : 400);
}

/* Is this origin "https://" and the host that the request was sent to? */
static int
is_ours(const char *origin, const char *host)
{
	if (strncmp(origin, "https://", 8) != 0)
		return (0);
	origin += 8;
	return (host_same((struct slice){ origin, strlen(origin) },
	    (struct slice){ host, strlen(host) }));
}

enum request_sender
request_sender(struct http_request *request)
{
	const char *site, *origin;

	if (http_request_header(request, "sec-fetch-site", &site)) {
		if (strcmp(site, "none") == 0)
			return (SENDER_UNKNOWN);
		return (strcmp(site, "same-origin") == 0 ? SENDER_OURS
							 : SENDER_FOREIGN);
	}
	if (!http_request_header(request, "origin", &origin))
		return (SENDER_UNKNOWN);
	return (is_ours(origin, request->host) ? SENDER_OURS : SENDER_FOREIGN);
}

/* Replace ${client}, a trusted proxy, by whom the request names. */
static void
follow(const struct http_request *request, struct sockaddr_storage *client)
{
	const char *values[HTTP_HEAD_FIELDS];
	const struct http_header *header;
	size_t count = 0;

	TAILQ_FOREACH(header, &request->req_headers, list) {
		if (strcasecmp(header->header, "x-forwarded-for") == 0 &&
		    count < HTTP_HEAD_FIELDS)
			values[count++] = header->value;
	}
	forwarded_for(values, count, client);
}

void
request_address(const struct http_request *request, char address[NETWORK_NAME])
{
	const struct connection *from = request->owner;
	const struct sockaddr *end;
	struct sockaddr_storage client = { 0 };

	end = from == NULL ? NULL : (const struct sockaddr *)&from->addr;
	if (end != NULL && trusted_proxy_has(end)) {
		memcpy(&client, end, sizeof(from->addr));
		follow(request, &client);
		end = (const struct sockaddr *)&client;
	}
	network_name(end, address);
}

/* A proxy that nobody told us about may still say that it is one. */
static int
names_proxy(struct http_request *request)
{
	static const char *const names[] = { "x-forwarded-for", "forwarded",
		"x-real-ip", "via" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (http_request_header(request, names[i], &value))
			return (1);
	return (0);
}

int
request_is_local(struct http_request *request)
{
	const struct connection *from = request->owner;
	const struct sockaddr *end;

	if (from == NULL || kore_proxy_introduced(from) || names_proxy(request))
		return (0);
	end = (const struct sockaddr *)&from->addr;
	return (network_is_loopback(end) && !trusted_proxy_has(end));
}

int
request_leads_on(struct http_request *request, const char *path)
{
	const struct kore_module_handle *found, *here = request->hdlr;
	const char *own = request->path;

	request->path = path;
	found = kore_module_handler_find(request, request->hdlr->dom);
	request->path = own;
	return (found != NULL && found != here);
}

/* Kore looks only at the first Cookie field, and there at nine cookies. */
int
request_cookie(
    struct http_request *request, const char *name, char value[COOKIE_VALUE])
{
	struct http_header *header;

	TAILQ_FOREACH(header, &request->req_headers, list) {
		if (strcasecmp(header->header, "cookie") == 0 &&
		    cookie_find(header->value, name, value) == 0)
			return (0);
	}
	return (-1);
}
