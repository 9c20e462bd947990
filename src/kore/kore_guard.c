/* SPDX-License-Identifier: ISC */
/*
 * A strict reader between the network and the HTTP parser of Kore 4.1.
 *
 * Kore's parser takes the first of two lengths, loses the 24th field and
 * everything that follows a request in the same packet, reads the body of a GET
 * as the next request, and accepts bytes beyond the announced length without
 * end. So we read each request strictly (http_head.h), reject a malformed one
 * here, and pass Kore only complete requests, rewritten in the simplest form.
 *
 * Kore passes its parser, http_header_recv(), to net_recv_queue() and
 * net_recv_reset(), which are in another file; there the linker's --wrap
 * (conf/build.conf) replaces it by our reader.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <kore/kore.h>
#include <kore/http.h>

#include <stdlib.h>
#include <string.h>

#include "http/http_head.h"
#include "kore/kore_accept.h"
#include "kore/kore_parser.h"
#include "kore/reception.h"
#include "kore/response.h"
#include "kore/upload.h"

/*
 * Drain a rejected client this long before closing: closing a socket that has
 * unread bytes resets the connection, and the client may lose our response.
 */
#define LINGER_TIME 2000    /* milliseconds */
#define LINGER_MAX  1048576 /* bytes */

void __real_net_recv_queue(
    struct connection *, size_t, int, int (*)(struct netbuf *));
void __wrap_net_recv_queue(
    struct connection *, size_t, int, int (*)(struct netbuf *));
void __real_net_recv_reset(
    struct connection *, size_t, int (*)(struct netbuf *));
void __wrap_net_recv_reset(
    struct connection *, size_t, int (*)(struct netbuf *));
void __real_kore_connection_check_timeout(u_int64_t);
void __wrap_kore_connection_check_timeout(u_int64_t);

static int receive_head(struct netbuf *);
static int receive_body(struct netbuf *);
static int receive_chunks(struct netbuf *);

void
reception_clock(struct connection *connection, uint64_t milliseconds)
{
	connection->http_start = kore_time_ms();
	connection->http_timeout = milliseconds;
}

struct reception *
reception_of(struct connection *connection)
{
	if (connection->hdlr_extra == NULL)
		connection->hdlr_extra =
		    kore_calloc(1, sizeof(struct reception));
	return (connection->hdlr_extra);
}

/* A reader, called when bytes have arrived; an ERROR closes the connection. */
static int
ignore(struct netbuf *in)
{
	struct reception *reception = reception_of(in->owner);

	reception->ignored += in->s_off;
	in->s_off = 0;
	return (reception->ignored < LINGER_MAX + reception->left
		    ? KORE_RESULT_OK
		    : KORE_RESULT_ERROR);
}

void
reception_ignore(struct connection *connection)
{
	connection->rnb->cb = ignore;
	connection->rnb->s_off = 0;
	reception_clock(connection, LINGER_TIME);
}

static int
refuse(struct netbuf *in, int status, const char *reason)
{
	struct connection *connection = in->owner;
	int head = in->s_off > 5 && memcmp(in->buf, "HEAD ", 5) == 0;

	in->cb = ignore;
	in->s_off = 0;
	response_refuse(connection, status, reason, !head);
	if (!net_send_flush(connection))
		return (KORE_RESULT_ERROR);
	if (!TAILQ_EMPTY(&connection->send_queue)) {
		connection->flags |= CONN_CLOSE_EMPTY;
		return (KORE_RESULT_OK);
	}
	if (connection->ssl != NULL)
		(void)SSL_shutdown(connection->ssl);
	(void)shutdown(connection->fd, SHUT_WR);
	reception_clock(connection, LINGER_TIME);
	return (KORE_RESULT_OK);
}

/*
 * The request is complete. The bytes behind it may be another request, sent
 * before our response: we close the connection after the response, which tells
 * the client to send it again (RFC 9112, 9.3.2 and 9.6). Or they are more body
 * than was announced, which is an error.
 */
static int
complete(struct netbuf *in, const struct http_head *head, size_t body,
    const char *rest, size_t length)
{
	struct http_head next;

	if (length > 0 && http_head_check(rest, length, &next) > HTTP_HEAD_MORE)
		return (refuse(in, 400, "The body is longer than announced."));
	return (kore_parser_take(in, head, body, head->closes || length > 0));
}

void
reception_expect(struct netbuf *in, const struct http_head *head)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

	if (head->expects && head->minor > 0 && in->s_off == head->length)
		net_send_queue(in->owner, go_on, sizeof(go_on) - 1);
}

/* Make room for a body of which ${size} is the end, and wait for it. */
static void
await_body(struct netbuf *in, const struct http_head *head, size_t size,
    int (*receive)(struct netbuf *))
{
	reception_expect(in, head);
	in->buf = kore_realloc(in->buf, size);
	in->b_len = in->m_len = size;
	in->cb = receive;
	reception_clock(in->owner, http_body_timeout * 1000);
}

static int
receive_body(struct netbuf *in)
{
	struct http_head head;

	if (in->s_off < in->b_len)
		return (KORE_RESULT_OK);
	(void)http_head_check((char *)in->buf, in->s_off, &head);
	return (complete(in, &head, head.content_length, NULL, 0));
}

