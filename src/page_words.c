#include "page_words.h"

#include <stdio.h>
#include <string.h>

#include "flash.h"
#include "request.h"

#define KEPT (30 * 60) /* s to sign in again */

void
page_words_give_back(struct page *page, int status)
{
	const char *body = form_field(&page->form, "body");
	const char *token = page_field(page, "token");
	char fresh[SECRET_TEXT];

	if (body == NULL || (status != 403 && status != 429 && status < 500))
		return;
	if (status == 403) {
		if (page->viewer.id == 0 ||
		    request_sender(page->request) != SENDER_OURS)
			return;
		token_form(fresh, page->secret);
		token = page_text(page, "%s", fresh);
	}
	page_set(page, "unsaid", body);
	page_set(page, "unsaid_token", token);
}

void
page_words_keep(struct page *page)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];
	int length;

	length = snprintf(text, sizeof(text), "%c%s", FLASH_MESSAGE,
	    page_clean(page, "body"));
	if (length == 1 || length >= FLASH_MAX ||
	    request_sender(page->request) != SENDER_OURS)
		return;
	flash_write(cookie, text);
	cookie_set(&page->headers, COOKIE_WORDS, cookie, KEPT);
	page_flash(page,
	    "You are not signed in any more. Sign in, and what you wrote is"
	    " there to be posted.");
}

const char *
page_words_take(struct page *page)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_WORDS, cookie) == -1)
		return (NULL);
	cookie_set(&page->headers, COOKIE_WORDS, "", 0);
	if (flash_read(text, cookie) == -1)
		return (NULL);
	return (page_text(page, "%s", text + 1));
}
