/* SPDX-License-Identifier: ISC */
/*
 * The sockets that the site listens on.
 *
 * Kore listens only on sockets that it binds itself. A service manager such as
 * systemd can pass us sockets that are already listening: they replace every
 * "bind" of kore.conf, so that clients wait in them while the program restarts,
 * instead of being refused. (The protocol is sd_listen_fds(3)'s: LISTEN_FDS
 * descriptors, from 3 on, if LISTEN_PID is our process.)
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

#include "base/failure.h"

#define FIRST 3

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

/*
 * Have ${server} listen on all inherited sockets, at the first call only.
 * Return how many there are, or -1 and the reason in ${error}.
 */
static int
inherit(
    struct kore_server *server, const char *callback, char error[FAILURE_MAX])
{
	static int taken;

	for (; taken < count_inherited(); taken++)
		if (listen_on(FIRST + taken, server, callback) == -1)
			return (failure(error,
			    "cannot listen on file %d, though LISTEN_FDS=%d"
			    " promises a socket there",
			    FIRST + taken, count_inherited()));
	return (taken);
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
