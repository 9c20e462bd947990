/* SPDX-License-Identifier: ISC */
/*
 * The linker's --wrap (conf/build.conf) leads Kore's calls of the __wrap_
 * functions here.
 */
#include "kore/response.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NO_CONTENT   204
#define NOT_MODIFIED 304

/* For the reasons see the HTTP headers cheat sheet of OWASP. */
#define EVERY_RESPONSE                                                    \
	"content-security-policy: default-src 'none'; style-src 'self'; " \
	"img-src 'self'; form-action 'self'; frame-ancestors 'none'; "    \
	"base-uri 'none'\r\n"                                             \
	"x-content-type-options: nosniff\r\n"                             \
	"x-frame-options: DENY\r\n"                                       \
	"referrer-policy: same-origin\r\n"                                \
	"cross-origin-opener-policy: same-origin\r\n"                     \
	"cross-origin-resource-policy: same-origin\r\n"                   \
	"permissions-policy: camera=(), geolocation=(), microphone=(), "  \
	"payment=(), usb=()\r\n"

#define EVERY_RESPONSE_WITH_TLS \
	EVERY_RESPONSE "strict-transport-security: max-age=31536000\r\n"

void __real_net_send_queue(struct connection *, const void *, size_t);
void __wrap_net_send_queue(struct connection *, const void *, size_t);
int __real_net_write_tls(struct connection *, size_t, size_t *);
int __wrap_net_write_tls(struct connection *, size_t, size_t *);

void
response_header(struct buffer *headers, const char *name, const char *value)
{
	buffer_text(headers, name);
	buffer_text(headers, ": ");
	buffer_text(headers, value);
	buffer_text(headers, "\r\n");
}

/* Kore does not know the reason phrases of the newer statuses. */
static const char *
status_text(int status)
{
	switch (status) {
	case 308:
		return ("Permanent Redirect");
	case 422:
		return ("Unprocessable Content");
	case 429:
		return ("Too Many Requests");
	case 431:
		return ("Request Header Fields Too Large");
	default:
		return (http_status_text(status));
	}
}

/* Start a response: the status, the date (RFC 9110, 6.6.1), and what every
 * response has. Only TLS can promise TLS (RFC 6797, 7.2). */
static void
add_start(struct buffer *out, int status, const struct connection *connection)
{
	buffer_format(out, "HTTP/1.1 %d %s\r\ndate: %s\r\n%s", status,
	    status_text(status), kore_time_to_date(time(NULL)),
	    connection->ssl != NULL ? EVERY_RESPONSE_WITH_TLS : EVERY_RESPONSE);
}

/* Is this the last response on its connection? */
static int
is_last(struct http_request *request)
{
	const char *value;

	if ((request->owner->flags & CONN_CLOSE_EMPTY) ||
	    http_keepalive_time == 0)
		return (1);
	return (http_request_header(request, "connection", &value) &&
		strcasecmp(value, "close") == 0);
}

/* Kore calls this when the connection has sent all of ${sent}, or is closed. */
static int
release(struct netbuf *sent)
{
	free(sent->buf);
	return (KORE_RESULT_OK);
}

void
response_send(struct http_request *request, int status,
    const struct buffer *headers, const void *body, size_t length)
{
	struct connection *connection = request->owner;
	struct buffer out = { 0 };

	if (connection == NULL)
		return;
	if (is_last(request))
		connection->flags |= CONN_CLOSE_EMPTY;

	add_start(&out, status, connection);
	if (headers->length > 0)
		buffer_add(&out, headers->data, headers->length);
	if (connection->flags & CONN_CLOSE_EMPTY)
		buffer_text(&out, "connection: close\r\n");
	if (status != NO_CONTENT && status != NOT_MODIFIED)
		buffer_format(&out, "content-length: %zu\r\n", length);
	buffer_text(&out, "\r\n");
	if (length > 0 && request->method != HTTP_METHOD_HEAD)
		buffer_add(&out, body, length);

	request->status = status;
	request->content_length = length;
	net_send_stream(connection, out.data, out.length, release, NULL);
	if (!(connection->flags & (CONN_CLOSE_EMPTY | CONN_IS_BUSY)))
		http_start_recv(connection);
}

void
response_refuse(
    struct connection *connection, int status, const char *reason, int body)
{
	struct buffer out = { 0 }, text = { 0 };

	buffer_format(&text, "%d %s\n%s%s", status, status_text(status), reason,
	    reason[0] != '\0' ? "\n" : "");
	add_start(&out, status, connection);
	buffer_format(&out,
	    "content-type: text/plain; charset=utf-8\r\n"
	    "cache-control: no-store\r\n"
	    "connection: close\r\n"
	    "content-length: %zu\r\n",
	    text.length);
	if (status == 503)
		response_header(&out, "retry-after", "2");
	buffer_text(&out, "\r\n");
	if (body)
		buffer_add(&out, text.data, text.length);
	buffer_free(&text);
	net_send_stream(connection, out.data, out.length, release, NULL);
}

/*
 * All pages leave through response_send(). An HTTP error that leaves through
 * this function is one of Kore's own, without a body and without our headers:
 * send ours instead.
 */
void
__wrap_net_send_queue(
    struct connection *connection, const void *data, size_t length)
{
	static const char start[] = "HTTP/1.1 ";
	int status = 0;

	if (connection->proto == CONN_PROTO_HTTP &&
	    length > sizeof(start) + 3 &&
	    memcmp(data, start, sizeof(start) - 1) == 0)
		status = atoi((const char *)data + sizeof(start) - 1);
	if (status >= 400)
		response_refuse(connection, status, "", 1);
	else
		__real_net_send_queue(connection, data, length);
}

/*
 * Kore gives OpenSSL 8 KB at a time, and each of them becomes a TLS record and
 * a system call. Give OpenSSL all there is: it fills records of 16 KB.
 */
int
__wrap_net_write_tls(
    struct connection *connection, size_t length, size_t *written)
{
	const struct netbuf *next = connection->snb;

	(void)length;
	return (__real_net_write_tls(
	    connection, next->b_len - next->s_off, written));
}
