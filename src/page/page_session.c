/* SPDX-License-Identifier: ISC */
#include "page/page_session.h"

#include "http/cookie.h"
#include "kore/request.h"
#include "page/page_state.h"

/* Seconds without use; the view session_valid has the same limit. */
#define REMEMBERED (30 * 24 * 60 * 60)

/* Seconds; the view pending_sign_in_valid has them, too, and suspension_of().
 */
#define PENDING (10 * 60)

const unsigned char *
page_session_hash(const struct page *page)
{
	return (page->state->session);
}

const unsigned char *
page_session_new(struct page *page)
{
	unsigned char hash[SECRET_BYTES];

	token_secret(page->state->new_secret);
	token_hash(hash, page->state->new_secret);
	return (page_keep(page, hash, sizeof(hash)));
}

static void
set_cookie(
    struct page *page, const unsigned char secret[SECRET_BYTES], int remembered)
{
	char text[SECRET_TEXT];

	token_text(text, secret);
	cookie_set(&page->state->headers, COOKIE_SESSION, text,
	    remembered ? REMEMBERED : COOKIE_BROWSER);
}

void
page_session_give(struct page *page, int remembered)
{
	set_cookie(page, page->state->new_secret, remembered);
	cookie_set(&page->state->headers, COOKIE_VISITOR, "", 0);
}

static void
give_briefly(struct page *page, const char *cookie)
{
	char text[SECRET_TEXT];

	token_text(text, page->state->new_secret);
	cookie_set(&page->state->headers, cookie, text, PENDING);
}

void
page_session_give_pending(struct page *page)
{
	give_briefly(page, COOKIE_PENDING);
}

void
page_session_give_appeal(struct page *page)
{
	give_briefly(page, COOKIE_APPEAL);
}

void
page_session_forget(struct page *page)
{
	page->state->has_secret = 0;
}

void
page_session_clear(struct page *page)
{
	cookie_set(&page->state->headers, COOKIE_SESSION, "", 0);
}

void
page_session_read(struct page *page)
{
	struct page_state *state = page->state;
	char cookie[COOKIE_VALUE];

	if (page->plan->access == STATIC ||
	    request_cookie(page->request, COOKIE_SESSION, cookie) == -1 ||
	    token_read(state->secret, cookie) == -1)
		return;
	token_hash(state->session, state->secret);
	state->has_session = 1;
}

void
page_session_found(struct page *page, int extend)
{
	page->state->has_secret = 1;
	if (extend)
		set_cookie(page, page->state->secret, 1);
}

void
page_session_none(struct page *page)
{
	struct page_state *state = page->state;
	char cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_VISITOR, cookie) == 0)
		state->has_secret = token_read(state->secret, cookie) == 0;
}

void
page_form(struct page *page)
{
	struct page_state *state = page->state;
	char cookie[SECRET_TEXT];

	state->private = 1;
	if (state->has_secret)
		return;
	token_secret(state->secret);
	state->has_secret = 1;
	token_text(cookie, state->secret);
	cookie_set(
	    &page->state->headers, COOKIE_VISITOR, cookie, COOKIE_BROWSER);
}

const char *
page_token(struct page *page)
{
	char token[SECRET_TEXT];

	if (!page->state->has_secret)
		return ("");
	token_form(token, page->state->secret);
	return (page_text(page, "%s", token));
}

int
page_token_valid(const struct page *page)
{
	return (
	    page->state->has_secret &&
	    token_form_valid(page_field(page, "token"), page->state->secret));
}
