#include "database/database.h"

#include <stdio.h>
#include <string.h>

#include "database/connection.h"
#include "database/prepared.h"

#define DATABASE_DEADLINE 4000 /* ms; the server's statement_timeout is 3 s */

static TAILQ_HEAD(exchange_list, exchange) exchanges = TAILQ_HEAD_INITIALIZER(
    exchanges);

static enum database_state connect_and_send(struct exchange *);
static enum database_state finish(struct exchange *);
static enum database_state handle_failure(struct exchange *);
static void set_reason(struct exchange *, const char *);
static void forget_results(struct exchange *);
static enum database_state release(struct exchange *, enum database_state);

/* Once a second: exchanges whose time is over are given up. */
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

enum database_state
database_ask(struct exchange *exchange, struct http_request *request,
    const struct query *queries, int count)
{
	memset(exchange, 0, sizeof(*exchange));
	memcpy(exchange->queries, queries, (size_t)count * sizeof(queries[0]));
	exchange->count = count;
	exchange->request = request;
	exchange->deadline = kore_time_ms() + DATABASE_DEADLINE;
	TAILQ_INSERT_TAIL(&exchanges, exchange, list);
	return (connect_and_send(exchange));
}

enum database_state
database_continue(struct exchange *exchange)
{
	if (exchange->phase == EXCHANGE_CONNECT)
		return (connect_and_send(exchange));
	if (!exchange->over && exchange->borrowed.sql.conn != NULL) {
		http_request_sleep(exchange->request);
		return (DATABASE_WAITING);
	}
	return (finish(exchange));
}

/*
 * A connection with a exchange under way cannot be given back: Kore would ask
 * the server to cancel, and wait for it. Throw it away; the server notices.
 */
void
database_drop(struct exchange *exchange)
{
	if (exchange->phase == EXCHANGE_NONE)
		return;
	pool_discard(&exchange->borrowed);
	forget_results(exchange);
	(void)release(exchange, DATABASE_FAILED);
}

/* Take what the connection has for us: a result, or NULL behind each query's.
 */
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
	case PGRES_PIPELINE_SYNC: /* committed: only now is it all true */
		exchange->over = 1;
		break;
	case PGRES_PIPELINE_ABORTED: /* because of the error before it */
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

/*
 * Read on until the exchange is over or the socket is empty; it tells of new
 * data only once.
 */
static void
read_results(struct exchange *exchange)
{
	PGconn *connection = exchange->borrowed.sql.conn->db;

	do {
		if (!PQconsumeInput(connection)) {
			if (exchange->error == NULL)
				set_reason(
				    exchange, PQerrorMessage(connection));
			exchange->over = 1;
		}
		while (!exchange->over && !PQisBusy(connection))
			take_result(exchange, PQgetResult(connection));
	} while (!exchange->over && connection_readable(connection));
}

/*
 * In place of Kore's own handler, which reads one answer and no more. If the
 * server ended the connection its last words are read first: they may be the
 * whole answer, or say that nothing was done; then libpq finds the end.
 */
static void
read_event(void *event, int error)
{
	struct exchange *exchange =
	    (void *)((char *)event - offsetof(struct exchange, event));

	(void)error;
	read_results(exchange);
	if (exchange->over)
		http_request_wakeup(exchange->request);
}

/* Answer: 1, or 0 if the connection does not take it. */
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

/* Send all of it, then do what Kore does after sending. */
static enum database_state
send_queries(struct exchange *exchange)
{
	struct kore_pgsql *sql = &exchange->borrowed.sql;
	PGconn *connection = sql->conn->db;
	int i, prepare, sent = 1;

	exchange->phase = EXCHANGE_SENT;
	exchange->at = exchange->over = 0;
	exchange->preparing = 0;
	if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF)
		sent = PQenterPipelineMode(connection);
	for (i = 0; i < exchange->count && sent; i++) {
		prepare = !prepared_has(connection, &exchange->queries[i]);
		exchange->preparing |= (unsigned)prepare << i;
		sent = send_query(connection, &exchange->queries[i], prepare);
	}
	if (!sent || !PQpipelineSync(connection)) {
		set_reason(exchange, PQerrorMessage(connection));
		return (handle_failure(exchange));
	}

	exchange->event.type = KORE_TYPE_PGSQL_CONN;
	exchange->event.handle = read_event;
	kore_platform_schedule_read(PQsocket(connection), &exchange->event);
	sql->flags |= KORE_PGSQL_SCHEDULED;
	sql->state = KORE_PGSQL_STATE_WAIT;
	http_request_sleep(exchange->request);
	return (DATABASE_WAITING);
}

