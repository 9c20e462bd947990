/* SPDX-License-Identifier: ISC */
#include "page/page_draft.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kore/request.h"
#include "page/flash.h"
#include "page/page_session.h"
#include "page/page_state.h"

#define DRAFT_LIFE (30 * 60) /* s to sign in again */

void
page_draft_show(struct page *page, int status)
{
	const char *body = form_field(&page->state->form, "body");
	const char *token = page_field(page, "token");

	if (body == NULL || (status != 403 && status != 429 && status < 500))
		return;
	if (status == 403) {
		if (page->viewer.id == 0 ||
		    request_sender(page->request) != SENDER_OURS)
			return;
		token = page_token(page);
	}
	page_set(page, "draft", body);
	page_set(page, "draft_token", token);
}

static enum page_result
show_long(struct page *page)
{
	page_set(page, "draft", page_field(page, "body"));
	page_set(page, "draft_token", page_field(page, "token"));
	return (page_error_saying(page, 403,
	    "You are no longer signed in, and what you wrote is too long for"
	    " your browser to keep it meanwhile. It was not posted. Please sign"
	    " in in another window, then try again here."));
}

static void
save(struct page *page, const char *body)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	(void)snprintf(text, sizeof(text), "%c%s", FLASH_MESSAGE, body);
	flash_write(cookie, text);
	page_cookie(page, COOKIE_DRAFT, cookie, DRAFT_LIFE);
	page_flash(page,
	    "You are no longer signed in. Sign in, and what you wrote will be"
	    " waiting for you.");
}

enum page_result
page_draft_login(struct page *page)
{
	const char *body = page_clean(page, "body");

	if (*body != '\0' && request_sender(page->request) == SENDER_OURS) {
		if (text_length(body) > FLASH_CODE_POINTS)
			return (show_long(page));
		save(page, body);
	}
	return (page_redirect(page, "/login"));
}

const char *
page_draft_load(struct page *page)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_DRAFT, cookie) == -1)
		return (NULL);
	page_cookie(page, COOKIE_DRAFT, "", 0);
	if (flash_read(text, cookie) == -1)
		return (NULL);
	return (page_text(page, "%s", text + 1));
}
