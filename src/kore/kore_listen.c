/* SPDX-License-Identifier: ISC */
/*
 * The sockets that the site listens on.
 *
 * Kore listens only on sockets that it binds itself. A service manager such as
 * systemd can pass us sockets that are already listening: they replace every
 * "bind" of kore.conf, so that clients wait in them while the program restarts,
 * instead of being refused. (The protocol is sd_listen_fds(3)'s: LISTEN_FDS
 * descriptors, from 3 on, if LISTEN_PID is our process.) Those that are called
 * "http" in LISTEN_FDNAMES are for the server without TLS, all others for the
 * one with TLS.
 *
 * And if Kore cannot bind an address, it says "bind(): ..." and a line number;
 * we name the address.
 *
 * The linker's --wrap (conf/build.conf) leads Kore's calls here.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <kore/kore.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/site_url.h"
#include "kore/kore_listen.h"

#define FIRST 3
#define PLAIN "http" /* conf/microblog-http.socket */

int __real_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);
int __wrap_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);

static int
count_inherited(void)
{
	const char *process = getenv("LISTEN_PID");
	const char *sockets = getenv("LISTEN_FDS");

	if (process == NULL || sockets == NULL || atoi(process) != getpid())
		return (0);
	return (atoi(sockets));
}

/* Return 1 and the address of ${socket} if it is an internet socket, else 0. */
static int
has_address(int socket, struct sockaddr_storage *address, char host[NI_MAXHOST],
    char port[NI_MAXSERV])
{
	struct sockaddr *any = (struct sockaddr *)address;
	socklen_t length = sizeof(*address);

	return (getsockname(socket, any, &length) == 0 &&
		(any->sa_family == AF_INET || any->sa_family == AF_INET6) &&
		getnameinfo(any, length, host, NI_MAXHOST, port, NI_MAXSERV,
		    NI_NUMERICHOST | NI_NUMERICSERV) == 0);
}

/* Make a listener, whose own socket ${socket} then replaces. */
static int
listen_on(int socket, struct kore_server *server, const char *callback)
{
	struct sockaddr_storage address;
	char host[NI_MAXHOST], port[NI_MAXSERV];
	struct listener *listener;

	if (!has_address(socket, &address, host, port))
		return (-1);
	listener = kore_listener_create(server);
	listener->host = kore_strdup(host);
	listener->port = kore_strdup(port);
	if (!kore_listener_init(listener, address.ss_family, callback) ||
	    dup3(socket, listener->fd, O_CLOEXEC) == -1 ||
	    !kore_connection_nonblock(listener->fd, 1) ||
	    listen(listener->fd, (int)kore_socket_backlog) == -1)
		return (-1);
	return (close(socket));
}

/* Is this one of the inherited sockets for a server without TLS? */
static int
is_plain(int number)
{
	const char *names = getenv("LISTEN_FDNAMES");
	size_t length;

	if (names == NULL)
		return (0);
	while (number-- > 0) {
		names += strcspn(names, ":");
		names += *names == ':';
	}
	length = strcspn(names, ":");
	return (length == strlen(PLAIN) && strncmp(names, PLAIN, length) == 0);
}

/*
 * Have ${server} listen on all inherited sockets of its kind, at the first call
 * for that kind only. Return how many sockets of both kinds there are, or -1
 * and the reason in ${error}.
 */
static int
inherit(
    struct kore_server *server, const char *callback, char error[FAILURE_MAX])
{
	static int taken[2];
	int *next = &taken[server->tls != 0];

	for (; *next < count_inherited(); (*next)++)
		if (is_plain(*next) == !server->tls &&
		    listen_on(FIRST + *next, server, callback) == -1)
			return (failure(error,
			    "cannot listen on file %d, though LISTEN_FDS=%d"
			    " promises a socket there",
			    FIRST + *next, count_inherited()));
	return (*next);
}

/* Return a server with or without TLS, or NULL if kore.conf has none. */
static const struct kore_server *
find_server(int with_tls)
{
	const struct kore_server *server;

	LIST_FOREACH(server, &kore_servers, list) {
		if (!server->tls == !with_tls)
			return (server);
	}
	return (NULL);
}

int
kore_listen_check(char error[FAILURE_MAX])
{
	int i;

	if (find_server(0) != NULL) {
		if (site_url() != NULL)
			return (0);
		return (failure(error,
		    "kore.conf has a server without TLS, which redirects to the"
		    " site's public address; set SITE_URL, for example"
		    " SITE_URL=https://example.org"));
	}
	for (i = 0; i < count_inherited(); i++)
		if (is_plain(i))
			return (failure(error,
			    "systemd passed a socket named \"" PLAIN "\", but"
			    " kore.conf has no server without TLS; take it from"
			    " conf/production.conf, or disable"
			    " microblog-http.socket"));
	return (0);
}

/* Do what one "bind" of kore.conf says, or end the program. */
int
__wrap_kore_server_bind(struct kore_server *server, const char *host,
    const char *port, const char *callback)
{
	char error[FAILURE_MAX];
	int sockets = inherit(server, callback, error);

	errno = 0;
	if (sockets > 0 ||
	    (sockets == 0 && __real_kore_server_bind(server, host, port,
				 callback) == KORE_RESULT_OK))
		return (KORE_RESULT_OK);
	if (sockets == 0)
		(void)failure(error,
		    "cannot listen on %s port %s: %s (kore.conf says where to"
		    " listen)",
		    host, port, strerror(errno));
	fprintf(stderr, "microblog: %s\n", error);
	exit(EXIT_FAILURE);
}
