/* SPDX-License-Identifier: ISC */
/*
 * The linker's --wrap (conf/build.conf) leads Kore's calls of the __wrap_
 * functions here.
 */
#include "kore/response.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/address.h"
#include "kore/request_end.h"
#include "kore/upload.h"

#define NO_CONTENT   204
#define NOT_MODIFIED 304
#define STALL_TIME   60000 /* ms, in which a client must take a piece */

/* For the reasons see the HTTP headers cheat sheet of OWASP. */
#define EVERY_RESPONSE                                                    \
	"content-security-policy: default-src 'none'; style-src 'self'; " \
	"img-src 'self'; form-action 'self'%s; frame-ancestors 'none'; "  \
	"base-uri 'none'\r\n"                                             \
	"x-content-type-options: nosniff\r\n"                             \
	"x-frame-options: DENY\r\n"                                       \
	"cross-origin-opener-policy: same-origin\r\n"                     \
	"cross-origin-resource-policy: same-origin\r\n"                   \
	"permissions-policy: camera=(), geolocation=(), microphone=(), "  \
	"payment=(), usb=()\r\n"

/* Only TLS can promise TLS (RFC 6797, 7.2). */
#define PROMISE "strict-transport-security: max-age=31536000\r\n"

static const char *form_targets = "";

void __real_net_send_queue(struct connection *, const void *, size_t);
void __wrap_net_send_queue(struct connection *, const void *, size_t);
int __real_net_write_tls(struct connection *, size_t, size_t *);
int __wrap_net_write_tls(struct connection *, size_t, size_t *);

void
response_form_targets(const char *targets)
{
	form_targets = targets;
}

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

/*
 * Start a response to a request for ${path}: the status, the date (RFC 9110,
 * 6.6.1), and what every response has. The browser tells nobody a secret path,
 * not even this site, which may be behind a proxy that logs it. ("no-referrer"
 * would also remove the origin of forms, which request_sender() reads.)
 */
static void
add_start(struct buffer *out, int status, const char *path,
    const struct connection *connection)
{
	buffer_format(out,
	    "HTTP/1.1 %d %s\r\ndate: %s\r\n" EVERY_RESPONSE
	    "referrer-policy: %s\r\n%s",
	    status, status_text(status), kore_time_to_date(time(NULL)),
	    form_targets,
	    address_secret(path) == NULL ? "same-origin" : "strict-origin",
	    connection->ssl != NULL ? PROMISE : "");
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
	int last, lingers;

	if (connection == NULL)
		return;
	last = is_last(request);
	lingers = upload_abandon(connection);
	if (last && !lingers)
		connection->flags |= CONN_CLOSE_EMPTY;

	add_start(&out, status, request->path, connection);
	if (headers->length > 0)
		buffer_add(&out, headers->data, headers->length);
	if (last)
		buffer_text(&out, "connection: close\r\n");
	if (status != NO_CONTENT && status != NOT_MODIFIED)
		buffer_format(&out, "content-length: %zu\r\n", length);
	buffer_text(&out, "\r\n");
	if (length > 0 && request->method != HTTP_METHOD_HEAD)
		buffer_add(&out, body, length);

	request->status = status;
	request->content_length =
	    request->method == HTTP_METHOD_HEAD ? 0 : length;
	net_send_stream(connection, out.data, out.length, release, NULL);
	if (!last && !(connection->flags & CONN_IS_BUSY))
		http_start_recv(connection);
}

static int
is_chunked(const struct http_request *request)
{
	return (!(request->flags & HTTP_VERSION_1_0));
}

/* After a response in pieces, go on with the next request, or close. */
static void
finish(struct http_request *request)
{
	struct connection *connection = request->owner;

	connection->http_timeout = 0;
	if (is_last(request) || !is_chunked(request))
		connection->flags |= CONN_CLOSE_EMPTY;
	else if (!(connection->flags & CONN_IS_BUSY))
		http_start_recv(connection);
}

/* The same when it is a piece, for whose end a page waits. */
static int
release_piece(struct netbuf *sent)
{
	struct http_request *request = TAILQ_FIRST(&sent->owner->http_requests);

	free(sent->buf);
	if (request != NULL)
		http_request_wakeup(request);
	return (KORE_RESULT_OK);
}

/* Begin to send, and give the client time to take it. */
static void
send_piece(struct connection *connection, struct buffer *out)
{
	net_send_stream(
	    connection, out->data, out->length, release_piece, NULL);
	memset(out, 0, sizeof(*out));
	connection->http_start = kore_time_ms();
	connection->http_timeout = STALL_TIME;
	if (!net_send_flush(connection))
		kore_connection_disconnect(connection);
}

int
response_begin(struct http_request *request, const struct buffer *headers)
{
	struct connection *connection = request->owner;
	struct buffer out = { 0 };

	if (connection == NULL)
		return (1);
	add_start(&out, 200, request->path, connection);
	if (headers->length > 0)
		buffer_add(&out, headers->data, headers->length);
	if (is_chunked(request))
		buffer_text(&out, "transfer-encoding: chunked\r\n");
	if (is_last(request) || !is_chunked(request))
		buffer_text(&out, "connection: close\r\n");
	buffer_text(&out, "\r\n");
	request->status = 200;
	request->content_length = 0;
	send_piece(connection, &out);
	if (request->method != HTTP_METHOD_HEAD)
		return (1);
	finish(request);
	return (0);
}

void
response_piece(struct http_request *request, struct buffer *piece)
{
	struct connection *connection = request->owner;
	struct buffer out = { 0 };

	request->content_length += piece->length;
	if (connection != NULL) {
		if (is_chunked(request))
			buffer_format(&out, "%zx\r\n", piece->length);
		buffer_add(&out, piece->data, piece->length);
		if (is_chunked(request))
			buffer_text(&out, "\r\n");
		send_piece(connection, &out);
	}
	buffer_free(piece);
}

int
response_taken(struct http_request *request)
{
	if (request->owner == NULL || TAILQ_EMPTY(&request->owner->send_queue))
		return (1);
	http_request_sleep(request);
	return (0);
}

void
response_end(struct http_request *request)
{
	struct connection *connection = request->owner;
	struct buffer out = { 0 };

	if (connection == NULL)
		return;
	if (is_chunked(request)) {
		buffer_text(&out, "0\r\n\r\n");
		send_piece(connection, &out);
	}
	finish(request);
}

void
response_cut(struct http_request *request)
{
	if (request->owner != NULL)
		kore_connection_disconnect(request->owner);
}

void
response_refuse(
    struct connection *connection, int status, const char *reason, int body)
{
	struct buffer out = { 0 }, text = { 0 };

	buffer_format(&text, "%d %s\n%s%s", status, status_text(status), reason,
	    reason[0] != '\0' ? "\n" : "");
	add_start(&out, status, "", connection);
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
	request_refused(connection, status, body ? text.length : 0);
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
