#include "database.h"

#include <stdio.h>
#include <string.h>

#include "connection.h"
#include "prepared.h"

#define DATABASE_DEADLINE 4000 /* ms; the server's statement_timeout is 3 s */

static TAILQ_HEAD(question_list, question) questions = TAILQ_HEAD_INITIALIZER(
    questions);

static enum database_state connect_and_send(struct question *);
static enum database_state conclude(struct question *);
static enum database_state trouble(struct question *);
static void explain(struct question *, const char *);
static void forget_answers(struct question *);
static enum database_state end(struct question *, enum database_state);

/* Once a second: questions whose time is over are given up. */
static void
watch(void *arg, u_int64_t now)
{
	struct question *question = NULL; /* cppcheck does not see the list */

	(void)arg;
	TAILQ_FOREACH(question, &questions, list) {
		if (now < question->deadline)
			continue;
		question->expired = 1;
		pool_discard(&question->borrowed);
		http_request_wakeup(question->request);
	}
}

void
database_worker(void)
{
	pool_worker();
	(void)kore_timer_add(watch, 1000, NULL, 0);
}

enum database_state
database_ask(struct question *question, struct http_request *request,
    const struct query *queries, int count)
{
	memset(question, 0, sizeof(*question));
	memcpy(question->queries, queries, (size_t)count * sizeof(queries[0]));
	question->count = count;
	question->request = request;
	question->deadline = kore_time_ms() + DATABASE_DEADLINE;
	TAILQ_INSERT_TAIL(&questions, question, list);
	return (connect_and_send(question));
}

enum database_state
database_continue(struct question *question)
{
	if (question->phase == QUESTION_CONNECT)
		return (connect_and_send(question));
	if (!question->over && question->borrowed.sql.conn != NULL) {
		http_request_sleep(question->request);
		return (DATABASE_WAITING);
	}
	return (conclude(question));
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
	pool_discard(&question->borrowed);
	forget_answers(question);
	(void)end(question, DATABASE_FAILED);
}

/* Take what the connection has for us: a result, or NULL behind each query's.
 */
static void
take(struct question *question, PGresult *result)
{
	unsigned bit = 1U << question->at;
	int preparing = (question->preparing & bit) != 0;

	if (result == NULL && preparing) {
		question->preparing &= ~bit;
		return;
	}
	if (result == NULL) {
		question->at++;
		return;
	}
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		if (!preparing) {
			question->rows[question->at] = result;
			return;
		}
		prepared_add(question->borrowed.sql.conn->db,
		    &question->queries[question->at]);
		break;
	case PGRES_PIPELINE_SYNC: /* committed: only now is it all true */
		question->over = 1;
		break;
	case PGRES_PIPELINE_ABORTED: /* because of the error before it */
		break;
	default:
		if (question->error == NULL) {
			explain(question, PQresultErrorMessage(result));
			question->error = result;
			return;
		}
	}
	PQclear(result);
}

/*
 * Read on until the question is over or the socket is empty; it tells of new
 * data only once.
 */
static void
read_answers(struct question *question)
{
	PGconn *connection = question->borrowed.sql.conn->db;

	do {
		if (!PQconsumeInput(connection)) {
			if (question->error == NULL)
				explain(question, PQerrorMessage(connection));
			question->over = 1;
		}
		while (!question->over && !PQisBusy(connection))
			take(question, PQgetResult(connection));
	} while (!question->over && connection_readable(connection));
}

/*
 * In place of Kore's own handler, which reads one answer and no more. If the
 * server ended the connection its last words are read first: they may be the
 * whole answer, or say that nothing was done; then libpq finds the end.
 */
static void
read_event(void *event, int error)
{
	struct question *question =
	    (void *)((char *)event - offsetof(struct question, event));

	(void)error;
	read_answers(question);
	if (question->over)
		http_request_wakeup(question->request);
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
send_queries(struct question *question)
{
	struct kore_pgsql *sql = &question->borrowed.sql;
	PGconn *connection = sql->conn->db;
	int i, prepare, sent = 1;

	question->phase = QUESTION_SENT;
	question->at = question->over = 0;
	question->preparing = 0;
	if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF)
		sent = PQenterPipelineMode(connection);
	for (i = 0; i < question->count && sent; i++) {
		prepare = !prepared_has(connection, &question->queries[i]);
		question->preparing |= (unsigned)prepare << i;
		sent = send_query(connection, &question->queries[i], prepare);
	}
	if (!sent || !PQpipelineSync(connection)) {
		explain(question, PQerrorMessage(connection));
		return (trouble(question));
	}

	question->event.type = KORE_TYPE_PGSQL_CONN;
	question->event.handle = read_event;
	kore_platform_schedule_read(PQsocket(connection), &question->event);
	sql->flags |= KORE_PGSQL_SCHEDULED;
	sql->state = KORE_PGSQL_STATE_WAIT;
	http_request_sleep(question->request);
	return (DATABASE_WAITING);
}

