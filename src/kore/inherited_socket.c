#include "kore/inherited_socket.h"

#include <sys/socket.h>

#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST 3

static int
count(void)
{
	const char *process = getenv("LISTEN_PID");
	const char *sockets = getenv("LISTEN_FDS");

	if (process == NULL || sockets == NULL || atoi(process) != getpid())
		return (0);
	return (atoi(sockets));
}

/* Answer: 1 and its address, if ${socket} is one of a network; else 0. */
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

/* Kore makes a listener with a socket of its own; ${socket} takes its place. */
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

int
inherited_sockets(
    struct kore_server *server, const char *callback, char error[FAILURE_MAX])
{
	static int taken;

	for (; taken < count(); taken++)
		if (listen_on(FIRST + taken, server, callback) == -1)
			return (failure(error,
			    "cannot listen on file %d, though LISTEN_FDS=%d"
			    " promises a socket there",
			    FIRST + taken, count()));
	return (taken);
}
