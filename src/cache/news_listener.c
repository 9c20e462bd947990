#include "cache/news_listener.h"

#include <sys/types.h>
#include <kore/kore.h>
#include <libpq-fe.h>

#include <poll.h>
#include <string.h>

#include "base/buffer.h"
#include "cache/page_cache.h"
#include "cache/page_limit.h"
#include "database/connection.h"
#include "model/news.h"

#define NEWS_LINE_NAME "microblog news"
#define TICK	       1000 /* ms between two looks at the line */
#define PATIENCE       3    /* ticks without an answer before it is given up */
#define DOUBT	       5    /* ticks; a statement ends after 3 s */
#define CONNECT_WAIT   20   /* ms that a tick may wait for a new connection */

static struct kore_event event;
static char *connection_text;
static PGconn *line;
static enum { DOWN, CONNECTING, LISTENING, UP } state;
static PostgresPollingStatusType step; /* of connecting */
static int waiting;		       /* for an answer */
static int ticks;		       /* without one */
static int doubts;		       /* ticks for which to tell all */
static int complained;		       /* since the line was up */
static struct buffer untold;	       /* topics, separated by spaces */

void
news_listener_register(const char *connection_string)
{
	struct buffer text = { 0 };

	/* libpq takes the last of two; so an operator can tell the lines from
	 * the connections for pages. */
	buffer_text(&text, connection_string);
	connection_set(&text, "application_name", NEWS_LINE_NAME);
	connection_text = text.data;
}

/* Nothing is heard any more: nothing may be remembered. */
static void
hang_up(const char *why)
{
	if (!complained)
		kore_log(LOG_ERR, "no news from the database: %.200s", why);
	complained = 1;
	page_cache_close();
	PQfinish(line);
	line = NULL;
	state = DOWN;
	waiting = 0;
}

/* The answer is of no interest, only that it comes. */
static void
ask(const struct query *query)
{
	struct query_parameters parameters;

	query_parameters(query, &parameters);
	waiting = PQsendQueryParams(line, query->text, parameters.count, NULL,
	    parameters.values, parameters.lengths, parameters.formats, 0);
	if (!waiting)
		hang_up(PQerrorMessage(line));
}

static void
tell(void)
{
	struct query query;

	if (state != UP || waiting || untold.length == 0)
		return;
	query =
	    news_tell(untold.length > NEWS_MAX ? NEWS_EVERYTHING : untold.data);
	untold.length = 0;
	ask(&query);
}

/* Answer: 1, or 0 if the server refused. */
static int
take_answer(void)
{
	PGresult *result;
	int refused = 0;

	while (!PQisBusy(line) && (result = PQgetResult(line)) != NULL) {
		if (PQresultStatus(result) == PGRES_FATAL_ERROR)
			refused = 1;
		PQclear(result);
	}
	if (!PQisBusy(line))
		waiting = 0;
	return (!refused);
}

static void
take_news(void)
{
	PGnotify *news;

	while ((news = PQnotifies(line)) != NULL) {
		if (strncmp(news->extra, NEWS_PAGES, strlen(NEWS_PAGES)) != 0)
			page_cache_forget(news->extra);
		else if (news->be_pid != PQbackendPID(line))
			page_limit_hear(
			    news->extra + strlen(NEWS_PAGES), kore_time_ms());
		PQfreemem(news);
	}
}

/* The socket tells of new data only once: it is read until it is empty. */
static void
read_event(void *arg, int error)
{
	(void)arg;
	do {
		if (error || !PQconsumeInput(line) ||
		    (waiting && !take_answer())) {
			hang_up(error ? "it hung up" : PQerrorMessage(line));
			return;
		}
		take_news();
	} while (connection_readable(line));

	if (waiting)
		return;
	ticks = 0;
	if (state == LISTENING) {
		state = UP;
		complained = 0;
		page_cache_open();
		/* Who had this place before may have died with untold news. */
		news_listener_tell(NEWS_EVERYTHING);
		return;
	}
	tell();
}

/* Connected: listen. */
static void
listen_to_news(void)
{
	struct query query = news_listen();

	event.type = KORE_TYPE_PGSQL_CONN;
	event.handle = read_event;
	kore_platform_schedule_read(PQsocket(line), &event);
	state = LISTENING;
	ask(&query);
}

/* Take the steps of connecting that can be taken now, or very soon. */
static void
connect_further(void)
{
	struct pollfd socket;

	do {
		socket.fd = PQsocket(line);
		socket.events =
		    step == PGRES_POLLING_READING ? POLLIN : POLLOUT;
		if (poll(&socket, 1, CONNECT_WAIT) <= 0)
			return;
		step = PQconnectPoll(line);
	} while (
	    step == PGRES_POLLING_READING || step == PGRES_POLLING_WRITING);

	if (step == PGRES_POLLING_OK)
		listen_to_news();
	else
		hang_up(PQerrorMessage(line));
}

static void
connect_first(void)
{
	line = PQconnectStart(connection_text);
	if (PQstatus(line) == CONNECTION_BAD) {
		hang_up(PQerrorMessage(line));
		return;
	}
	state = CONNECTING;
	step = PGRES_POLLING_WRITING; /* as libpq's manual wants it */
	ticks = 0;
	connect_further();
}

/*
 * A line that is silent may be dead: it is asked something. If there are no
 * pages to tell of, then to listen again.
 */
static void
ask_anything(void)
{
	struct buffer pages = { 0 };
	struct query query = news_listen();

	buffer_text(&pages, NEWS_PAGES);
	page_limit_tell(&pages, NEWS_MAX, kore_time_ms());
	if (pages.length > strlen(NEWS_PAGES))
		query = news_tell(pages.data);
	ask(&query);
	buffer_free(&pages);
}

static void
look(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	if (doubts > 0) {
		doubts--;
		news_listener_tell(NEWS_EVERYTHING);
	}
	if (state == DOWN)
		connect_first();
	else if (++ticks > PATIENCE)
		hang_up("it does not answer");
	else if (state == CONNECTING)
		connect_further();
	else if (!waiting)
		ask_anything();
}

void
news_listener_worker(void)
{
	look(NULL, 0);
	(void)kore_timer_add(look, TICK, NULL, 0);
}

void
news_listener_tell(const char *topics)
{
	page_cache_forget(topics);
	if (untold.length > NEWS_MAX)
		return; /* "everything" will be told */
	if (untold.length > 0)
		buffer_text(&untold, " ");
	buffer_text(&untold, topics);
	tell();
}

void
news_listener_doubt(void)
{
	doubts = DOUBT;
}
