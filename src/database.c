#include "database.h"

#include <libpq-events.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DATABASE	  "microblog"
#define DATABASE_DEADLINE 4000 /* ms; the server's statement_timeout is 3 s */
#define DATABASE_PAUSE	  1000 /* ms without a try after a failed connect */
#define PREPARED_MAX	  128  /* statements a connection can know */

/* What was prepared on a connection; hangs on it and dies with it. */
struct prepared {
	size_t count;
	const char *text[PREPARED_MAX];
};

static TAILQ_HEAD(question_list, question) questions = TAILQ_HEAD_INITIALIZER(
    questions);
static uint64_t away_until;

static enum database_state connect_and_send(struct question *);
static enum database_state prepared_or_trouble(struct question *);
static enum database_state answered_or_trouble(struct question *);
static enum database_state trouble(struct question *);
static void explain(struct question *, const char *);
static enum database_state finish(struct question *, enum database_state);
static enum database_state drain(struct question *);
static enum database_state end(struct question *, enum database_state);

void
database_register(const char *connection_string)
{
	(void)kore_pgsql_register(DATABASE, connection_string);
}

/*
 * Once a second: questions whose time is over are given up, and those that
 * wait for a connection look again. (Kore wakes a waiting request when a
 * connection is given back; when all of them die nobody would.)
 */
static void
watch(void *arg, u_int64_t now)
{
	struct question *question;

	(void)arg;
	TAILQ_FOREACH(question, &questions, list) {
		/* cppcheck-suppress uninitvar; it does not see the list */
		if (now >= question->deadline)
			question->expired = 1;
		if (question->expired && question->sql.conn != NULL)
			kore_pgsql_handle(question->sql.conn, 1);
		if (question->expired || question->phase == QUESTION_CONNECT)
			http_request_wakeup(question->request);
	}
}

void
database_worker(void)
{
	(void)kore_timer_add(watch, 1000, NULL, 0);
}

enum database_state
database_ask(struct question *question, struct http_request *request,
    const struct query *query)
{
	memset(question, 0, sizeof(*question));
	question->query = query;
	question->request = request;
	question->phase = QUESTION_CONNECT;
	question->deadline = kore_time_ms() + DATABASE_DEADLINE;
	TAILQ_INSERT_TAIL(&questions, question, list);
	return (connect_and_send(question));
}

enum database_state
database_continue(struct question *question)
{
	if (question->sql.state == KORE_PGSQL_STATE_WAIT &&
	    question->sql.conn != NULL) {
		http_request_sleep(question->request);
		return (DATABASE_WAITING);
	}

	switch (question->phase) {
	case QUESTION_CONNECT:
		return (connect_and_send(question));
	case QUESTION_PREPARE:
		return (prepared_or_trouble(question));
	case QUESTION_SENT:
		return (answered_or_trouble(question));
	case QUESTION_FINISH:
		return (drain(question));
	case QUESTION_NONE:
		break;
	}
	return (DATABASE_FAILED);
}

/*
 * A connection with a question under way cannot be given back: Kore would ask
 * the server to cancel, and wait for it. Throw it away; the server notices.
 */
void
database_drop(struct question *question)
{
	if (question->phase == QUESTION_NONE)
		return;
	if (question->sql.conn != NULL)
		kore_pgsql_handle(question->sql.conn, 1);
	PQclear(question->rows);
	question->rows = NULL;
	(void)end(question, DATABASE_FAILED);
}

static int
forget_prepared(PGEventId event, void *info, void *arg)
{
	(void)arg;
	if (event == PGEVT_CONNDESTROY) {
		PGEventConnDestroy *destroyed = info;

		kore_free(PQinstanceData(destroyed->conn, forget_prepared));
	}
	return (1);
}

static struct prepared *
prepared_on(PGconn *connection)
{
	struct prepared *prepared;

	prepared = PQinstanceData(connection, forget_prepared);
	if (prepared == NULL) {
		prepared = kore_calloc(1, sizeof(*prepared));
		(void)PQregisterEventProc(
		    connection, forget_prepared, "prepared", NULL);
		(void)PQsetInstanceData(connection, forget_prepared, prepared);
	}
	return (prepared);
}