static int
receive_chunks(struct netbuf *in)
{
	struct reception *reception = reception_of(in->owner);
	size_t done = reception->head + reception->chunks.length;
	char *unread = (char *)in->buf + done;
	size_t length = in->s_off - done, rest;
	struct http_head head;

	switch (http_chunks_read(
	    &reception->chunks, http_body_max, unread, length, &rest)) {
	case HTTP_CHUNKS_MORE:
		in->s_off = reception->head + reception->chunks.length;
		return (KORE_RESULT_OK);
	case HTTP_CHUNKS_DONE:
		(void)http_head_check((char *)in->buf, reception->head, &head);
		return (complete(in, &head, reception->chunks.length,
		    unread + length - rest, rest));
	case 413:
		return (refuse(in, 413, "The body is too large."));
	default:
		return (refuse(in, 400, "The chunked body is malformed."));
	}
}

static int
receive_chunked(struct netbuf *in, const struct http_head *head)
{
	struct reception *reception = reception_of(in->owner);

	memset(reception, 0, sizeof(*reception));
	reception->head = head->length;
	await_body(in, head, head->length + http_body_max + http_header_max,
	    receive_chunks);
	return (receive_chunks(in));
}

/*
 * If a client sends its head byte by byte, do not parse it for each: the result
 * cannot change before the next line ends. (The first line is parsed each time,
 * but it is soon too long.)
 */
static int
ends_no_line(struct netbuf *in)
{
	struct reception *reception = in->owner->hdlr_extra;
	size_t scanned = reception != NULL ? reception->scanned : 0;

	if (scanned == 0 || in->s_off == in->b_len)
		return (0);
	reception->scanned = in->s_off;
	return (memchr(in->buf + scanned, '\n', in->s_off - scanned) == NULL);
}

static int
await_head(struct netbuf *in)
{
	/* Between two requests, no time limit was set. */
	if (in->owner->http_timeout == 0)
		reception_clock(in->owner, http_header_timeout * 1000);
	if (memchr(in->buf, '\n', in->s_off) != NULL)
		reception_of(in->owner)->scanned = in->s_off;
	return (KORE_RESULT_OK);
}

static int
receive_head(struct netbuf *in)
{
	struct http_head head;
	char *bytes = (char *)in->buf;
	size_t whole;
	int status;

	if (ends_no_line(in))
		return (KORE_RESULT_OK);
	status = http_head_check(bytes, in->s_off, &head);
	if (status == HTTP_HEAD_MORE && in->s_off < in->b_len)
		return (await_head(in));
	if (status == HTTP_HEAD_MORE)
		return (refuse(in, 431, "The header fields are too large."));
	if (status != HTTP_HEAD_OK)
		return (refuse(in, status, head.reason));
	if (kore_accept_is_surplus(in->owner))
		return (refuse(in, 503, "Too many connections are open."));
	if (upload_is_one(&head))
		return (upload_receive(in, &head));
	if (head.content_length > http_body_max)
		return (refuse(in, 413, "The body is too large."));
	if (head.chunked)
		return (receive_chunked(in, &head));

	whole = head.length + head.content_length;
	if (in->s_off >= whole)
		return (complete(in, &head, head.content_length, bytes + whole,
		    in->s_off - whole));
	await_body(in, &head, whole, receive_body);
	return (KORE_RESULT_OK);
}

/* Kore calls this for a new connection, after its handshake. */
void
__wrap_net_recv_queue(struct connection *connection, size_t length, int flags,
    int (*receive)(struct netbuf *))
{
	if (receive != http_header_recv) {
		__real_net_recv_queue(connection, length, flags, receive);
		return;
	}
	__real_net_recv_queue(connection, length, flags, receive_head);
	reception_clock(connection, http_header_timeout * 1000);
}

/*
 * Kore calls this when a connection is ready for its next request. Until that
 * begins to arrive, only http_keepalive_time limits the connection.
 */
void
__wrap_net_recv_reset(struct connection *connection, size_t length,
    int (*receive)(struct netbuf *))
{
	struct reception *reception = connection->hdlr_extra;

	if (receive != http_header_recv) {
		__real_net_recv_reset(connection, length, receive);
		return;
	}
	__real_net_recv_reset(connection, length, receive_head);
	connection->http_timeout = 0;
	if (reception != NULL)
		reception->scanned = 0;
}

/* A client used up its time for a handshake, a head, a body, or draining. */
static void
expire(struct connection *connection)
{
	struct netbuf *in = connection->rnb;

	if (in == NULL || in->buf == NULL || in->cb == ignore ||
	    in->s_off == 0 ||
	    !refuse(in, 408, "The request took too long to arrive."))
		kore_connection_disconnect(connection);
}

/*
 * Kore calls this twice a second. It limits the time between two bytes of a
 * handshake, but not that of the whole handshake.
 */
void
__wrap_kore_connection_check_timeout(u_int64_t now)
{
	struct connection *connection, *next;

	for (connection = TAILQ_FIRST(&connections); connection != NULL;
	     connection = next) {
		next = TAILQ_NEXT(connection, list);
		if ((connection->proto == CONN_PROTO_HTTP ||
			connection->state == CONN_STATE_TLS_SHAKE) &&
		    connection->http_timeout != 0 &&
		    now > connection->http_start &&
		    now - connection->http_start >= connection->http_timeout)
			expire(connection);
	}
	__real_kore_connection_check_timeout(now);
}
