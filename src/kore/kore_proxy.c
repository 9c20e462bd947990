/* SPDX-License-Identifier: ISC */
/*
 * Kore gives a new connection to OpenSSL, or to its HTTP parser, at once; both
 * would reject the PROXY protocol. So until that was read, the connection has a
 * handler of ours. It reads not a byte more than the header, and then lets Kore
 * go on as if the client had connected by itself.
 *
 * Nobody but a trusted proxy gets this handler: from anyone else, these bytes
 * are a failed handshake, or a malformed request.
 *
 * The time for the handshake or for the request's head includes this header
 * (kore_guard.c).
 */
#include <sys/socket.h>

#include <errno.h>
#include <string.h>

#include "http/network.h"
#include "http/proxy_header.h"
#include "http/trusted_proxy.h"
#include "kore/kore_proxy.h"

#define INTRODUCED 0x0200 /* a flag of a connection that Kore does not use */
#define QUIET	   1000	  /* ms between two complaints about proxies */

/* What was received; Kore frees it with the connection. */
struct introduction {
	void (*known)(struct connection *);
	size_t expected; /* bytes */
	size_t received;
	unsigned char bytes[PROXY_HEADER_MAX];
};

int
kore_proxy_introduced(const struct connection *connection)
{
	return ((connection->flags & INTRODUCED) != 0);
}

static int
reject(const struct connection *connection)
{
	static uint64_t complained;
	char name[NETWORK_NAME];
	uint64_t now = kore_time_ms();

	if (complained != 0 && now - complained < QUIET)
		return (KORE_RESULT_ERROR);
	complained = now;
	network_name((const struct sockaddr *)&connection->addr, name);
	kore_log(LOG_ERR,
	    "connection from the proxy %s: closed, because it does not begin"
	    " with the PROXY protocol, version 2, which PROXY_PROTOCOL=on"
	    " requires",
	    name);
	return (KORE_RESULT_ERROR);
}

/* Make the client in ${header} the other end of the connection. */
static void
introduce(struct connection *connection, const unsigned char *header)
{
	struct sockaddr_storage client = { 0 };

	memcpy(&client, &connection->addr, sizeof(connection->addr));
	proxy_header_client(header, &client);
	memcpy(&connection->addr, &client, sizeof(connection->addr));
	connection->family = client.ss_family;
	connection->flags |= INTRODUCED;
}

static int
go_on(struct connection *connection)
{
	struct introduction *introduction = connection->hdlr_extra;
	void (*known)(struct connection *) = introduction->known;

	introduce(connection, introduction->bytes);
	connection->hdlr_extra = NULL;
	kore_free(introduction);
	connection->handle = kore_connection_handle;
	known(connection);
	/* The client's first bytes may be here; nothing else would say so. */
	return (kore_connection_handle(connection));
}

/* Read up to ${expected} bytes. Return 1 if all are here, 0 if not yet, or -1
 * if the connection has ended. */
static int
receive(struct connection *connection, struct introduction *introduction)
{
	ssize_t length;

	while (introduction->received < introduction->expected) {
		length = recv(connection->fd,
		    introduction->bytes + introduction->received,
		    introduction->expected - introduction->received, 0);
		if (length == -1 && errno == EINTR)
			continue;
		if (length == -1 && errno == EAGAIN) {
			connection->evt.flags &= ~KORE_EVENT_READ;
			return (0);
		}
		if (length <= 0)
			return (-1);
		introduction->received += (size_t)length;
	}
	return (1);
}

static int
handle(struct connection *connection)
{
	struct introduction *introduction = connection->hdlr_extra;
	int status = receive(connection, introduction);

	if (status == 1 && introduction->received == PROXY_HEADER_START) {
		introduction->expected =
		    proxy_header_length(introduction->bytes);
		if (introduction->expected == 0)
			return (reject(connection));
		status = receive(connection, introduction);
	}
	if (status == 1)
		return (go_on(connection));
	return (status == 0 ? KORE_RESULT_OK : KORE_RESULT_ERROR);
}

void
kore_proxy_expect(
    struct connection *connection, void (*known)(struct connection *))
{
	struct introduction *introduction;

	if (!trusted_proxy_introduces(
		(const struct sockaddr *)&connection->addr)) {
		known(connection);
		return;
	}
	introduction = kore_calloc(1, sizeof(*introduction));
	introduction->known = known;
	introduction->expected = PROXY_HEADER_START;
	connection->hdlr_extra = introduction;
	connection->handle = handle;
}