static int
is_prepared(PGconn *connection, const struct query *query)
{
	const struct prepared *prepared = prepared_on(connection);
	size_t i;

	for (i = 0; i < prepared->count; i++)
		if (prepared->text[i] == query->text)
			return (1);
	return (0);
}

/*
 * A connection that slept in the pool while the server went away is readable:
 * the first look reads the server's farewell, the second the end.
 */
static int
is_healthy(PGconn *connection)
{
	return (PQconsumeInput(connection) && PQconsumeInput(connection) &&
		PQstatus(connection) == CONNECTION_OK &&
		PQtransactionStatus(connection) == PQTRANS_IDLE);
}

/*
 * Kore decides by errno whether a socket was read to its end, and nothing on
 * the way sets it to zero: an old EAGAIN would leave the rest of a long answer
 * lying there, unannounced, since the socket tells of new data only once.
 */
static void
connection_event(void *connection, int error)
{
	errno = 0;
	kore_pgsql_handle(connection, error);
}

/* What Kore does after sending; the two sends below are not in its API. */
static enum database_state
sent(struct question *question, enum question_phase phase, int accepted)
{
	struct kore_pgsql *sql = &question->sql;

	if (!accepted)
		return (trouble(question));

	question->phase = phase;
	if (!(sql->flags & KORE_PGSQL_SCHEDULED)) {
		sql->conn->evt.handle = connection_event;
		kore_platform_schedule_read(PQsocket(sql->conn->db), sql->conn);
		sql->flags |= KORE_PGSQL_SCHEDULED;
	}
	sql->state = KORE_PGSQL_STATE_WAIT;
	http_request_sleep(question->request);
	return (DATABASE_WAITING);
}

static enum database_state
send_query(struct question *question)
{
	struct query_parameters parameters;
	const struct query *query = question->query;

	query_parameters(query, &parameters);
	return (sent(question, QUESTION_SENT,
	    PQsendQueryPrepared(question->sql.conn->db, query->name,
		parameters.count, parameters.values, parameters.lengths,
		parameters.formats, 0)));
}

/* Note what went wrong, in one line, for whoever logs it. */
static void
explain(struct question *question, const char *what)
{
	size_t length;

	(void)snprintf(question->reason, sizeof(question->reason), "%s: %s",
	    question->query->name, what);
	length = strcspn(question->reason, "\n");
	question->reason[length] = '\0';
}

/* Draw a connection; dead ones are thrown away on the spot. */
static enum database_state
connect_and_send(struct question *question)
{
	struct kore_pgsql *sql = &question->sql;
	const struct query *query = question->query;

	for (;;) {
		kore_pgsql_cleanup(sql);
		if (question->expired || kore_time_ms() < away_until) {
			explain(question, "no connection");
			return (end(question, DATABASE_AWAY));
		}
		kore_pgsql_init(sql);
		kore_pgsql_bind_request(sql, question->request);
		if (!kore_pgsql_setup(sql, DATABASE, KORE_PGSQL_ASYNC))
			break;
		if (is_healthy(sql->conn->db)) {
			if (is_prepared(sql->conn->db, query))
				return (send_query(question));
			return (sent(question, QUESTION_PREPARE,
			    PQsendPrepare(sql->conn->db, query->name,
				query->text, 0, NULL)));
		}
		kore_pgsql_handle(sql->conn, 1);
	}

	/* In Kore's queue for a connection; the request sleeps already. */
	if (sql->state == KORE_PGSQL_STATE_INIT)
		return (DATABASE_WAITING);

	explain(question, sql->error);
	if (strcmp(sql->error, "no available connection") != 0)
		away_until = kore_time_ms() + DATABASE_PAUSE;
	return (end(question, DATABASE_AWAY));
}

