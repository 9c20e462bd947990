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

void
page_draft_save(struct page *page)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];
	const char *body = page_clean(page, "body");

	if (*body == '\0' || text_length(body) > POST_CODE_POINTS ||
	    request_sender(page->request) != SENDER_OURS)
		return;
	(void)snprintf(text, sizeof(text), "%c%s", FLASH_MESSAGE, body);
	flash_write(cookie, text);
	page_cookie(page, COOKIE_DRAFT, cookie, DRAFT_LIFE);
	page_flash(page,
	    "You are no longer signed in. Sign in, and what you wrote will be"
	    " waiting for you.");
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
