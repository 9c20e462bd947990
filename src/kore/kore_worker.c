/* SPDX-License-Identifier: ISC */
/*
 * A worker may die or hang at any moment without harming the others.
 *
 * The parent forwards messages, such as the key manager's signatures, to the
 * connections in a list from which it never removes one. The connection of a
 * dead worker goes back to the pool, and its successor gets the same one, which
 * is then in the list twice. So it receives each signature twice, and takes the
 * second copy for the signature of its next handshake, which fails. If two
 * workers die together, Kore even closes the connection of one for the other.
 * So we never reuse a connection that carried messages.
 *
 * Workers take turns at accepting, with a lock that they share. A worker that
 * is killed between taking the lock and recording that, or that hangs while it
 * holds the lock, keeps all others from accepting forever. So there is no lock
 * here: a new connection wakes every waiting worker, and one of them gets it.
 *
 * The linker's --wrap (conf/build.conf) leads Kore's calls here.
 */
#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "kore/kore_accept.h"
#include "kore/kore_worker.h"
#include "metrics/counters.h"

#define PAUSE 1000 /* ms at most */

extern struct kore_pool connection_pool;

static uint64_t paused_until; /* Kore's clock, ms */

void __real_kore_pool_put(struct kore_pool *, void *);
void __wrap_kore_pool_put(struct kore_pool *, void *);
void __real_kore_msg_worker_init(void);
void __wrap_kore_msg_worker_init(void);

void
__wrap_kore_pool_put(struct kore_pool *pool, void *element)
{
	const struct connection *connection = element;

	if (pool == &connection_pool && connection->proto == CONN_PROTO_MSG)
		return;
	__real_kore_pool_put(pool, element);
}

/* A worker that counts no listeners takes no lock; it still accepts. */
void
__wrap_kore_msg_worker_init(void)
{
	nlisteners = 0;
	__real_kore_msg_worker_init();
}

void
kore_worker_pause(void)
{
	paused_until = kore_time_ms() + PAUSE;
}

void
kore_worker_resume(void)
{
	paused_until = 0;
}

/*
 * A worker with Kore's lock releases it when it is full. Without a lock, the
 * connections that a full worker leaves waiting would wake it again and again.
 */
void
kore_worker_wait(void)
{
	static int was_full;
	int full;

	gauge_set(GAUGE_CONNECTIONS, worker_active_connections);
	if (worker_active_connections >= worker_max_connections)
		kore_accept_make_room();
	full = worker->has_lock &&
	       (worker_active_connections >= worker_max_connections ||
		   http_request_count >= http_request_limit ||
		   kore_time_ms() < paused_until);

	if (full && !was_full)
		kore_platform_disable_accept();
	else if (was_full && !full)
		kore_platform_enable_accept();
	was_full = full;
}
