/* SPDX-License-Identifier: ISC */
/*
 * The sessions of a member, and signing out of them.
 */
#include "model/session.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"

static struct query
ask_list(struct page *page)
{
	return (session_list(page->viewer.id, page_session_hash(page)));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "title", "Where you are signed in");
	return (page_show(page, 200, "sessions"));
}

static struct query
ask_end(struct page *page)
{
	return (session_end(page->viewer.id, page_number(page, 1)));
}

/* Somebody else's session gets the same response as one that does not exist. */
static enum page_result
ended(struct page *page)
{
	if (page_column(page, "id") == NULL)
		page_flash_alert(page, "You are no longer signed in there.");
	else
		page_flash(page, "You have signed out there.");
	return (page_redirect(page, "/sessions"));
}

static struct query
ask_end_others(struct page *page)
{
	return (session_end_others(page->viewer.id, page_session_hash(page)));
}

static enum page_result
others_ended(struct page *page)
{
	page_flash(page, "You have signed out everywhere else.");
	return (page_redirect(page, "/sessions"));
}

int
page_sessions(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

int
page_session_end(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_end, .respond = ended },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}

int
page_sessions_end(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_end_others, .respond = others_ended },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
