/* SPDX-License-Identifier: ISC */
#include "page/page_fetch.h"

#include "page/page_state.h"

/*
 * Milliseconds for all fetches of a page together. People are told within five
 * seconds that a provider is silent, and the database needs a part of that.
 */
#define FETCHES_TIME 3500

/* Let the step find out why there is no response. */
static enum page_result
give_up(struct page *page, const char *reason)
{
	page->fetched = (struct fetched){ .reason = reason };
	return (PAGE_NEXT);
}

static enum page_result
start(struct page *page)
{
	struct page_state *state = page->state;
	struct fetch what = state->step->fetch(page);
	const char *reason;

	kore_fetch_end(&state->fetch);
	if (what.address == NULL)
		return (give_up(page, "nothing to fetch"));
	if (state->fetch_deadline == 0)
		state->fetch_deadline = kore_time_ms() + FETCHES_TIME;
	reason = kore_fetch_start(
	    &state->fetch, page->request, &what, state->fetch_deadline);
	if (reason != NULL)
		return (give_up(page, reason));
	state->fetching = 1;
	return (PAGE_WAITING);
}

enum page_result
page_fetch(struct page *page)
{
	struct page_state *state = page->state;

	if (state->step->fetch == NULL)
		return (PAGE_NEXT);
	if (!state->fetching)
		return (start(page));
	if (!kore_fetch_take(&state->fetch, &page->fetched)) {
		http_request_sleep(page->request);
		return (PAGE_WAITING);
	}
	state->fetching = 0;
	return (PAGE_NEXT);
}

void
page_fetch_drop(struct page *page)
{
	kore_fetch_end(&page->state->fetch);
	page->state->fetching = 0;
}
