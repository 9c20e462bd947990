/* SPDX-License-Identifier: ISC */
#include "page/page_session.h"

#include "http/cookie.h"

/* Seconds without use; the view session_valid has the same limit. */
#define REMEMBERED (30 * 24 * 60 * 60)

void
page_session_set_cookie(struct page *page, int remembered)
{
	char text[SECRET_TEXT];

	token_text(text, page->secret);
	cookie_set(&page->headers, COOKIE_SESSION, text,
	    remembered ? REMEMBERED : COOKIE_BROWSER);
}
