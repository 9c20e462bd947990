/* SPDX-License-Identifier: ISC */
/*
 * Delete the account: the page says what will go, and asks the member to type
 * their nickname.
 */
#include "model/departure.h"
#include "model/person.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"

static struct query
ask_profile(struct page *page)
{
	return (person_profile(page->viewer.nickname, page->viewer.id));
}

static struct query
ask_preview(struct page *page)
{
	return (departure_preview(page->viewer.id));
}

static enum page_result
show_form(struct page *page)
{
	int rejected = page_posted(page);

	page_set(page, "title", "Delete your account");
	page_set(page, "typed", rejected ? page_field(page, "nickname") : "");
	page_set(page, "nickname_error",
	    rejected ? "This is not your nickname." : NULL);
	return (page_show(page, rejected ? 422 : 200, "leave"));
}

static struct query
ask_begin(struct page *page)
{
	return (departure_begin(page_nickname(page), page->viewer.id));
}

/* The account may also have been deleted in another browser a moment ago. */
static enum page_result
leave(struct page *page)
{
	if (page_column(page, "outcome") == NULL)
		return (PAGE_NEXT);
	page_session_forget(page);
	page_session_clear(page);
	page_header(page, "clear-site-data", "\"storage\"");
	page_flash(page, "Your account has been deleted. Goodbye, %s!",
	    page_column(page, "nickname"));
	return (page_redirect(page, "/"));
}

int
page_settings_leave(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_preview },
		{ .ask = ask_profile, .respond = show_form },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_begin, .respond = leave },
		{ .ask = ask_preview },
		{ .ask = ask_profile, .respond = show_form },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}
