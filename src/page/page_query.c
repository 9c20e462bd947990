/* SPDX-License-Identifier: ISC */
#include "page/page_query.h"

#include "cache/news_listener.h"
#include "cache/session_hint.h"
#include "page/page_state.h"

#define STEP_QUERIES 4 /* of a step; the session's may travel with them */

static void
drop_prefetched(struct page_state *state)
{
	while (state->prefetched.count > 0)
		PQclear(state->prefetched.rows[--state->prefetched.count]);
}

/* Keep the rows, and show them to the template under the query's name. */
static void
keep_rows(struct page *page, const char *name, PGresult *rows)
{
	struct page_state *state = page->state;
	int count = PQntuples(rows), column;

	if (state->result_count == VIEW_SETS)
		fatal("page: more than %d queries", VIEW_SETS);
	state->results[state->result_count++] = rows;

	if ((column = PQfnumber(rows, "place")) == -1)
		column = PQfnumber(rows, "id");
	if (count > PAGE_SIZE && column >= 0) {
		count = PAGE_SIZE;
		page_set(page, "next", PQgetvalue(rows, count - 1, column));
	}
	view_rows(&page->view, name, rows, count);
}

/* Return how many queries the step has. */
static int
collect_queries(
    struct page *page, const struct step *step, struct query *queries)
{
	struct query (*const ask[])(struct page *) = { step->ask, step->ask_too,
		step->ask_more, step->ask_last };
	int i, count = 0;

	for (i = 0; i < STEP_QUERIES && ask[i] != NULL; i++) {
		queries[count] = ask[i](page);
		if (queries[count].text == NULL)
			break;
		count++;
	}
	return (count);
}

/*
 * A session most probably still belongs to the member it belonged to a moment
 * ago, so the first queries of a page can travel with the one that makes sure.
 */
static int
collect_hinted_queries(struct page *page, struct query *queries)
{
	struct page_state *state = page->state;
	int count;

	state->hint = session_hint(state->session);
	if (state->hint == 0 || page_posted(page))
		return (0);
	page->viewer.id = state->hint;
	count = collect_queries(page, state->first, queries);
	page->viewer.id = 0;
	return (count);
}

static enum database_state
send_queries(struct page *page)
{
	struct page_state *state = page->state;
	struct query queries[EXCHANGE_QUERIES];
	int count;

	count = state->own_count = collect_queries(page, state->step, queries);
	if (count == 0)
		return (DATABASE_DONE);
	if (!state->identified)
		count += collect_hinted_queries(page, queries + count);
	return (database_ask(&state->exchange, page->request, queries, count));
}

/* Return 1 if the rows of this step had arrived before, else 0. */
static int
take_prefetched(struct page *page)
{
	struct page_state *state = page->state;
	int i, count = state->prefetched.count;

	if (state->step != state->first || count == 0)
		return (0);
	if (page->viewer.id != state->hint) {
		drop_prefetched(state);
		return (0);
	}
	page->rows = state->prefetched.rows[0];
	state->prefetched.count = 0;
	for (i = 0; i < count; i++)
		keep_rows(page, state->prefetched.names[i],
		    state->prefetched.rows[i]);
	return (1);
}

/* Keep the rows of this step, and put aside those of a later one. */
static void
take_rows(struct page *page)
{
	struct page_state *state = page->state;
	struct exchange *exchange = &state->exchange;
	int i, later;

	if (state->own_count > 0)
		page->rows = exchange->rows[0];
	for (i = 0; i < state->own_count; i++)
		keep_rows(page, exchange->queries[i].name, exchange->rows[i]);
	for (; i < exchange->count; i++) {
		later = state->prefetched.count++;
		state->prefetched.names[later] = exchange->queries[i].name;
		state->prefetched.rows[later] = exchange->rows[i];
	}
	exchange->count = 0;
}

/* The first row of a query that writes says what it changed. */
static void
tell_news(const struct page *page)
{
	const char *topics = page_column(page, "changed");

	if (topics != NULL)
		news_listener_tell(topics);
}

/* If the query may have changed something, nobody will tell us what. */
static void
doubt_news(const struct page_state *state)
{
	if (database_in_doubt(&state->exchange))
		news_listener_doubt();
}

void
page_ask_drop(struct page *page)
{
	struct page_state *state = page->state;

	if (state->asking)
		doubt_news(state);
	state->asking = 0;
	database_drop(&state->exchange);
	drop_prefetched(state);
}

void
page_ask_forget(struct page *page)
{
	struct page_state *state = page->state;

	for (; state->own_count > 0; state->own_count--) {
		PQclear(state->results[--state->result_count]);
		page->view.sets--;
	}
	page->rows = NULL;
}

static enum database_state
ask_database(struct page *page)
{
	if (page->state->asking)
		return (database_continue(&page->state->exchange));
	page->state->asking = 1;
	page->rows = NULL;
	return (send_queries(page));
}

static enum page_result
fail(struct page *page, int status)
{
	const char *reason = page->state->exchange.reason;

	if (!page->state->step->optional)
		return (page_fail(page, status, reason));
	page_fail_log(page, status, reason);
	return (PAGE_NEXT);
}

enum page_result
page_ask(struct page *page)
{
	struct page_state *state = page->state;
	enum database_state status;

	if (state->step->ask == NULL ||
	    (!state->asking && take_prefetched(page)))
		return (PAGE_NEXT);

	status = ask_database(page);
	if (status == DATABASE_WAITING)
		return (PAGE_WAITING);
	state->asking = 0;
	if (status == DATABASE_UNAVAILABLE)
		doubt_news(state);
	if (status != DATABASE_DONE)
		return (fail(page, status == DATABASE_FAILED ? 500 : 503));
	take_rows(page);
	tell_news(page);
	return (PAGE_NEXT);
}
