/* SPDX-License-Identifier: ISC */
#include "kore/upload.h"

#include <string.h>
#include <strings.h>

#include "kore/kore_parser.h"
#include "kore/reception.h"

/* Bytes of a piece: a round trip to the database each 64 KB costs less than
 * encryption does, and as much as a form may have is kept anyway. */
#define PIECE 65536

/* Stands in for Kore's function while the page works on a piece. */
static int
read_nothing(struct connection *connection, size_t *length)
{
	connection->evt.flags &= ~KORE_EVENT_READ;
	*length = 0;
	return (KORE_RESULT_OK);
}

/* The reception of an upload; NULL if there is none, or no client. */
static struct reception *
upload_of(const struct connection *connection)
{
	struct reception *reception =
	    connection == NULL ? NULL : connection->hdlr_extra;

	return (reception == NULL || reception->total == 0 ? NULL : reception);
}

static size_t
next_size(const struct reception *reception)
{
	return (reception->left < PIECE ? reception->left : PIECE);
}

/* A reader: called when bytes have arrived. */
static int
receive_piece(struct netbuf *in)
{
	struct connection *connection = in->owner;
	struct reception *reception = reception_of(connection);
	struct http_request *request = TAILQ_FIRST(&connection->http_requests);

	if (in->s_off < in->b_len)
		return (KORE_RESULT_OK);
	reception->read = connection->read;
	connection->read = read_nothing;
	reception_clock(connection, 0);
	if (request != NULL)
		http_request_wakeup(request);
	return (KORE_RESULT_RETRY);
}

/* Expect the next piece, as much of it as ${in} has room for. */
static void
await_piece(struct netbuf *in)
{
	in->b_len = next_size(reception_of(in->owner));
	in->cb = receive_piece;
	reception_clock(in->owner, http_body_timeout * 1000);
}

int
upload_is_one(const struct http_head *head)
{
	size_t i;

	if (head->content_length == 0 || head->chunked)
		return (0);
	for (i = 0; i < head->count; i++)
		if (slice_equals_nocase(head->fields[i].name, "content-type"))
			return (slice_begins(
			    head->fields[i].value, "multipart/form-data"));
	return (0);
}

int
upload_receive(struct netbuf *in, const struct http_head *head)
{
	struct reception *reception = reception_of(in->owner);
	size_t arrived = in->s_off - head->length;
	char *bytes = kore_malloc(PIECE);
	int result;

	reception_expect(in, head);
	reception->total = reception->left = head->content_length;
	if (arrived > next_size(reception))
		arrived = next_size(reception);
	memcpy(bytes, in->buf + head->length, arrived);
	result = kore_parser_take(in, head, 0, 1);
	if (in->buf != NULL) { /* Kore has rejected it. */
		kore_free(bytes);
		reception->total = reception->left = 0;
		return (result);
	}
	in->buf = (u_int8_t *)bytes;
	in->m_len = PIECE;
	in->s_off = arrived;
	await_piece(in);
	return (receive_piece(in));
}

size_t
upload_left(const struct http_request *request)
{
	const struct reception *reception = upload_of(request->owner);

	return (reception == NULL ? 0 : reception->left);
}

int
upload_piece(struct http_request *request, struct slice *piece)
{
	struct connection *connection = request->owner;

	if (upload_of(connection) == NULL || connection->read != read_nothing) {
		http_request_sleep(request);
		return (0);
	}
	piece->bytes = (const char *)connection->rnb->buf;
	piece->length = connection->rnb->b_len;
	return (1);
}

/* Read on, now that there is room again. */
static void
read_on(struct connection *connection)
{
	connection->read = reception_of(connection)->read;
	connection->evt.flags |= KORE_EVENT_READ;
	if (!net_recv_flush(connection))
		kore_connection_disconnect(connection);
}

void
upload_take(struct http_request *request)
{
	struct connection *connection = request->owner;
	struct reception *reception = upload_of(connection);

	if (reception == NULL || connection->read != read_nothing)
		return;
	reception->left -= connection->rnb->b_len;
	if (reception->left == 0)
		return;
	connection->rnb->s_off = 0;
	await_piece(connection->rnb);
	read_on(connection);
}

int
upload_abandon(struct connection *connection)
{
	struct reception *reception = upload_of(connection);
	struct netbuf *in = connection->rnb;

	if (reception == NULL || in->cb != receive_piece)
		return (0);
	if (reception->left == 0 ||
	    (reception->left == in->b_len && in->s_off == in->b_len))
		return (0); /* all has arrived */
	in->b_len = in->m_len;
	reception_ignore(connection);
	if (connection->read == read_nothing)
		read_on(connection);
	return (1);
}