/* Note what went wrong, in one line, for whoever logs it. */
static void
explain(struct question *question, const char *what)
{
	int at = question->at < question->count ? question->at : 0;
	size_t length;

	(void)snprintf(question->reason, sizeof(question->reason), "%s: %s",
	    question->queries[at].name, what);
	length = strcspn(question->reason, "\n");
	question->reason[length] = '\0';
}

/* Nobody is there to be asked, or not soon enough. */
static enum database_state
away(struct question *question, const char *why)
{
	explain(question, why);
	return (end(question, DATABASE_AWAY));
}

static enum database_state
connect_and_send(struct question *question)
{
	question->phase = QUESTION_CONNECT;
	if (question->expired)
		return (away(question, "no connection in time"));
	switch (turn_take(&question->turn, question->request)) {
	case TURN_TAKEN:
		break;
	case TURN_WAITING:
		return (DATABASE_WAITING);
	case TURN_REFUSED:
		return (away(question, "too many wait for a connection"));
	}
	switch (pool_take(&question->borrowed, question->request)) {
	case POOL_TAKEN:
		break;
	case POOL_WAITING:
		return (DATABASE_WAITING);
	case POOL_AWAY:
		return (away(question, question->borrowed.reason));
	}
	return (send_queries(question));
}

/* Everything came, or the connection went. */
static enum database_state
conclude(struct question *question)
{
	const struct kore_pgsql *sql = &question->borrowed.sql;

	if (question->expired)
		explain(question, "no answer in time");
	if (sql->conn == NULL || question->error != NULL ||
	    PQstatus(sql->conn->db) != CONNECTION_OK)
		return (trouble(question));
	return (end(question, DATABASE_ANSWERED));
}

static int
begins(const char *text, const char *with)
{
	return (strncmp(text, with, strlen(with)) == 0);
}

int
database_in_doubt(const struct question *question)
{
	int i;

	for (i = 0; i < question->count; i++)
		if (query_writes(&question->queries[i]))
			return (1);
	return (0);
}

/*
 * It went wrong; SQLSTATEs are listed in PostgreSQL's manual, appendix A.
 * A lost connection: what only reads is asked again, once; what writes may or
 * may not have been done, and only the reader can decide what to do.
 */
static enum database_state
trouble(struct question *question)
{
	const struct kore_pgsql *sql = &question->borrowed.sql;
	char code[6] = "";
	int lost, again = 0;

	if (question->error != NULL)
		(void)snprintf(code, sizeof(code), "%s",
		    PQresultErrorField(question->error, PG_DIAG_SQLSTATE)
			?: "");
	forget_answers(question);
	lost = sql->conn == NULL || code[0] == '\0' ||
	       PQstatus(sql->conn->db) != CONNECTION_OK ||
	       begins(code, "57P") || begins(code, "08");

	/* Undone by the server, or never begun: a second try is safe. */
	if (begins(code, "40") || begins(code, "26") || begins(code, "57P"))
		again = 1;
	else if (lost)
		again = !database_in_doubt(question);

	if (lost || begins(code, "26"))
		pool_discard(&question->borrowed);
	if (again && question->tries++ == 0 && !question->expired)
		return (connect_and_send(question));

	/* Cancelled, locked out, or short of room: a matter of time. */
	if (lost || begins(code, "57") || begins(code, "55") ||
	    begins(code, "53") || begins(code, "40") || begins(code, "26"))
		return (end(question, DATABASE_AWAY));
	return (end(question, DATABASE_FAILED));
}

static void
forget_answers(struct question *question)
{
	int i;

	for (i = 0; i < question->count; i++) {
		PQclear(question->rows[i]);
		question->rows[i] = NULL;
	}
	PQclear(question->error);
	question->error = NULL;
}

static enum database_state
end(struct question *question, enum database_state outcome)
{
	pool_give(&question->borrowed);
	turn_give(&question->turn);
	TAILQ_REMOVE(&questions, question, list);
	question->phase = QUESTION_NONE;
	return (outcome);
}
