#include "page.h"

#include <string.h>

#include "cookie.h"
#include "person.h"
#include "request.h"
#include "session.h"
#include "viewer_guess.h"

/* Threads hash passwords; more than this waiting for them is a flood. */
#define WORK_MAX 32

static struct query ask_session(struct page *);
static enum page_result know_viewer(struct page *);
static struct query ask_touch(struct page *);
static enum page_result let_in(struct page *);

/* What comes before every page's own steps. */
static const struct step opening[] = {
	{ .ask = ask_session, .answer = know_viewer },
	{ .ask = ask_touch, .answer = let_in },
	{ 0 },
};

static int works_under_way;

static struct page *page_open(struct http_request *, const struct plan *);
static void page_close(struct http_request *);
static void forget_ahead(struct page *);
static int page_advance(struct page *);

int
page_run(struct http_request *request, const struct plan *plan)
{
	struct page *page = request->hdlr_extra;

	if (page == NULL)
		page = page_open(request, plan);

	while (page->stage != PAGE_ANSWERED)
		if (!page_advance(page))
			return (KORE_RESULT_RETRY);
	return (KORE_RESULT_OK);
}

/* The form that was sent, or an answer that it cannot be accepted. */
static void
read_form(struct page *page)
{
	enum form_error error;
	int status;

	status = request_body(page->request, PAGE_BODY, &page->body);
	if (status != 200) {
		(void)page_error(page, status);
		return;
	}
	error = form_parse(&page->form, page->body, strlen(page->body));
	if (error != FORM_OK)
		(void)page_error_saying(page, 400, form_error_text(error));
}

static void
read_arguments(struct page *page)
{
	const char *text = page->request->query_string;

	if (text == NULL)
		return;
	page->query_string = kore_strdup(text);
	(void)form_parse(&page->arguments, page->query_string, strlen(text));
}

static void
check_method(struct page *page)
{
	const struct plan *plan = page->plan;
	int method = page->request->method;

	if (plan->access == NOWHERE)
		return;
	if (method == HTTP_METHOD_POST && plan->post != NULL) {
		if (request_is_foreign(page->request))
			(void)page_error(page, 403);
		else
			read_form(page);
		return;
	}
	if ((method == HTTP_METHOD_GET || method == HTTP_METHOD_HEAD) &&
	    plan->get != NULL)
		return;

	page_header(page, "allow",
	    plan->get == NULL	 ? "POST"
	    : plan->post == NULL ? "GET, HEAD"
				 : "GET, HEAD, POST");
	(void)page_error(page, 405);
}

static struct page *
page_open(struct http_request *request, const struct plan *plan)
{
	struct page *page = kore_calloc(1, sizeof(*page));

	request->hdlr_extra = page;
	request->onfree = page_close;
	page->request = request;
	page->plan = plan;
	page->step = opening;
	token_id(page->id);

	read_arguments(page);
	check_method(page);
	return (page);
}

/*
 * Kore calls this when the request ends, however it ends, and again while a
 * thread still works for it; then everything must stay where it is. Kore frees
 * the page itself.
 */
static void
page_close(struct http_request *request)
{
	struct page *page = request->hdlr_extra;
	int i;

	if (page->working) {
		if (!kore_task_finished(&page->task))
			return;
		page->working = 0;
		works_under_way--;
	}

	database_drop(&page->question);
	forget_ahead(page);
	for (i = 0; i < page->result_count; i++)
		PQclear(page->results[i]);
	page->result_count = 0;
	page_forget_texts(page);
	kore_free(page->body);
	kore_free(page->query_string);
	kore_free(page->job);
	page->body = page->query_string = NULL;
	page->job = NULL;
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
	struct query (*const ask[])(struct page *) = { step->ask, step->also };
	int i, count = 0;

	for (i = 0; i < 2; i++) {
		if (ask[i] == NULL)
			continue;
		queries[count] = ask[i](page);
		if (queries[count].text != NULL)
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

	page->guess = viewer_guess(page->session);
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
	struct question *question = &page->question;
	int i;

	for (i = from; i < question->count; i++) {
		page->ahead.names[page->ahead.count] =
		    question->queries[i].name;
		page->ahead.rows[page->ahead.count++] = question->rows[i];
	}
}

static void
forget_ahead(struct page *page)
{
	while (page->ahead.count > 0)
		PQclear(page->ahead.rows[--page->ahead.count]);
}

/* Answer: 1 if this step's questions were answered before it was come to. */
static int
take_ahead(struct page *page)
{
	int i, count = page->ahead.count;

	if (page->stage != PAGE_STEPS || count == 0)
		return (0);
	if (page->viewer.id != page->guess) {
		forget_ahead(page);
		return (0);
	}
	page->rows = page->ahead.rows[0];
	page->ahead.count = 0;
	for (i = 0; i < count; i++)
		keep_rows(page, page->ahead.names[i], page->ahead.rows[i]);
	return (1);
}

static enum database_state
ask_database(struct page *page)
{
	struct query queries[QUESTION_QUERIES];
	int count;

	count = page->own = word_questions(page, page->step, queries);
	if (count > 0 && page->step == opening)
		count += word_guessed_questions(page, queries + count);
	if (count == 0)
		return (DATABASE_ANSWERED);
	return (database_ask(&page->question, page->request, queries, count));
}

/* Answer: 1 if the question is over, 0 if the request sleeps. */
static int
run_question(struct page *page)
{
	struct question *question = &page->question;
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
	case DATABASE_ANSWERED:
		if (page->own > 0)
			page->rows = question->rows[0];
		for (i = 0; i < page->own; i++)
			keep_rows(
			    page, question->queries[i].name, question->rows[i]);
		keep_ahead(page, page->own);
		question->count = 0;
		break;
	case DATABASE_AWAY:
		(void)page_error(page, 503);
		break;
	case DATABASE_FAILED:
		(void)page_error(page, 500);
		break;
	}
	page->asking = 0;
	return (1);
}