static enum database_state
prepared_or_trouble(struct question *question)
{
	struct kore_pgsql *sql = &question->sql;
	struct prepared *prepared;

	if (sql->state == KORE_PGSQL_STATE_ERROR)
		return (trouble(question));

	/* "Prepared" is here, "ready for the next" may not be yet. */
	if (sql->result != NULL) {
		PQclear(sql->result);
		sql->result = NULL;
		connection_event(sql->conn, 0);
		return (database_continue(question));
	}

	prepared = prepared_on(sql->conn->db);
	if (prepared->count < PREPARED_MAX)
		prepared->text[prepared->count++] = question->query->text;
	return (send_query(question));
}

static enum database_state
answered_or_trouble(struct question *question)
{
	struct kore_pgsql *sql = &question->sql;

	if (sql->state == KORE_PGSQL_STATE_ERROR)
		return (trouble(question));

	question->rows = sql->result;
	sql->result = NULL;
	connection_event(sql->conn, 0);
	return (finish(question, DATABASE_ANSWERED));
}

static int
begins(const char *text, const char *with)
{
	return (strncmp(text, with, strlen(with)) == 0);
}

/*
 * It went wrong; SQLSTATEs are listed in PostgreSQL's manual, appendix A.
 * A lost connection: what only reads is asked again, once; what writes may or
 * may not have been done, and only the reader can decide what to do.
 */
static enum database_state
trouble(struct question *question)
{
	struct kore_pgsql *sql = &question->sql;
	const char *code = NULL;
	int lost;

	PQclear(question->rows);
	question->rows = NULL;

	if (sql->result != NULL)
		code = PQresultErrorField(sql->result, PG_DIAG_SQLSTATE);
	lost = sql->conn == NULL || code == NULL ||
	       PQstatus(sql->conn->db) != CONNECTION_OK ||
	       begins(code, "57P") || begins(code, "08");

	/* Undone by the server, or never begun: a second try is safe. */
	if (code != NULL &&
	    (begins(code, "40") || begins(code, "26") || begins(code, "57P")))
		question->again = 1;
	else if (lost)
		question->again = !query_writes(question->query);
	if (question->tries++ > 0 || question->expired)
		question->again = 0;

	explain(question, question->expired ? "no answer in time"
			  : sql->error	    ? sql->error
					    : "connection lost");

	if (lost || begins(code, "26")) {
		if (sql->conn != NULL)
			kore_pgsql_handle(sql->conn, 1);
		return (finish(question, DATABASE_AWAY));
	}

	/* Cancelled, locked out, or short of room: a matter of time. */
	if (begins(code, "57") || begins(code, "55") || begins(code, "53") ||
	    begins(code, "40"))
		return (finish(question, DATABASE_AWAY));
	return (finish(question, DATABASE_FAILED));
}

static enum database_state
finish(struct question *question, enum database_state outcome)
{
	question->phase = QUESTION_FINISH;
	question->outcome = outcome;
	return (drain(question));
}

/*
 * Read to the end, so that the connection can be given back. Only then is an
 * answer true: the server commits after the rows and before it says "ready".
 */
static enum database_state
drain(struct question *question)
{
	struct kore_pgsql *sql = &question->sql;

	while (sql->conn != NULL) {
		if (sql->state == KORE_PGSQL_STATE_WAIT)
			return (DATABASE_WAITING);
		if (sql->state == KORE_PGSQL_STATE_ERROR &&
		    question->outcome == DATABASE_ANSWERED)
			return (trouble(question));
		errno = 0;
		kore_pgsql_continue(sql);
	}
	if (question->outcome == DATABASE_ANSWERED &&
	    sql->state != KORE_PGSQL_STATE_COMPLETE)
		return (trouble(question));

	if (question->again) {
		question->again = 0;
		question->phase = QUESTION_CONNECT;
		return (connect_and_send(question));
	}
	return (end(question, question->outcome));
}

static enum database_state
end(struct question *question, enum database_state outcome)
{
	kore_pgsql_cleanup(&question->sql);
	TAILQ_REMOVE(&questions, question, list);
	question->phase = QUESTION_NONE;
	return (outcome);
}
