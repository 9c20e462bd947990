/*
 * Sockets that somebody else listens on for us, as systemd does: while the
 * program is started again nobody is turned away; who connects waits in the
 * socket for the new one. (The protocol is sd_listen_fds(3)'s: LISTEN_PID is
 * our number, LISTEN_FDS how many there are, from 3 on.)
 */
#ifndef INHERITED_SOCKET_H
#define INHERITED_SOCKET_H

#include <sys/types.h>
#include <kore/kore.h>

#include "base/failure.h"

/*
 * inherited_sockets(server, callback, error):
 * Have ${server} listen on all of them, unless that was done before; each calls
 * ${callback} as a "bind" of kore.conf would. Answer: how many there are; or -1
 * if one cannot be listened on, and ${error} says so.
 */
int inherited_sockets(struct kore_server *, const char *, char[FAILURE_MAX]);

#endif
