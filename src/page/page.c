/* SPDX-License-Identifier: ISC */
#include "page/page.h"

#include <stdio.h>
#include <string.h>

#include "cache/page_cache.h"
#include "cache/page_limit.h"
#include "cache/session_hint.h"
#include "cache/site_cache.h"
#include "kore/request.h"
#include "kore/request_end.h"
#include "metrics/counters.h"
#include "page/page_draft.h"
#include "page/page_fetch.h"
#include "page/page_flow.h"
#include "page/page_opening.h"
#include "page/page_query.h"
#include "page/page_session.h"
#include "page/page_state.h"

/* Bytes of a form. The longest post takes 120,000 of them, because a code point
 * becomes at most twelve bytes; Kore takes more (http_body_max in kore.conf),
 * so that what is too long gets a page. */
#define BODY_MAX 122880

/* Reject a request if this many already wait for a thread to hash a password.
 */
#define WORK_MAX 32

static int works_under_way;

static struct page *page_open(struct http_request *, const struct plan *);
static void page_close(struct http_request *);
static enum page_result admit(struct page *);
static enum page_result work(struct page *);
static enum page_result respond(struct page *);

/* The path of every request, from its admission to its response. */
int
page_run(struct http_request *request, const struct plan *plan)
{
	struct page *page = request->hdlr_extra;
	enum page_result result = PAGE_NEXT;
	enum page_stage *stage;

	if (page == NULL)
		page = page_open(request, plan);
	stage = &page->state->stage;

	while (result == PAGE_NEXT)
		switch (*stage) {
		case STAGE_ADMIT:
			result = admit(page);
			*stage = STAGE_CACHE;
			break;
		case STAGE_CACHE:
			result = page_show_cached(page);
			*stage = STAGE_FLOW;
			break;
		case STAGE_FLOW:
			result = page_flow(page);
			if (result != PAGE_WAITING)
				*stage = STAGE_ASK;
			break;
		case STAGE_ASK:
			result = page_ask(page);
			if (result != PAGE_WAITING)
				*stage = STAGE_WORK;
			break;
		case STAGE_WORK:
			result = work(page);
			if (result != PAGE_WAITING)
				*stage = STAGE_FETCH;
			break;
		case STAGE_FETCH:
			result = page_fetch(page);
			if (result != PAGE_WAITING)
				*stage = STAGE_RESPOND;
			break;
		case STAGE_RESPOND: /* or begin the next step */
			result = respond(page);
			*stage = STAGE_FLOW;
			break;
		}
	return (result == PAGE_WAITING ? KORE_RESULT_RETRY : KORE_RESULT_OK);
}

static struct page *
page_open(struct http_request *request, const struct plan *plan)
{
	struct page_state *state = kore_calloc(1, sizeof(*state));
	struct page *page = &state->page;

	page->request = request;
	page->plan = plan;
	page->site = site_cache();
	page->state = state;
	request->hdlr_extra = page;
	request->onfree = page_close;

	token_id(state->id);
	request_begun(request, &state->origin);
	state->stage = STAGE_ADMIT;
	state->step = page_opening;
	state->first = page_posted(page) ? plan->post : plan->get;
	state->private = plan->access == SECRET;
	state->asked_at = page_cache_now();
	return (page);
}

/*
 * Kore calls this when the request ends, for whatever reason, and again while a
 * thread still works for it; until then everything must stay in place. Kore
 * frees the page itself.
 */
static void
page_close(struct http_request *request)
{
	struct page *page = request->hdlr_extra;
	struct page_state *state = page->state;
	int i;

	if (state->working) {
		if (!kore_task_finished(&state->task))
			return;
		state->working = 0;
		works_under_way--;
	}

	if (!state->over)
		request_over(
		    request, &state->origin, state->id, !state->streaming);
	state->over = 1;
	page_ask_drop(page);
	if (page->job != NULL && page->job_end != NULL)
		page->job_end(page->job);
	page_fetch_drop(page);
	for (i = 0; i < state->result_count; i++)
		PQclear(state->results[i]);
	state->result_count = 0;
	page_free_texts(page);
	buffer_free(&state->headers);
	buffer_free(&state->piece);
	kore_free(state->body);
	kore_free(page->job);
	state->body = NULL;
	page->job = NULL;
}

static enum page_result
read_form(struct page *page)
{
	struct page_state *state = page->state;
	enum form_error error;
	int status;

	status = request_body(page->request, BODY_MAX, &state->body);
	if (status != 200)
		return (page_error(page, status));
	error = form_parse(&state->form, state->body, strlen(state->body));
	if (error != FORM_OK)
		return (page_error_saying(page, 400, form_error_text(error)));
	return (PAGE_NEXT);
}