static int
do_work(struct kore_task *task)
{
	struct page *page =
	    (void *)((char *)task - offsetof(struct page, task));

	page->step->work(page->job);
	return (KORE_RESULT_OK);
}

/* Answer: 1 if the work is done, 0 if the request sleeps. */
static int
run_work(struct page *page)
{
	if (!page->working) {
		if (works_under_way == WORK_MAX) {
			(void)page_error(page, 503);
			return (1);
		}
		works_under_way++;
		page->working = 1;
		kore_task_create(&page->task, do_work);
		kore_task_bind_request(&page->task, page->request);
		kore_task_run(&page->task);
		return (0);
	}

	if (!kore_task_finished(&page->task)) {
		http_request_sleep(page->request);
		return (0);
	}
	page->working = 0;
	works_under_way--;
	kore_task_destroy(&page->task);
	return (1);
}

static void
next_step(struct page *page)
{
	page->part = STEP_ASK;
	page->step++;
	if (page->step->ask != NULL || page->step->work != NULL ||
	    page->step->answer != NULL)
		return;

	if (page->stage == PAGE_OPENING) {
		page->stage = PAGE_STEPS;
		page->step = page->request->method == HTTP_METHOD_POST
				 ? page->plan->post
				 : page->plan->get;
	} else {
		kore_log(LOG_ERR, "%s: the plan ended without an answer",
		    page->request->path);
		(void)page_error(page, 500);
	}
}

/* One part of one step. Answer: 0 if the request sleeps, else 1. */
static int
page_advance(struct page *page)
{
	const struct step *step = page->step;

	switch (page->part) {
	case STEP_ASK:
		if (step->ask != NULL && !run_question(page))
			return (0);
		page->part = STEP_WORK;
		break;
	case STEP_WORK:
		if (step->work != NULL && page->job != NULL && !run_work(page))
			return (0);
		page->part = STEP_ANSWER;
		break;
	case STEP_ANSWER:
		if (step->answer == NULL || step->answer(page) == PAGE_NEXT)
			next_step(page);
		break;
	}
	return (1);
}

static struct query
ask_session(struct page *page)
{
	char cookie[COOKIE_VALUE];

	if (page->plan->access == STATIC ||
	    cookie_read(page->request, COOKIE_SESSION, cookie) == -1 ||
	    token_read(page->secret, cookie) == -1)
		return ((struct query){ 0 });

	token_hash(page->session, page->secret);
	return (session_find(page->session));
}

static enum page_result
know_viewer(struct page *page)
{
	char cookie[COOKIE_VALUE];

	if (page->rows != NULL && PQntuples(page->rows) == 1) {
		page->viewer.id = page_column_number(page, "id");
		page->viewer.nickname = page_column(page, "nickname");
		page->viewer.stale = page_column_true(page, "stale");
		page->has_secret = 1;
		page->private = 1;
		viewer_remember(page->session, page->viewer.id);
	} else if (cookie_read(page->request, COOKIE_VISITOR, cookie) == 0)
		page->has_secret = token_read(page->secret, cookie) == 0;
	return (PAGE_NEXT);
}

static struct query
ask_touch(struct page *page)
{
	if (page->viewer.id == 0 || !page->viewer.stale)
		return ((struct query){ 0 });
	return (person_touch(page->viewer.id, page->session));
}

/* May this reader do this? */
static enum page_result
let_in(struct page *page)
{
	int posted = page->request->method == HTTP_METHOD_POST;

	if (page->plan->access == NOWHERE)
		return (PAGE_NEXT);
	if (page->plan->access == MEMBERS && page->viewer.id == 0) {
		if (posted)
			return (page_redirect(page, "/login"));
		return (page_login(page));
	}

	if (posted &&
	    (!page->has_secret ||
		!token_form_valid(page_field(page, "token"), page->secret)))
		return (page_error(page, 403));
	return (PAGE_NEXT);
}
