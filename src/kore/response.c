#include "kore/response.h"

#include <stdlib.h>
#include <string.h>

#define NO_CONTENT   204
#define NOT_MODIFIED 304

/* The same for every answer; why each: OWASP's HTTP headers cheat sheet. */
#define EVERY_RESPONSE                                                    \
	"content-security-policy: default-src 'none'; style-src 'self'; " \
	"img-src 'self'; form-action 'self'; frame-ancestors 'none'; "    \
	"base-uri 'none'\r\n"                                             \
	"strict-transport-security: max-age=31536000\r\n"                 \
	"x-content-type-options: nosniff\r\n"                             \
	"x-frame-options: DENY\r\n"                                       \
	"referrer-policy: same-origin\r\n"                                \
	"cross-origin-opener-policy: same-origin\r\n"                     \
	"cross-origin-resource-policy: same-origin\r\n"                   \
	"permissions-policy: camera=(), geolocation=(), microphone=(), "  \
	"payment=(), usb=()\r\n"

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

/* Does the connection end with this answer? */
static int
is_last(struct http_request *request)
{
	const char *wish;

	if ((request->owner->flags & CONN_CLOSE_EMPTY) ||
	    (request->flags & HTTP_VERSION_1_0) || http_keepalive_time == 0)
		return (1);
	return (http_request_header(request, "connection", &wish) &&
		strcasecmp(wish, "close") == 0);
}

/* The connection has sent the whole of it, or is gone. */
static int
forget(struct netbuf *sent)
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

	buffer_format(&out, "HTTP/1.1 %d %s\r\n" EVERY_RESPONSE, status,
	    http_status_text(status));
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
	net_send_stream(connection, out.data, out.length, forget, NULL);
	if (!(connection->flags & (CONN_CLOSE_EMPTY | CONN_IS_BUSY)))
		http_start_recv(connection);
}

/* Kore has no words for what is younger than itself. */
static const char *
status_text(int status)
{
	return (status == 431 ? "Request Header Fields Too Large"
			      : http_status_text(status));
}

void
response_refuse(
    struct connection *connection, int status, const char *reason, int body)
{
	struct buffer out = { 0 }, text = { 0 };

	buffer_format(&text, "%d %s\n%s%s", status, status_text(status), reason,
	    reason[0] != '\0' ? "\n" : "");
	buffer_format(&out,
	    "HTTP/1.1 %d %s\r\n" EVERY_RESPONSE
	    "content-type: text/plain; charset=utf-8\r\n"
	    "cache-control: no-store\r\n"
	    "connection: close\r\n"
	    "content-length: %zu\r\n",
	    status, status_text(status), text.length);
	if (status == 503)
		response_header(&out, "retry-after", "2");
	buffer_text(&out, "\r\n");
	if (body)
		buffer_add(&out, text.data, text.length);
	buffer_free(&text);
	net_send_stream(connection, out.data, out.length, forget, NULL);
}

/*
 * Kore hands OpenSSL 8 KB at a time; each becomes a record and a write of its
 * own. OpenSSL takes all there is, and fills records of 16 KB. (The linker's
 * --wrap leads here what Kore calls to write.)
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
