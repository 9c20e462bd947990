/* SPDX-License-Identifier: ISC */
#include "database/database.h"

#include <stdio.h>
#include <string.h>

#include "database/connection.h"
#include "database/prepared.h"
#include "metrics/counters.h"

#define DATABASE_DEADLINE 4000 /* ms; the server's statement_timeout is 3 s */

static TAILQ_HEAD(exchange_list, exchange) exchanges = TAILQ_HEAD_INITIALIZER(
    exchanges);

/* Save the first line of ${what} as the reason, for the log. */
static void
set_reason(struct exchange *exchange, const char *what)
{
	int at = exchange->at < exchange->count ? exchange->at : 0;
	size_t length;

	(void)snprintf(exchange->reason, sizeof(exchange->reason), "%s: %s",
	    exchange->queries[at].name, what);
	length = strcspn(exchange->reason, "\n");
	exchange->reason[length] = '\0';
}

static enum exchange_phase
unavailable(struct exchange *exchange, const char *why)
{
	set_reason(exchange, why);
	return (EXCHANGE_UNAVAILABLE);
}

static enum exchange_phase
wait_for_place(struct exchange *exchange)
{
	if (exchange->expired)
		return (unavailable(exchange, "no connection in time"));
	switch (queue_take(&exchange->place, exchange->request)) {
	case QUEUE_TAKEN:
		return (EXCHANGE_CONNECT);
	case QUEUE_WAITING:
		return (EXCHANGE_QUEUE);
	default:
		return (
		    unavailable(exchange, "too many wait for a connection"));
	}
}

static enum exchange_phase
get_connection(struct exchange *exchange)
{
	if (exchange->expired)
		return (unavailable(exchange, "no connection in time"));
	switch (pool_take(&exchange->borrowed, exchange->request)) {
	case POOL_TAKEN:
		return (EXCHANGE_SEND);
	case POOL_WAITING:
		return (EXCHANGE_CONNECT);
	default:
		return (unavailable(exchange, exchange->borrowed.reason));
	}
}

/* Take one result, or the NULL that follows the results of each query. */
static void
take_result(struct exchange *exchange, PGresult *result)
{
	unsigned bit = 1U << exchange->at;
	int preparing = (exchange->preparing & bit) != 0;

	if (result == NULL && preparing) {
		exchange->preparing &= ~bit;
		return;
	}
	if (result == NULL) {
		exchange->at++;
		return;
	}
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		if (!preparing) {
			exchange->rows[exchange->at] = result;
			return;
		}
		prepared_add(exchange->borrowed.sql.conn->db,
		    &exchange->queries[exchange->at]);
		break;
	case PGRES_PIPELINE_SYNC: /* committed: the rows are valid only now */
		exchange->received = 1;
		break;
	case PGRES_PIPELINE_ABORTED: /* because an earlier query failed */
		break;
	default:
		if (exchange->error == NULL) {
			set_reason(exchange, PQresultErrorMessage(result));
			exchange->error = result;
			return;
		}
	}
	PQclear(result);
}

/* Read until all results are received or the socket is empty, because the
 * socket's event reports new data only once. */
static void
read_results(struct exchange *exchange)
{
	PGconn *db = exchange->borrowed.sql.conn->db;

	do {
		if (!PQconsumeInput(db)) {
			if (exchange->error == NULL)
				set_reason(exchange, PQerrorMessage(db));
			exchange->received = 1;
		}
		while (!exchange->received && !PQisBusy(db))
			take_result(exchange, PQgetResult(db));
	} while (!exchange->received && connection_readable(db));
}

/*
 * Replaces Kore's own handler, which reads a single result. If the server
 * closed the connection, read what it sent before: that may be all the results,
 * or an error saying that nothing was done. libpq then reports the end.
 */
static void
read_event(void *event, int error)
{
	struct exchange *exchange =
	    (void *)((char *)event - offsetof(struct exchange, event));

	(void)error;
	read_results(exchange);
	if (exchange->received)
		http_request_wakeup(exchange->request);
}

