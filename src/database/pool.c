/* SPDX-License-Identifier: ISC */
#include "database/pool.h"

#include <sys/epoll.h>
#include <stdio.h>
#include <string.h>

#include "database/connection.h"
#include "kore/kore_pgsql.h"
#include "metrics/counters.h"

#define DATABASE "microblog"
#define RETRY	 100 /* ms between attempts to connect while it is away */
#define PATIENCE 800 /* ms that requests wait for it before they get 503 */

static TAILQ_HEAD(borrowed_list, borrowed) waiting = TAILQ_HEAD_INITIALIZER(
    waiting);
static char *conninfo;
static unsigned opened, in_use; /* connections */
static uint64_t away_since;	/* Kore's clock, ms; 0: it is reachable */
static uint64_t next_attempt;	/* while it is away */
static int timer_is_set;

void
pool_register(const char *connection_string)
{
	conninfo = kore_strdup(connection_string);
}

/* Kore reads pgsql_conn_max when a database is registered, so kore.conf must
 * have been loaded. */
void
pool_worker(void)
{
	(void)kore_pgsql_register(DATABASE, conninfo);
}

/*
 * If the server went away while a connection was idle in the pool, the
 * connection is readable: the first PQconsumeInput() reads the server's last
 * message, the second reads the end of the stream.
 */
static int
is_healthy(PGconn *connection)
{
	return (!connection_readable(connection) ||
		(PQconsumeInput(connection) && PQconsumeInput(connection) &&
		    PQstatus(connection) == CONNECTION_OK &&
		    PQtransactionStatus(connection) == PQTRANS_IDLE));
}

static void
report(void)
{
	gauge_set(GAUGE_DATABASE_OPEN, opened);
	gauge_set(GAUGE_DATABASE_IN_USE, in_use);
}

/* Have Kore hand out a free connection, or adopt the new one. */
static void
check_out(struct borrowed *borrowed)
{
	struct kore_pgsql *sql = &borrowed->sql;

	pool_give(borrowed);
	kore_pgsql_init(sql);
	kore_pgsql_bind_request(sql, borrowed->request);
	if (!kore_pgsql_setup(sql, DATABASE, KORE_PGSQL_ASYNC))
		fatal("pool: %s", sql->error); /* our count is wrong */
	in_use++;
	report();
}

/* Wake everyone who waits for the next attempt to connect. */
static void
wake_waiting(void *arg, u_int64_t now)
{
	struct borrowed *borrowed;

	(void)arg;
	(void)now;
	timer_is_set = 0;
	TAILQ_FOREACH(borrowed, &waiting, list) {
		/* cppcheck-suppress uninitvar; it does not see the list */
		http_request_wakeup(borrowed->request);
	}
}

static void
stop_waiting(struct borrowed *borrowed)
{
	if (borrowed->waits)
		TAILQ_REMOVE(&waiting, borrowed, list);
	borrowed->waits = 0;
}

static enum pool_state
wait_for_attempt(struct borrowed *borrowed)
{
	borrowed->waits = 1;
	TAILQ_INSERT_TAIL(&waiting, borrowed, list);
	if (!timer_is_set)
		(void)kore_timer_add(
		    wake_waiting, RETRY, NULL, KORE_TIMER_ONESHOT);
	timer_is_set = 1;
	http_request_sleep(borrowed->request);
	return (POOL_WAITING);
}

static void
connect_event(void *event, int error)
{
	struct borrowed *borrowed =
	    (void *)((char *)event - offsetof(struct borrowed, event));

	(void)error; /* libpq will notice */
	http_request_wakeup(borrowed->request);
}

/* Continue connecting when the socket is ready. */
static enum pool_state
wait_for_socket(struct borrowed *borrowed, int events)
{
	borrowed->event.type = KORE_TYPE_PGSQL_CONN;
	borrowed->event.handle = connect_event;
	kore_platform_event_schedule(PQsocket(borrowed->connecting),
	    events | EPOLLRDHUP | EPOLLET, 0, &borrowed->event);
	http_request_sleep(borrowed->request);
	return (POOL_WAITING);
}

