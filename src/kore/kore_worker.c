/*
 * What Kore 4.1 needs so that a worker may die, or hang, at any moment without
 * harm to the others.
 *
 * The parent hands on messages, such as the key manager's signatures, to every
 * connection in a list from which it never removes one. The connection of a
 * worker that died goes back to the pool, the worker that takes its place gets
 * the very same out of it, and is in the list twice: each signature arrives
 * twice, and the second copy is taken for the answer to the next handshake,
 * which fails. If two workers die together, one's connection is even closed
 * for the other's. So a connection that carried messages is not used again.
 *
 * Workers accept in turn, by a lock that they share. One that is killed between
 * taking it and writing that down, or that hangs while it holds it, keeps all
 * others from accepting for ever. So here is no lock: a new connection wakes
 * every worker that waits, and one of them gets it.
 *
 * The linker's --wrap (conf/build.conf) leads these calls here.
 */
#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "kore/kore_worker.h"

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

/* A worker that has no listeners asks for no lock, and accepts all the same. */
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

/* Whoever has the lock gives it up when it cannot take more; without one, the
 * connections that it leaves waiting would wake it again and again. */
void
kore_worker_wait(void)
{
	static int was_full;
	int full = worker->has_lock &&
		   (worker_active_connections >= worker_max_connections ||
		       http_request_count >= http_request_limit ||
		       kore_time_ms() < paused_until);

	if (full && !was_full)
		kore_platform_disable_accept();
	else if (was_full && !full)
		kore_platform_enable_accept();
	was_full = full;
}
