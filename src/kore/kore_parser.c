/* SPDX-License-Identifier: ISC */
#include "kore/kore_parser.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "http/host.h"

/* Return the request that Kore made of ${bytes}; NULL if it rejected them. */
static struct http_request *
find_request(struct connection *connection, const char *bytes)
{
	struct http_request *request;

	TAILQ_FOREACH(request, &connection->http_requests, olist)
		if ((const char *)request->headers == bytes)
			return (request);
	return (NULL);
}

/*
 * Add the host and all header fields, from ${text} to ${end}: Kore keeps only
 * 23 fields, and only those in ASCII.
 */
static void
add_fields(struct http_request *request, char *text, char *end)
{
	struct http_header *field;

	request->host = text;
	text += strlen(text) + 1;
	while (text < end) {
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

/* Return the domain whose certificate the client was shown. */
static const struct kore_domain *
shown_domain(const struct connection *connection)
{
	struct kore_server *server = connection->owner->server;
	const struct kore_domain *domain = NULL;

	if (connection->tls_sni != NULL)
		domain = kore_domain_lookup(server, connection->tls_sni);
	return (domain != NULL ? domain : TAILQ_FIRST(&server->domains));
}

/*
 * Write to ${name} the host by which Kore finds the domain: without its port,
 * which Kore recognizes only over IPv4. HTTP/1.0 need not name a host: then it
 * is the domain that was shown, because every domain's pattern matches itself.
 */
static void
name_for_kore(const struct connection *connection, const struct http_head *head,
    char name[KORE_DOMAINNAME_LEN + 1])
{
	struct slice host;

	if (head->host.length == 0) {
		(void)strcpy(name, shown_domain(connection)->domain);
		return;
	}
	host = host_name(head->host);
	memcpy(name, host.bytes, host.length);
	name[host.length] = '\0';
}

/*
 * Let Kore parse a request for the host ${name}. It rejects (421) any other
 * than the one that the TLS handshake named; so hide that one if both have the
 * same certificate.
 */
static void
parse(struct netbuf *in, const char *name)
{
	struct connection *connection = in->owner;
	char *greeted = connection->tls_sni;

	if (greeted != NULL && strcasecmp(greeted, name) != 0 &&
	    kore_domain_lookup(connection->owner->server, name) ==
		shown_domain(connection))
		connection->tls_sni = NULL;
	(void)http_header_recv(in);
	connection->tls_sni = greeted;
}

int
kore_parser_take(
    struct netbuf *in, const struct http_head *head, size_t body, int closes)
{
	char *bytes, name[KORE_DOMAINNAME_LEN + 1];
	struct http_request *request;
	struct buffer out = { 0 };
	size_t i, whole;

	name_for_kore(in->owner, head, name);
	http_head_write(head, name, body, closes, &out);
	buffer_add(&out, (char *)in->buf + head->length, body);
	whole = out.length;
	buffer_add(&out, head->host.bytes, head->host.length);
	buffer_add(&out, "", 1);
	for (i = 0; i < head->count; i++) {
		const struct http_field *field = &head->fields[i];

		buffer_add(&out, field->name.bytes, field->name.length);
		buffer_add(&out, "", 1);
		buffer_add(&out, field->value.bytes, field->value.length);
		buffer_add(&out, "", 1);
	}

	/* During another response, Kore serves this request when it wakes. */
	if (!TAILQ_EMPTY(&in->owner->http_requests))
		(void)kore_timer_add(wake, 1, NULL, KORE_TIMER_ONESHOT);
	kore_free(in->buf);
	bytes = kore_malloc(out.length);
	memcpy(bytes, out.data, out.length);
	in->buf = (u_int8_t *)bytes;
	in->s_off = in->b_len = in->m_len = whole;
	in->owner->http_timeout = 0;
	parse(in, name);
	request = find_request(in->owner, bytes);
	if (request != NULL) {
		add_fields(request, bytes + whole, bytes + out.length);
		if (head->minor == 0)
			request->flags |= HTTP_VERSION_1_0;
	}
	buffer_free(&out);
	return (KORE_RESULT_RETRY);
}
