/*
 * A socket that somebody else listens on for us, as systemd does: while the
 * program is started again, nobody is turned away; who connects waits in the
 * socket for the new one. (The protocol is sd_listen_fds(3)'s: LISTEN_PID is
 * our number, LISTEN_FDS how many there are, from 3 on.)
 *
 * Kore makes a socket of its own for each "bind" of kore.conf. If one that was
 * inherited has the address that Kore is about to bind, it takes that place.
 */
#include <sys/socket.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST 3

int __real_bind(int, const struct sockaddr *, socklen_t);
int __wrap_bind(int, const struct sockaddr *, socklen_t);

/* Answer: how many sockets we were given. */
static int
count(void)
{
	const char *process = getenv("LISTEN_PID");
	const char *sockets = getenv("LISTEN_FDS");

	if (process == NULL || sockets == NULL || atoi(process) != getpid())
		return (0);
	return (atoi(sockets));
}

static int
has_address(int socket, const struct sockaddr *address, socklen_t length)
{
	struct sockaddr_storage theirs;
	socklen_t theirs_length = sizeof(theirs);

	return (
	    getsockname(socket, (struct sockaddr *)&theirs, &theirs_length) ==
		0 &&
	    theirs_length == length && memcmp(&theirs, address, length) == 0);
}

int
__wrap_bind(int socket, const struct sockaddr *address, socklen_t length)
{
	int i, flags;

	for (i = FIRST; i < FIRST + count(); i++) {
		if (!has_address(i, address, length))
			continue;
		flags = fcntl(socket, F_GETFL);
		if (dup3(i, socket, O_CLOEXEC) == -1)
			return (-1);
		(void)close(i);
		return (fcntl(socket, F_SETFL, flags));
	}
	return (__real_bind(socket, address, length));
}
