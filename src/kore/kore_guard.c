/*
 * What stands between the network and Kore 4.1's parser of HTTP.
 *
 * Kore's takes the first of two lengths, loses the 24th field and whatever
 * comes behind a request in one packet, reads the body of a GET as the next
 * request, and counts a body past its announced end for ever. So it is shown
 * nothing but whole requests that were read strictly (http_head.h) and written
 * anew; what is none is refused here. It hands its own reader, by name, to
 * two functions of another file, where the linker's --wrap (conf/build.conf)
 * puts ours in its place.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <kore/kore.h>
#include <kore/http.h>

#include <stdlib.h>
#include <string.h>

#include "http/http_chunks.h"
#include "http/http_head.h"
#include "kore/response.h"

/*
 * So long we listen to who was refused and talks on: a connection that is
 * closed over unread bytes takes the answer with it.
 */
#define LINGER_TIME 2000    /* milliseconds */
#define LINGER_MAX  1048576 /* bytes */

/* What a connection is in the middle of; Kore frees it with the connection. */
struct talk {
	size_t
	    seen; /* bytes of a head, in which no line ends that was not read */
	size_t head; /* bytes, before a body in chunks */
	struct http_chunks chunks;
	size_t unheard; /* bytes that came after a refusal */
};

void __real_net_recv_queue(
    struct connection *, size_t, int, int (*)(struct netbuf *));
void __wrap_net_recv_queue(
    struct connection *, size_t, int, int (*)(struct netbuf *));
void __real_net_recv_reset(
    struct connection *, size_t, int (*)(struct netbuf *));
void __wrap_net_recv_reset(
    struct connection *, size_t, int (*)(struct netbuf *));
void __real_net_send_queue(struct connection *, const void *, size_t);
void __wrap_net_send_queue(struct connection *, const void *, size_t);
void __real_kore_connection_check_timeout(u_int64_t);
void __wrap_kore_connection_check_timeout(u_int64_t);

static int receive_head(struct netbuf *);
static int receive_body(struct netbuf *);
static int receive_chunks(struct netbuf *);

/* From now on, the client has so many milliseconds. */
static void
start_clock(struct connection *connection, uint64_t milliseconds)
{
	connection->http_start = kore_time_ms();
	connection->http_timeout = milliseconds;
}

static struct talk *
talk_of(struct connection *connection)
{
	if (connection->hdlr_extra == NULL)
		connection->hdlr_extra = kore_calloc(1, sizeof(struct talk));
	return (connection->hdlr_extra);
}

/* Kore calls these functions when bytes came. ERROR ends the connection. */
static int
ignore(struct netbuf *in)
{
	struct talk *talk = talk_of(in->owner);

	talk->unheard += in->s_off;
	in->s_off = 0;
	return (
	    talk->unheard < LINGER_MAX ? KORE_RESULT_OK : KORE_RESULT_ERROR);
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
	start_clock(connection, LINGER_TIME);
	return (KORE_RESULT_OK);
}

/*
 * Kore keeps 23 fields, and none that is not ASCII; we add them all, to the
 * request that it made of ${bytes}. If it made none, it has refused.
 */
static void
add_fields(struct connection *connection, char *bytes, char *text, char *end)
{
	struct http_request *request;
	struct http_header *field;

	TAILQ_FOREACH(request, &connection->http_requests, olist)
		if ((char *)request->headers == bytes)
			break;
	while (request != NULL && text < end) {
		field = kore_pool_get(&http_header_pool);
		field->header = text;
		field->value = field->header + strlen(field->header) + 1;
		text = field->value + strlen(field->value) + 1;
		if (strcasecmp(field->header, "user-agent") == 0)
			request->agent = field->value;
		TAILQ_INSERT_TAIL(&request->req_headers, field, list);
	}
}

static void
wake(void *nothing, u_int64_t now)
{
	(void)nothing;
	(void)now;
}

/*
 * Let Kore have a whole request: a head in few words, the body, and behind
 * them, where Kore does not look, the fields, as strings.
 */
static int
hand_over(
    struct netbuf *in, const struct http_head *head, size_t body, int closes)
{
	struct buffer out = { 0 };
	char *bytes;
	size_t i, whole;

	http_head_write(head, body, closes, &out);
	buffer_add(&out, (char *)in->buf + head->length, body);
	whole = out.length;
	for (i = 0; i < head->count; i++) {
		const struct http_field *field = &head->fields[i];

		buffer_add(&out, field->name.bytes, field->name.length);
		buffer_add(&out, "", 1);
		buffer_add(&out, field->value.bytes, field->value.length);
		buffer_add(&out, "", 1);
	}

	/* In the middle of an answer; it is served when Kore wakes next. */
	if (!TAILQ_EMPTY(&in->owner->http_requests))
		(void)kore_timer_add(wake, 1, NULL, KORE_TIMER_ONESHOT);
	kore_free(in->buf);
	bytes = kore_malloc(out.length);
	memcpy(bytes, out.data, out.length);
	in->buf = (u_int8_t *)bytes;
	in->s_off = in->b_len = in->m_len = whole;
	in->owner->http_timeout = 0;
	(void)http_header_recv(in);
	add_fields(in->owner, bytes, bytes + whole, bytes + out.length);
	buffer_free(&out);
	return (KORE_RESULT_RETRY);
}