/* Reject a method that the plan does not have, and a form from elsewhere. */
static enum page_result
check_method(struct page *page)
{
	const struct plan *plan = page->plan;
	int method = page->request->method;

	if (plan->access == NOT_FOUND)
		return (PAGE_NEXT);
	if (method == HTTP_METHOD_POST && plan->post != NULL) {
		if (plan->access == SECRET)
			return (PAGE_NEXT);
		if (request_sender(page->request) == SENDER_FOREIGN)
			return (page_error(page, 403));
		if (plan->upload > 0)
			return (PAGE_NEXT); /* to page_flow() */
		return (read_form(page));
	}
	if ((method == HTTP_METHOD_GET || method == HTTP_METHOD_HEAD) &&
	    plan->get != NULL)
		return (PAGE_NEXT);

	page_header(page, "allow",
	    plan->get == NULL	 ? "POST"
	    : plan->post == NULL ? "GET, HEAD"
				 : "GET, HEAD, POST");
	return (page_error(page, 405));
}

/*
 * Count this request. Return 0, or for how many seconds the client has opened
 * too many pages, and which ${limit} that is. A session that this worker has
 * not seen counts as a visitor.
 */
static int
count_request(struct page *page, enum refused *limit)
{
	struct page_state *state = page->state;
	char who[NETWORK_NAME];
	int64_t person;

	*limit = REFUSED_PAGES_VISITOR;

	if (page->plan->access == STATIC)
		return (0);
	person = state->has_session ? session_hint(state->session) : 0;
	if (person == 0) {
		request_address(page->request, who);
		return (page_limit(RATE_PAGES_VISITOR, who, kore_time_ms()));
	}
	*limit = REFUSED_PAGES_MEMBER;
	(void)snprintf(who, sizeof(who), "%lld", (long long)person);
	return (page_limit(RATE_PAGES_MEMBER, who, kore_time_ms()));
}

/*
 * Read the request; reject what we cannot accept, or too many. All of them
 * count. The form is read first, so that a 429 can give a draft back.
 */
static enum page_result
admit(struct page *page)
{
	const char *why = page_posted(page)
			      ? "You have done a lot in a short time."
			      : "You have opened many pages in a short time.";
	enum page_result result;
	enum refused limit;
	int wait;

	page_session_read(page);
	wait = count_request(page, &limit);
	result = check_method(page);
	if (result != PAGE_NEXT || wait <= 0)
		return (result);
	return (
	    page_error_saying(page, 429, page_wait(page, limit, why, wait)));
}

static int
do_work(struct kore_task *task)
{
	struct page_state *state =
	    (void *)((char *)task - offsetof(struct page_state, task));

	state->step->work(state->page.job);
	return (KORE_RESULT_OK);
}

static enum page_result
start_work(struct page *page)
{
	struct page_state *state = page->state;

	if (works_under_way == WORK_MAX) {
		counter_refusal(REFUSED_PASSWORDS);
		return (page_fail(page, 503, "too many passwords to hash"));
	}
	works_under_way++;
	state->working = 1;
	kore_task_create(&state->task, do_work);
	kore_task_bind_request(&state->task, page->request);
	kore_task_run(&state->task);
	return (PAGE_WAITING);
}

static enum page_result
work(struct page *page)
{
	struct page_state *state = page->state;

	if (state->step->work == NULL || page->job == NULL)
		return (PAGE_NEXT);
	if (!state->working)
		return (start_work(page));
	if (!kore_task_finished(&state->task)) {
		http_request_sleep(page->request);
		return (PAGE_WAITING);
	}
	state->working = 0;
	works_under_way--;
	kore_task_destroy(&state->task);
	return (PAGE_NEXT);
}

/* Unless the step responds, begin the next one, or the same one again. */
static enum page_result
respond(struct page *page)
{
	struct page_state *state = page->state;
	const struct step *step = state->step;
	enum page_result result = PAGE_NEXT;

	if (step->respond != NULL)
		result = step->respond(page);
	if (result == PAGE_DONE)
		return (PAGE_DONE);
	if (result == PAGE_AGAIN) {
		page_ask_forget(page);
		return (PAGE_NEXT);
	}

	step++;
	if (step == page_opening_end)
		step = state->first;
	if (step->ask == NULL && step->work == NULL && step->fetch == NULL &&
	    step->respond == NULL)
		return (page_fail(page, 500, "the plan has no response"));
	state->step = step;
	return (PAGE_NEXT);
}
