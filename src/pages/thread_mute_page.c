/* SPDX-License-Identifier: ISC */
/*
 * Conversations of which you want no notifications: muting one at a post of it,
 * unmuting, and the list. To others, nothing changes.
 */
#include "model/notification.h"
#include "model/post.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static enum page_result
confirm_mute(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	return (page_confirm(page, "Mute this conversation?",
	    "You will get no notifications of anything in it. You can still "
	    "read it, and nobody is told.",
	    "Mute", page_text(page, "/post/%s", page_column(page, "id"))));
}

static struct query
ask_mute(struct page *page)
{
	return (thread_mute_add(page->viewer.id, page_number(page, 1)));
}

static enum page_result
muted(struct page *page)
{
	if (page_column(page, "outcome") == NULL)
		return (page_error(page, 404));
	page_flash(page, "You have muted this conversation.");
	return (page_return(page, NULL, "/post/%s", page_part(page, 1)));
}

static enum page_result
confirm_unmute(struct page *page)
{
	return (page_confirm(page, "Unmute this conversation?", NULL, "Unmute",
	    "/mutes/threads"));
}

static struct query
ask_unmute(struct page *page)
{
	return (thread_mute_remove(page->viewer.id, page_number(page, 1)));
}

static enum page_result
unmuted(struct page *page)
{
	if (page_column(page, "outcome") == NULL)
		return (page_error(page, 404));
	page_flash(page, "You have unmuted this conversation.");
	return (page_return(page, NULL, "/mutes/threads"));
}

static struct query
ask_list(struct page *page)
{
	return (thread_mute_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "title", "Conversations you muted");
	return (page_show(page, 200, "muted_threads"));
}

int
page_mute_thread(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post, .respond = confirm_mute },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_mute, .respond = muted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_unmute_thread(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = confirm_unmute },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unmute, .respond = unmuted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_muted_threads(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
