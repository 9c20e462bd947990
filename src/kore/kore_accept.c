/* SPDX-License-Identifier: ISC */
/*
 * Kore accepts connections until it has worker_max_connections, and then none
 * until a client leaves. So one client that keeps them all open, with a cheap
 * request now and then, locks everybody else out.
 *
 * So a connection beyond the limit of its address replaces that connection of
 * the address which was idle for the longest time. When a worker has only its
 * reserve left, a new connection replaces the longest idle one of any address.
 * If none is idle, the new one takes a place in the reserve: its first request
 * gets a 503, and it is closed. A trusted proxy has no limit, because behind it
 * are many clients; those that it names have theirs.
 *
 * We look at all connections each time, instead of keeping counts that could
 * go wrong: among 3,500, that adds 0.2 ms to the 0.6 ms of a TLS handshake.
 *
 * The linker's --wrap (conf/build.conf) leads Kore's calls here.
 */
#include <sys/socket.h>

#include "http/network.h"
#include "http/trusted_proxy.h"
#include "kore/error_log.h"
#include "kore/kore_accept.h"
#include "kore/kore_proxy.h"
#include "metrics/counters.h"
#include "model/rate.h"

#define SURPLUS 0x0100 /* a flag of a connection that Kore does not use */
#define RESERVE (worker_max_connections / 8 + 1)

/* A group of connections: how many, and which was idle longest, or NULL. */
struct crowd {
	unsigned count;
	struct connection *idle;
};

int __real_kore_connection_accept(struct listener *, struct connection **);
int __wrap_kore_connection_accept(struct listener *, struct connection **);

int
kore_accept_is_surplus(const struct connection *connection)
{
	return ((connection->flags & SURPLUS) != 0);
}

/* Is it a client's? (The others lead to the parent process.) */
static int
is_client(const struct connection *connection)
{
	return (connection->proto == CONN_PROTO_HTTP ||
		connection->state == CONN_STATE_TLS_SHAKE);
}

static uint64_t
network_of(const struct connection *connection)
{
	return (network_number((const struct sockaddr *)&connection->addr));
}

/* Kore restarts a connection's idle timer at each of its events. */
static void
add(struct crowd *crowd, struct connection *connection)
{
	crowd->count++;
	if (TAILQ_EMPTY(&connection->http_requests) &&
	    (crowd->idle == NULL ||
		connection->idle_timer.start < crowd->idle->idle_timer.start))
		crowd->idle = connection;
}

/* Close an idle one of ${crowd}; if there is none, ${newcomer} gets a 503. */
static void
replace(const struct crowd *crowd, struct connection *newcomer)
{
	char name[NETWORK_NAME];

	if (crowd->idle != NULL) {
		kore_connection_disconnect(crowd->idle);
		return;
	}
	newcomer->flags |= SURPLUS;
	counter_refusal(REFUSED_CONNECTIONS);
	network_name((const struct sockaddr *)&newcomer->addr, name);
	error_log(503, "connection from %s: 503 none of %u others is idle",
	    name, crowd->count);
}

static void
admit(struct connection *newcomer)
{
	unsigned limit = (unsigned)rate_limit(RATE_CONNECTIONS);
	struct crowd all = { 0, NULL }, neighbours = { 0, NULL };
	uint64_t network = network_of(newcomer);
	struct connection *other = NULL; /* cppcheck does not see the list */
	int full = worker_active_connections + RESERVE > worker_max_connections;

	if (newcomer->family == AF_UNIX ||
	    trusted_proxy_has((const struct sockaddr *)&newcomer->addr))
		limit = 0;
	if (!full && (limit == 0 || worker_active_connections <= limit))
		return;
	TAILQ_FOREACH(other, &connections, list) {
		if (other == newcomer || !is_client(other) ||
		    kore_accept_is_surplus(other))
			continue;
		add(&all, other);
		if (network_of(other) == network)
			add(&neighbours, other);
	}
	if (limit > 0 && neighbours.count >= limit)
		replace(&neighbours, newcomer);
	else if (full)
		replace(&all, newcomer);
}

int
__wrap_kore_connection_accept(
    struct listener *listener, struct connection **connection)
{
	int status = __real_kore_connection_accept(listener, connection);

	if (status == KORE_RESULT_OK)
		kore_proxy_expect(*connection, admit);
	return (status);
}

void
kore_accept_make_room(void)
{
	struct crowd surplus = { 0, NULL }, all = { 0, NULL };
	struct connection *other = NULL, *idle;

	TAILQ_FOREACH(other, &connections, list) {
		if (!is_client(other))
			continue;
		add(&all, other);
		if (kore_accept_is_surplus(other))
			add(&surplus, other);
	}
	idle = surplus.idle != NULL ? surplus.idle : all.idle;
	if (idle == NULL)
		return;
	kore_connection_disconnect(idle);
	kore_connection_prune(KORE_CONNECTION_PRUNE_DISCONNECT);
}