/* Note what went wrong, in one line, for whoever logs it. */
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

/* Nobody is there to be asked, or not soon enough. */
static enum database_state
unavailable(struct exchange *exchange, const char *why)
{
	set_reason(exchange, why);
	return (release(exchange, DATABASE_UNAVAILABLE));
}

static enum database_state
connect_and_send(struct exchange *exchange)
{
	exchange->phase = EXCHANGE_CONNECT;
	if (exchange->expired)
		return (unavailable(exchange, "no connection in time"));
	switch (queue_take(&exchange->place, exchange->request)) {
	case QUEUE_TAKEN:
		break;
	case QUEUE_WAITING:
		return (DATABASE_WAITING);
	case QUEUE_REFUSED:
		return (
		    unavailable(exchange, "too many wait for a connection"));
	}
	switch (pool_take(&exchange->borrowed, exchange->request)) {
	case POOL_TAKEN:
		break;
	case POOL_WAITING:
		return (DATABASE_WAITING);
	case POOL_UNAVAILABLE:
		return (unavailable(exchange, exchange->borrowed.reason));
	}
	return (send_queries(exchange));
}

/* Everything came, or the connection went. */
static enum database_state
finish(struct exchange *exchange)
{
	const struct kore_pgsql *sql = &exchange->borrowed.sql;

	if (exchange->expired)
		set_reason(exchange, "no answer in time");
	if (sql->conn == NULL || exchange->error != NULL ||
	    PQstatus(sql->conn->db) != CONNECTION_OK)
		return (handle_failure(exchange));
	return (release(exchange, DATABASE_DONE));
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
 * It went wrong; SQLSTATEs are listed in PostgreSQL's manual, appendix A.
 * A lost connection: what only reads is asked again, once; what writes may or
 * may not have been done, and only the reader can decide what to do.
 */
static enum database_state
handle_failure(struct exchange *exchange)
{
	const struct kore_pgsql *sql = &exchange->borrowed.sql;
	char code[6] = "";
	int lost, again = 0;

	if (exchange->error != NULL)
		(void)snprintf(code, sizeof(code), "%s",
		    PQresultErrorField(exchange->error, PG_DIAG_SQLSTATE)
			?: "");
	forget_results(exchange);
	lost = sql->conn == NULL || code[0] == '\0' ||
	       PQstatus(sql->conn->db) != CONNECTION_OK ||
	       begins(code, "57P") || begins(code, "08");

	/* Undone by the server, or never begun: a second try is safe. */
	if (begins(code, "40") || begins(code, "26") || begins(code, "57P"))
		again = 1;
	else if (lost)
		again = !database_in_doubt(exchange);

	if (lost || begins(code, "26"))
		pool_discard(&exchange->borrowed);
	if (again && exchange->tries++ == 0 && !exchange->expired)
		return (connect_and_send(exchange));

	/* Cancelled, locked out, or short of room: a matter of time. */
	if (lost || begins(code, "57") || begins(code, "55") ||
	    begins(code, "53") || begins(code, "40") || begins(code, "26"))
		return (release(exchange, DATABASE_UNAVAILABLE));
	return (release(exchange, DATABASE_FAILED));
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

static enum database_state
release(struct exchange *exchange, enum database_state outcome)
{
	pool_give(&exchange->borrowed);
	queue_give(&exchange->place);
	TAILQ_REMOVE(&exchanges, exchange, list);
	exchange->phase = EXCHANGE_NONE;
	return (outcome);
}
