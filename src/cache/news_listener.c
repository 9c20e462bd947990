/* SPDX-License-Identifier: ISC */
#include "cache/news_listener.h"

#include <sys/types.h>
#include <kore/kore.h>
#include <libpq-fe.h>

#include <poll.h>
#include <string.h>

#include "base/buffer.h"
#include "cache/page_cache.h"
#include "cache/page_limit.h"
#include "cache/site_cache.h"
#include "database/connection.h"
#include "model/news.h"

#define LISTENER_NAME "microblog news"
#define TICK	      1000 /* ms between two runs of on_timer() */
#define PATIENCE      3	   /* ticks without a response before reconnecting */
#define DOUBT	      5	   /* ticks; a statement is stopped after 3 s */
#define CONNECT_WAIT  20   /* ms that a tick may block while connecting */

static struct kore_event event;
static char *connection_text;
static PGconn *connection;
static enum { DOWN, CONNECTING, LISTENING, UP } state; /* LISTEN was sent */
static PostgresPollingStatusType polling;	       /* while connecting */
static int waiting;	      /* for the result of a query */
static int silent_ticks;      /* without a response */
static int doubtful_ticks;    /* left, in which to tell everything */
static int logged;	      /* that it is down */
static struct buffer pending; /* topics to tell, separated by spaces */

void
news_listener_register(const char *connection_string)
{
	struct buffer text = { 0 };

	/* A name of its own tells operators the listeners from the pool. If a
	 * keyword is given twice, libpq uses the last one. */
	buffer_text(&text, connection_string);
	connection_set(&text, "application_name", LISTENER_NAME);
	connection_text = text.data;
}

/* Without news the cache cannot know what is out of date: close it as well. */
static void
close_listener(const char *why)
{
	if (!logged)
		kore_log(LOG_ERR, "no news from the database: %.200s", why);
	logged = 1;
	page_cache_close();
	site_cache_close();
	PQfinish(connection);
	connection = NULL;
	state = DOWN;
	waiting = 0;
}

/* Send a query whose result does not matter, only that it arrives. */
static void
send_query(const struct query *query)
{
	struct query_parameters parameters;

	query_parameters(query, &parameters);
	waiting = PQsendQueryParams(connection, query->text, parameters.count,
	    NULL, parameters.values, parameters.lengths, parameters.formats, 0);
	if (!waiting)
		close_listener(PQerrorMessage(connection));
}

static void
send_pending(void)
{
	struct query query;

	if (state != UP || waiting || pending.length == 0)
		return;
	query = news_tell(
	    pending.length > NEWS_MAX ? NEWS_EVERYTHING : pending.data);
	pending.length = 0;
	send_query(&query);
}

/* Return 1, or 0 if the server reported an error. */
static int
take_results(void)
{
	PGresult *result;
	int failed = 0;

	while (!PQisBusy(connection) &&
	       (result = PQgetResult(connection)) != NULL) {
		if (PQresultStatus(result) == PGRES_FATAL_ERROR)
			failed = 1;
		PQclear(result);
	}
	if (!PQisBusy(connection))
		waiting = 0;
	return (!failed);
}

static void
forget(const char *topics)
{
	page_cache_forget(topics);
	site_cache_forget(topics);
}

static void
take_news(void)
{
	PGnotify *news;

	while ((news = PQnotifies(connection)) != NULL) {
		if (strncmp(news->extra, NEWS_PAGES, strlen(NEWS_PAGES)) != 0)
			forget(news->extra);
		else if (news->be_pid != PQbackendPID(connection))
			page_limit_hear(
			    news->extra + strlen(NEWS_PAGES), kore_time_ms());
		PQfreemem(news);
	}
}

/* Read until the socket is empty, because its event reports new data once. */
static void
read_event(void *arg, int error)
{
	(void)arg;
	do {
		if (error || !PQconsumeInput(connection) ||
		    (waiting && !take_results())) {
			close_listener(error ? "the connection was closed"
					     : PQerrorMessage(connection));
			return;
		}
		take_news();
	} while (connection_readable(connection));

	if (waiting)
		return;
	silent_ticks = 0;
	if (state == LISTENING) {
		state = UP;
		logged = 0;
		page_cache_open();
		site_cache_open();
		/* The worker that this one replaces may have died with pending
		 * news. */
		news_listener_tell(NEWS_EVERYTHING);
		return;
	}
	send_pending();
}

static void
start_listening(void)
{
	struct query query = news_listen();

	event.type = KORE_TYPE_PGSQL_CONN;
	event.handle = read_event;
	kore_platform_schedule_read(PQsocket(connection), &event);
	state = LISTENING;
	send_query(&query);
}

/* Connect as far as possible without blocking for long. */
static void
continue_connecting(void)
{
	struct pollfd socket;

	do {
		socket.fd = PQsocket(connection);
		socket.events =
		    polling == PGRES_POLLING_READING ? POLLIN : POLLOUT;
		if (poll(&socket, 1, CONNECT_WAIT) <= 0)
			return;
		polling = PQconnectPoll(connection);
	} while (polling == PGRES_POLLING_READING ||
		 polling == PGRES_POLLING_WRITING);

	if (polling == PGRES_POLLING_OK)
		start_listening();
	else
		close_listener(PQerrorMessage(connection));
}

static void
start_connecting(void)
{
	connection = PQconnectStart(connection_text);
	if (PQstatus(connection) == CONNECTION_BAD) {
		close_listener(PQerrorMessage(connection));
		return;
	}
	state = CONNECTING;
	polling = PGRES_POLLING_WRITING; /* as libpq's manual says */
	silent_ticks = 0;
	continue_connecting();
}

/*
 * A silent connection may be dead, so send a query on each tick: the page
 * counts, or if there are none, LISTEN again.
 */
static void
send_heartbeat(void)
{
	struct buffer pages = { 0 };
	struct query query = news_listen();

	buffer_text(&pages, NEWS_PAGES);
	page_limit_tell(&pages, NEWS_MAX, kore_time_ms());
	if (pages.length > strlen(NEWS_PAGES))
		query = news_tell(pages.data);
	send_query(&query);
	buffer_free(&pages);
}

static void
on_timer(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	if (doubtful_ticks > 0) {
		doubtful_ticks--;
		news_listener_tell(NEWS_EVERYTHING);
	}
	if (state == DOWN)
		start_connecting();
	else if (++silent_ticks > PATIENCE)
		close_listener("the server does not respond");
	else if (state == CONNECTING)
		continue_connecting();
	else if (!waiting)
		send_heartbeat();
}

void
news_listener_worker(void)
{
	on_timer(NULL, 0);
	(void)kore_timer_add(on_timer, TICK, NULL, 0);
}

void
news_listener_tell(const char *topics)
{
	forget(topics);
	if (pending.length > NEWS_MAX)
		return; /* "everything" will be told */
	if (pending.length > 0)
		buffer_text(&pending, " ");
	buffer_text(&pending, topics);
	send_pending();
}

void
news_listener_doubt(void)
{
	doubtful_ticks = DOUBT;
}