/*
 * The request is all there. What came behind it may be another one: who sends
 * the next before the answer is told to send it again, by the end of the
 * connection (RFC 9112, 9.3.2 and 9.6). Or it is body that was not announced.
 */
static int
complete(struct netbuf *in, const struct http_head *head, size_t body,
    const char *rest, size_t length)
{
	struct http_head next;

	if (length > 0 && http_head_check(rest, length, &next) > HTTP_HEAD_MORE)
		return (refuse(in, 400,
		    "More was sent than the length of the body says."));
	return (hand_over(in, head, body, head->closes || length > 0));
}

/* Make room for a body and wait for it. */
static void
await_body(struct netbuf *in, const struct http_head *head, size_t size,
    int (*receive)(struct netbuf *))
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

	if (head->expects && head->minor > 0 && in->s_off == head->length)
		__real_net_send_queue(in->owner, go_on, sizeof(go_on) - 1);
	in->buf = kore_realloc(in->buf, size);
	in->b_len = in->m_len = size;
	in->cb = receive;
	start_clock(in->owner, http_body_timeout * 1000);
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
	struct talk *talk = talk_of(in->owner);
	char *body = (char *)in->buf + talk->head;
	char *news = body + talk->chunks.length;
	size_t length = in->s_off - talk->head - talk->chunks.length, rest;
	struct http_head head;

	switch (http_chunks_read(
	    &talk->chunks, http_body_max, news, length, &rest)) {
	case HTTP_CHUNKS_MORE:
		in->s_off = talk->head + talk->chunks.length;
		return (KORE_RESULT_OK);
	case HTTP_CHUNKS_DONE:
		(void)http_head_check((char *)in->buf, talk->head, &head);
		return (complete(in, &head, talk->chunks.length,
		    news + length - rest, rest));
	case 413:
		return (refuse(in, 413, "The body is too large."));
	default:
		return (refuse(in, 400, "The body is not well in chunks."));
	}
}

static int
receive_chunked(struct netbuf *in, const struct http_head *head)
{
	struct talk *talk = talk_of(in->owner);

	memset(talk, 0, sizeof(*talk));
	talk->head = head->length;
	await_body(in, head, head->length + http_body_max + http_header_max,
	    receive_chunks);
	return (receive_chunks(in));
}

/*
 * Who sends a head byte by byte must not have it read as often: there is
 * nothing new in it before the next line ends. (An address that does not end
 * is looked at each time, and soon too long.)
 */
static int
ends_no_line(struct netbuf *in)
{
	struct talk *talk = in->owner->hdlr_extra;
	size_t seen = talk != NULL ? talk->seen : 0;

	if (seen == 0 || in->s_off == in->b_len)
		return (0);
	talk->seen = in->s_off;
	return (memchr(in->buf + seen, '\n', in->s_off - seen) == NULL);
}

static int
await_head(struct netbuf *in)
{
	/* Between requests, the client had all the time. */
	if (in->owner->http_timeout == 0)
		start_clock(in->owner, http_header_timeout * 1000);
	if (memchr(in->buf, '\n', in->s_off) != NULL)
		talk_of(in->owner)->seen = in->s_off;
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
		return (refuse(in, 431, "The fields are too large."));
	if (status != HTTP_HEAD_OK)
		return (refuse(in, status, head.reason));
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

/* A connection is new, and its handshake is over. */
void
__wrap_net_recv_queue(struct connection *connection, size_t length, int flags,
    int (*receive)(struct netbuf *))
{
	if (receive != http_header_recv) {
		__real_net_recv_queue(connection, length, flags, receive);
		return;
	}
	__real_net_recv_queue(connection, length, flags, receive_head);
	start_clock(connection, http_header_timeout * 1000);
}

/*
 * A connection is ready for its next request. Until it comes, the time for
 * kept connections runs.
 */
void
__wrap_net_recv_reset(struct connection *connection, size_t length,
    int (*receive)(struct netbuf *))
{
	struct talk *talk = connection->hdlr_extra;

	if (receive != http_header_recv) {
		__real_net_recv_reset(connection, length, receive);
		return;
	}
	__real_net_recv_reset(connection, length, receive_head);
	connection->http_timeout = 0;
	if (talk != NULL)
		talk->seen = 0;
}

/*
 * All pages leave by response_send(). What an HTTP connection gets from here
 * is Kore's own refusal: it goes out with our headers, and a body.
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

/* The time of a client is over: in a handshake, a head, a body, or after. */
static void
expire(struct connection *connection)
{
	struct netbuf *in = connection->rnb;

	if (in == NULL || in->cb == ignore || in->s_off == 0 ||
	    !refuse(in, 408, "The request took too long to arrive."))
		kore_connection_disconnect(connection);
}

/*
 * Kore calls this twice a second. Its own look at the time knows nothing of
 * handshakes, where each byte gives another five seconds.
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