/* Return 1, or 0 if libpq cannot send the query. */
static int
send_query(PGconn *connection, const struct query *query, int prepare)
{
	struct query_parameters parameters;

	if (prepare &&
	    !PQsendPrepare(connection, query->name, query->text, 0, NULL))
		return (0);
	query_parameters(query, &parameters);
	return (PQsendQueryPrepared(connection, query->name, parameters.count,
	    parameters.values, parameters.lengths, parameters.formats, 0));
}

static int
send_pipeline(struct exchange *exchange, PGconn *connection)
{
	int i, prepare;

	if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF &&
	    !PQenterPipelineMode(connection))
		return (0);
	for (i = 0; i < exchange->count; i++) {
		prepare = !prepared_has(connection, &exchange->queries[i]);
		exchange->preparing |= (unsigned)prepare << i;
		if (!send_query(connection, &exchange->queries[i], prepare))
			return (0);
	}
	return (PQpipelineSync(connection));
}

/* Send all queries, then leave Kore's state as its own sending would. */
static enum exchange_phase
send_queries(struct exchange *exchange)
{
	struct kore_pgsql *sql = &exchange->borrowed.sql;
	PGconn *connection = sql->conn->db;

	exchange->at = exchange->received = 0;
	exchange->preparing = 0;
	if (!send_pipeline(exchange, connection)) {
		set_reason(exchange, PQerrorMessage(connection));
		return (EXCHANGE_ERROR);
	}
	exchange->event.type = KORE_TYPE_PGSQL_CONN;
	exchange->event.handle = read_event;
	kore_platform_schedule_read(PQsocket(connection), &exchange->event);
	sql->flags |= KORE_PGSQL_SCHEDULED;
	sql->state = KORE_PGSQL_STATE_WAIT;
	return (EXCHANGE_RECEIVE);
}

static enum exchange_phase
receive(struct exchange *exchange)
{
	const struct kore_pgsql *sql = &exchange->borrowed.sql;

	if (exchange->expired)
		set_reason(exchange, "no response in time");
	if (sql->conn == NULL)
		return (EXCHANGE_ERROR);
	if (!exchange->received) {
		http_request_sleep(exchange->request);
		return (EXCHANGE_RECEIVE);
	}
	if (exchange->error != NULL || PQstatus(sql->conn->db) != CONNECTION_OK)
		return (EXCHANGE_ERROR);
	return (EXCHANGE_DONE);
}

static void
forget_results(struct exchange *exchange)
{
	int i;

	for (i = 0; i < exchange->count; i++) {
		PQclear(exchange->rows[i]);
		exchange->rows[i] = NULL;
	}
	PQclear(exchange->error);
	exchange->error = NULL;
}

static int
begins(const char *text, const char *with)
{
	return (strncmp(text, with, strlen(with)) == 0);
}

int
database_in_doubt(const struct exchange *exchange)
{
	int i;

	for (i = 0; i < exchange->count; i++)
		if (query_writes(&exchange->queries[i]))
			return (1);
	return (0);
}

/*
 * Decide whether to retry once, by the SQLSTATE (PostgreSQL's manual,
 * appendix A). If the connection was lost, queries that only read are retried.
 * One that writes may or may not have been carried out, so only the visitor can
 * decide what to do.
 */
static enum exchange_phase
handle_failure(struct exchange *exchange)
{
	const struct kore_pgsql *sql = &exchange->borrowed.sql;
	char code[6] = "";
	int lost, retry;

	if (exchange->error != NULL)
		(void)snprintf(code, sizeof(code), "%s",
		    PQresultErrorField(exchange->error, PG_DIAG_SQLSTATE)
			?: "");
	forget_results(exchange);
	lost = sql->conn == NULL || code[0] == '\0' ||
	       PQstatus(sql->conn->db) != CONNECTION_OK ||
	       begins(code, "57P") || begins(code, "08");

	/* The server rolled it back, or never started: a retry is safe. */
	retry = begins(code, "40") || begins(code, "26") ||
		begins(code, "57P") || (lost && !database_in_doubt(exchange));

	if (lost || begins(code, "26"))
		pool_discard(&exchange->borrowed);
	if (retry && exchange->retries++ == 0 && !exchange->expired)
		return (EXCHANGE_CONNECT);

	/* Cancelled, locked, or out of resources: it may work later. */
	if (lost || begins(code, "57") || begins(code, "55") ||
	    begins(code, "53") || begins(code, "40") || begins(code, "26"))
		return (EXCHANGE_UNAVAILABLE);
	return (EXCHANGE_FAILED);
}

