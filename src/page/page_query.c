/* SPDX-License-Identifier: ISC */
#include "page/page_query.h"

#include "cache/news_listener.h"
#include "cache/session_hint.h"

static void
forget_ahead(struct page *page)
{
	while (page->prefetched.count > 0)
		PQclear(page->prefetched.rows[--page->prefetched.count]);
}

/* Keep the rows, and show them to the template under the question's name. */
static void
keep_rows(struct page *page, const char *name, PGresult *rows)
{
	int count = PQntuples(rows), column;

	if (page->result_count == PAGE_ROWS)
		fatal("page: more than %d questions", PAGE_ROWS);
	page->results[page->result_count++] = rows;

	if (count > PAGE_SIZE && (column = PQfnumber(rows, "id")) >= 0) {
		count = PAGE_SIZE;
		page_set(page, "next", PQgetvalue(rows, count - 1, column));
	}
	view_rows(&page->view, name, rows, count);
}

/* The questions of a step. Answer: how many. */
static int
word_questions(
    struct page *page, const struct step *step, struct query *queries)
{
	struct query (*const ask[])(
	    struct page *) = { step->ask, step->ask_too };
	int i, count = 0;

	for (i = 0; i < 2 && ask[i] != NULL; i++) {
		queries[count] = ask[i](page);
		if (queries[count].text == NULL)
			break;
		count++;
	}
	return (count);
}

/*
 * Who this session was a moment ago is most probably who it is: what the page
 * asks first can travel with the question that makes it certain.
 */
static int
word_guessed_questions(struct page *page, struct query *queries)
{
	const struct step *first = page->plan->get;
	int count;

	page->guess = session_hint(page->session);
	if (page->guess == 0 || first == NULL ||
	    page->request->method == HTTP_METHOD_POST)
		return (0);
	page->viewer.id = page->guess;
	count = word_questions(page, first, queries);
	page->viewer.id = 0;
	return (count);
}

/* Put what came too early aside, as far as there is any. */
static void
keep_ahead(struct page *page, int from)
{
	struct exchange *question = &page->exchange;
	int i;

	for (i = from; i < question->count; i++) {
		page->prefetched.names[page->prefetched.count] =
		    question->queries[i].name;
		page->prefetched.rows[page->prefetched.count++] =
		    question->rows[i];
	}
}

/* Answer: 1 if this step's questions were answered before it was come to. */
static int
take_ahead(struct page *page)
{
	int i, count = page->prefetched.count;

	if (page->stage != PAGE_STEPS || count == 0)
		return (0);
	if (page->viewer.id != page->guess) {
		forget_ahead(page);
		return (0);
	}
	page->rows = page->prefetched.rows[0];
	page->prefetched.count = 0;
	for (i = 0; i < count; i++)
		keep_rows(
		    page, page->prefetched.names[i], page->prefetched.rows[i]);
	return (1);
}

static enum database_state
ask_database(struct page *page)
{
	struct query queries[EXCHANGE_QUERIES];
	int count;

	count = page->own_count = word_questions(page, page->step, queries);
	if (count > 0 && page->stage == PAGE_OPENING && page->viewer.id == 0)
		count += word_guessed_questions(page, queries + count);
	if (count == 0)
		return (DATABASE_DONE);
	return (database_ask(&page->exchange, page->request, queries, count));
}

/* What writes says in its first row what it changed. */
static void
tell_news(const struct page *page)
{
	const char *topics = page_column(page, "changed");

	if (topics != NULL)
		news_listener_tell(topics);
}

/* What was changed, if anything, will not be told to us. */
static void
doubt(const struct page *page)
{
	if (database_in_doubt(&page->exchange))
		news_listener_doubt();
}

void
page_abandon_question(struct page *page)
{
	if (page->asking)
		doubt(page);
	page->asking = 0;
	database_drop(&page->exchange);
	forget_ahead(page);
}

int
page_questions(struct page *page)
{
	struct exchange *question = &page->exchange;
	enum database_state state;
	int i;

	if (!page->asking) {
		page->rows = NULL;
		if (take_ahead(page))
			return (1);
		page->asking = 1;
		state = ask_database(page);
	} else
		state = database_continue(question);

	switch (state) {
	case DATABASE_WAITING:
		return (0);
	case DATABASE_DONE:
		if (page->own_count > 0)
			page->rows = question->rows[0];
		for (i = 0; i < page->own_count; i++)
			keep_rows(
			    page, question->queries[i].name, question->rows[i]);
		keep_ahead(page, page->own_count);
		tell_news(page);
		question->count = 0;
		break;
	case DATABASE_UNAVAILABLE:
		doubt(page);
		(void)page_fail(page, 503, question->reason);
		break;
	case DATABASE_FAILED:
		(void)page_fail(page, 500, question->reason);
		break;
	}
	page->asking = 0;
	return (1);
}
