/* SPDX-License-Identifier: ISC */
#include "page/page.h"

#include <stdio.h>
#include <string.h>

#include "cache/page_cache.h"
#include "cache/page_limit.h"
#include "cache/session_hint.h"
#include "kore/request.h"
#include "model/person.h"
#include "model/session.h"
#include "page/page_cached.h"
#include "page/page_draft.h"
#include "page/page_query.h"
#include "page/page_session.h"

/* Threads hash passwords; more than this waiting for them is a flood. */
#define WORK_MAX 32

static struct query ask_session(struct page *);
static enum page_result identify_viewer(struct page *);
static struct query ask_mark_seen(struct page *);
static enum page_result authorize(struct page *);

/* What comes before every page's own steps. */
static const struct step opening[] = {
	{ .ask = ask_session, .respond = identify_viewer },
	{ .ask = ask_mark_seen, .respond = authorize },
	{ 0 },
};

static int works_under_way;

static struct page *page_open(struct http_request *, const struct plan *);
static void page_close(struct http_request *);
static int page_advance(struct page *);

int
page_run(struct http_request *request, const struct plan *plan)
{
	struct page *page = request->hdlr_extra;

	if (page == NULL)
		page = page_open(request, plan);

	while (page->stage != PAGE_RESPONDED)
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

	if (plan->access == NOT_FOUND)
		return;
	if (method == HTTP_METHOD_POST && plan->post != NULL) {
		if (request_sender(page->request) == SENDER_FOREIGN)
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

/* Whose session is shown, if any; whether it is one, the database knows. */
static void
read_session(struct page *page)
{
	char cookie[COOKIE_VALUE];

	if (page->plan->access == STATIC ||
	    request_cookie(page->request, COOKIE_SESSION, cookie) == -1 ||
	    token_read(page->secret, cookie) == -1)
		return;
	token_hash(page->session, page->secret);
	page->has_session = 1;
}

/*
 * Before anything is asked: has this reader opened too many pages? Who shows a
 * session that this worker has not seen counts as a visitor. (A form was read
 * by then, so that a post can be given back; what was refused is counted, too.)
 */
static void
check_rate(struct page *page)
{
	const char *why = page->request->method == HTTP_METHOD_POST
			      ? "You have done a great deal in a short time."
			      : "You have opened many pages in a short time.";
	enum rate rate = RATE_PAGES_VISITOR;
	char who[NETWORK_NAME];
	int64_t person;
	int wait;

	if (page->plan->access == STATIC)
		return;
	person = page->has_session ? session_hint(page->session) : 0;
	if (person != 0) {
		rate = RATE_PAGES_MEMBER;
		(void)snprintf(who, sizeof(who), "%lld", (long long)person);
	} else
		request_address(page->request, who);
	wait = page_limit(rate, who, kore_time_ms());
	if (wait > 0 && page->stage != PAGE_RESPONDED)
		(void)page_error_saying(page, 429, page_wait(page, why, wait));
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

	page->asked_at = page_cache_now();

	read_session(page);
	read_arguments(page);
	check_method(page);
	check_rate(page);
	if (page->stage != PAGE_RESPONDED)
		(void)page_cached_find(page);
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

	page_abandon_question(page);
	for (i = 0; i < page->result_count; i++)
		PQclear(page->results[i]);
	page->result_count = 0;
	page_forget_texts(page);
	buffer_free(&page->headers);
	kore_free(page->body);
	kore_free(page->query_string);
	kore_free(page->job);
	page->body = page->query_string = NULL;
	page->job = NULL;
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
			(void)page_fail(page, 503, "too much to hash");
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
	    page->step->respond != NULL)
		return;

	if (page->stage == PAGE_OPENING) {
		page->stage = PAGE_STEPS;
		page->step = page->request->method == HTTP_METHOD_POST
				 ? page->plan->post
				 : page->plan->get;
	} else {
		(void)page_fail(page, 500, "the plan has no answer");
	}
}

/* One part of one step. Answer: 0 if the request sleeps, else 1. */
static int
page_advance(struct page *page)
{
	const struct step *step = page->step;

	switch (page->part) {
	case STEP_ASK:
		if (step->ask != NULL && !page_questions(page))
			return (0);
		page->part = STEP_WORK;
		break;
	case STEP_WORK:
		if (step->work != NULL && page->job != NULL && !run_work(page))
			return (0);
		page->part = STEP_RESPOND;
		break;
	case STEP_RESPOND:
		if (step->respond == NULL || step->respond(page) == PAGE_NEXT)
			next_step(page);
		break;
	}
	return (1);
}

static struct query
ask_session(struct page *page)
{
	if (!page->has_session)
		return ((struct query){ 0 });
	return (session_find(page->session));
}

static enum page_result
identify_viewer(struct page *page)
{
	char cookie[COOKIE_VALUE];

	if (page->rows != NULL && PQntuples(page->rows) == 1) {
		page->viewer.id = page_column_number(page, "id");
		page->viewer.nickname = page_column(page, "nickname");
		page->viewer.stale = page_column_true(page, "stale");
		page->has_secret = 1;
		page->private = 1;
		session_hint_save(page->session, page->viewer.id);
		if (page->viewer.stale && page_column_true(page, "remembered"))
			page_session_set_cookie(page, 1);
	} else if (request_cookie(page->request, COOKIE_VISITOR, cookie) == 0)
		page->has_secret = token_read(page->secret, cookie) == 0;
	return (PAGE_NEXT);
}

static struct query
ask_mark_seen(struct page *page)
{
	if (page->viewer.id == 0 || !page->viewer.stale)
		return ((struct query){ 0 });
	return (person_mark_seen(page->viewer.id, page->session));
}

/* May this reader do this? */
static enum page_result
authorize(struct page *page)
{
	int posted = page->request->method == HTTP_METHOD_POST;

	if (page->plan->access == NOT_FOUND)
		return (PAGE_NEXT);
	if (page->plan->access == MEMBERS && page->viewer.id == 0) {
		if (!posted)
			return (page_login(page));
		page_draft_save(page);
		return (page_redirect(page, "/login"));
	}

	if (posted &&
	    (!page->has_secret ||
		!token_form_valid(page_field(page, "token"), page->secret)))
		return (page_error(page, 403));
	return (PAGE_NEXT);
}
