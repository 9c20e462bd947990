/* SPDX-License-Identifier: ISC */
#include "page/page_draft.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kore/request.h"
#include "model/cursor.h"
#include "model/draft.h"
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
	page_set(page, "draft_id", page_field(page, "draft"));
}

static enum page_result
show_long(struct page *page)
{
	page_set(page, "draft", page_field(page, "body"));
	page_set(page, "draft_token", page_field(page, "token"));
	page_set(page, "draft_id", page_field(page, "draft"));
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

/* Return the draft that the browser kept, and remove it there; NULL if there
 * is none. */
static const char *
load(struct page *page)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_DRAFT, cookie) == -1)
		return (NULL);
	page_cookie(page, COOKIE_DRAFT, "", 0);
	if (flash_read(text, cookie) == -1)
		return (NULL);
	return (page_text(page, "%s", text + 1));
}

struct query
page_draft_ask(struct page *page, int64_t parent)
{
	if (!page->viewer.drafted)
		return ((struct query){ 0 });
	return (draft_find(page->viewer.id, parent));
}

/* The browser's is newer. It has no id, so posting it leaves the other one. */
void
page_draft_fill(struct page *page, int64_t parent)
{
	const char *body = parent == 0 ? load(page) : NULL;

	if (body != NULL) {
		page_set(page, "body", body);
		return;
	}
	page_set(page, "body", page_column_of(page, "draft_find", "body"));
	page_set(page, "draft_id", page_column_of(page, "draft_find", "id"));
	page_set(
	    page, "drafts_more", page_column_of(page, "draft_find", "others"));
}

struct query
page_draft_settle(struct page *page, int64_t parent, int refused)
{
	int64_t draft = cursor_read(page_field(page, "draft"));
	const char *body = page_clean(page, "body");

	draft = draft == CURSOR_FIRST ? 0 : draft;
	if (refused && *body != '\0')
		return (draft_save(page->viewer.id, draft, parent, body));
	if (!refused && draft != 0)
		return (draft_remove(page->viewer.id, draft));
	return ((struct query){ 0 });
}

void
page_draft_saved(struct page *page)
{
	page_set(page, "draft_id", page_column_of(page, "draft_save", "id"));
}