static enum pool_state
connected(struct borrowed *borrowed)
{
	PGconn *spare;

	kore_platform_disable_read(PQsocket(borrowed->connecting));
	away_since = 0;
	kore_pgsql_offer(borrowed->connecting);
	borrowed->connecting = NULL;
	check_out(borrowed);
	spare = kore_pgsql_withdraw();
	if (spare == NULL)
		opened++;
	report();
	PQfinish(spare); /* another came free in the meantime */
	return (POOL_TAKEN);
}

static enum pool_state
not_connected(struct borrowed *borrowed)
{
	(void)snprintf(borrowed->reason, sizeof(borrowed->reason), "%s",
	    PQerrorMessage(borrowed->connecting));
	PQfinish(borrowed->connecting);
	borrowed->connecting = NULL;
	if (away_since == 0)
		away_since = kore_time_ms();
	return (POOL_UNAVAILABLE);
}

static enum pool_state
continue_connecting(struct borrowed *borrowed, PostgresPollingStatusType status)
{
	switch (status) {
	case PGRES_POLLING_READING:
		return (wait_for_socket(borrowed, EPOLLIN));
	case PGRES_POLLING_WRITING:
		return (wait_for_socket(borrowed, EPOLLOUT));
	case PGRES_POLLING_OK:
		return (connected(borrowed));
	default:
		return (not_connected(borrowed));
	}
}

static enum pool_state
start_connecting(struct borrowed *borrowed)
{
	next_attempt = away_since == 0 ? 0 : kore_time_ms() + RETRY;
	borrowed->connecting = PQconnectStart(conninfo);
	return (continue_connecting(borrowed,
	    PQstatus(borrowed->connecting) == CONNECTION_BAD
		? PGRES_POLLING_FAILED
		: PGRES_POLLING_WRITING)); /* as libpq's manual says */
}

/*
 * Open another connection. While the database is away, try only once per RETRY;
 * when it has been away for longer than PATIENCE, requests need not wait.
 */
static enum pool_state
open_another(struct borrowed *borrowed)
{
	enum pool_state state = POOL_UNAVAILABLE;
	uint64_t now = kore_time_ms();

	if (borrowed->connecting != NULL)
		state = continue_connecting(
		    borrowed, PQconnectPoll(borrowed->connecting));
	else if (away_since == 0 || now >= next_attempt)
		state = start_connecting(borrowed);
	else
		(void)snprintf(borrowed->reason, sizeof(borrowed->reason),
		    "no connection");
	if (state == POOL_UNAVAILABLE && now < away_since + PATIENCE)
		return (wait_for_attempt(borrowed));
	return (state);
}

enum pool_state
pool_take(struct borrowed *borrowed, struct http_request *request)
{
	stop_waiting(borrowed);
	borrowed->request = request;
	while (borrowed->connecting == NULL && opened > in_use) {
		check_out(borrowed);
		if (is_healthy(borrowed->sql.conn->db))
			return (POOL_TAKEN);
		pool_discard(borrowed);
	}
	return (open_another(borrowed));
}

/* Kore cancels the query of a connection unless its state says it is done. */
void
pool_give(struct borrowed *borrowed)
{
	struct kore_pgsql *sql = &borrowed->sql;

	if (sql->conn != NULL) {
		sql->state = KORE_PGSQL_STATE_DONE;
		in_use--;
		report();
		away_since = 0; /* this connection works */
	}
	kore_pgsql_cleanup(sql);
}

void
pool_discard(struct borrowed *borrowed)
{
	stop_waiting(borrowed);
	PQfinish(borrowed->connecting);
	borrowed->connecting = NULL;
	if (borrowed->sql.conn == NULL)
		return;
	kore_pgsql_handle(borrowed->sql.conn, 1);
	opened--;
	in_use--;
	report();
}