static void
count_exchange(const struct exchange *exchange, enum counter result)
{
	uint64_t time = kore_time_ms() + DATABASE_DEADLINE - exchange->deadline;

	counter_add(result, 1);
	counter_add(COUNTER_EXCHANGE_TIME, time * 1000);
}

static enum database_state
release(struct exchange *exchange, enum database_state state)
{
	pool_give(&exchange->borrowed);
	queue_give(&exchange->place);
	TAILQ_REMOVE(&exchanges, exchange, list);
	exchange->phase = EXCHANGE_NONE;
	return (state);
}

/*
 * Take ${exchange} through its phases until its request has to sleep, or it is
 * over. Each step returns the next phase, or the same one to wait in it.
 */
static enum database_state
advance(struct exchange *exchange)
{
	enum exchange_phase next;

	for (;;) {
		switch (exchange->phase) {
		case EXCHANGE_QUEUE:
			next = wait_for_place(exchange);
			break;
		case EXCHANGE_CONNECT:
			next = get_connection(exchange);
			break;
		case EXCHANGE_SEND:
			next = send_queries(exchange);
			break;
		case EXCHANGE_RECEIVE:
			next = receive(exchange);
			break;
		case EXCHANGE_ERROR: /* back to EXCHANGE_CONNECT, once */
			next = handle_failure(exchange);
			break;
		case EXCHANGE_DONE:
			count_exchange(exchange, COUNTER_EXCHANGES_DONE);
			return (release(exchange, DATABASE_DONE));
		case EXCHANGE_UNAVAILABLE:
			count_exchange(exchange, COUNTER_EXCHANGES_UNAVAILABLE);
			return (release(exchange, DATABASE_UNAVAILABLE));
		default:
			count_exchange(exchange, COUNTER_EXCHANGES_FAILED);
			return (release(exchange, DATABASE_FAILED));
		}
		if (next == exchange->phase)
			return (DATABASE_WAITING);
		exchange->phase = next;
	}
}

enum database_state
database_ask(struct exchange *exchange, struct http_request *request,
    const struct query *queries, int count)
{
	memset(exchange, 0, sizeof(*exchange));
	memcpy(exchange->queries, queries, (size_t)count * sizeof(queries[0]));
	exchange->count = count;
	exchange->request = request;
	exchange->deadline = kore_time_ms() + DATABASE_DEADLINE;
	exchange->phase = EXCHANGE_QUEUE;
	TAILQ_INSERT_TAIL(&exchanges, exchange, list);
	return (advance(exchange));
}

enum database_state
database_continue(struct exchange *exchange)
{
	return (advance(exchange));
}

/*
 * A connection in use cannot be returned to Kore's pool: Kore would ask the
 * server to cancel the query and block until it did. Close it instead; the
 * server notices.
 */
void
database_drop(struct exchange *exchange)
{
	if (exchange->phase == EXCHANGE_NONE)
		return;
	pool_discard(&exchange->borrowed);
	forget_results(exchange);
	counter_add(COUNTER_EXCHANGES_DROPPED, 1);
	(void)release(exchange, DATABASE_FAILED);
}

/* Once a second, give up the exchanges that are past their deadline. */
static void
expire_overdue(void *arg, u_int64_t now)
{
	struct exchange *exchange = NULL; /* cppcheck does not see the list */

	(void)arg;
	TAILQ_FOREACH(exchange, &exchanges, list) {
		if (now < exchange->deadline)
			continue;
		exchange->expired = 1;
		pool_discard(&exchange->borrowed);
		http_request_wakeup(exchange->request);
	}
}

void
database_worker(void)
{
	pool_worker();
	(void)kore_timer_add(expire_overdue, 1000, NULL, 0);
}
