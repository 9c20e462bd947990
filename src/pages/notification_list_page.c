/* SPDX-License-Identifier: ISC */
/*
 * What others did that concerns you. To open the page means to have read what
 * is on it: that is written after the page was put together, so that it still
 * says what is new. Nothing is lost with it, and a page that cannot write is
 * shown all the same.
 */
#include <string.h>

#include "model/notification.h"
#include "page/page.h"
#include "pages/pages.h"

/* The kind that the address asks for; "" for all. */
static const char *
kind_of(struct page *page)
{
	const char *kind = page_argument(page, "kind");

	return (kind != NULL && notification_kind(kind) ? kind : "");
}

/* Does the address ask for people only whom the viewer follows? */
static int
is_followed(struct page *page)
{
	const char *from = page_argument(page, "from");

	return (from != NULL && strcmp(from, "following") == 0);
}

static struct query
ask_list(struct page *page)
{
	return (notification_list(page->viewer.id, page_cursor(page),
	    kind_of(page), is_followed(page)));
}

/* Say which of the filters is the present one. */
static void
show_filters(struct page *page)
{
	static const char *const kinds[][2] = {
		{ "", "is_all" },
		{ "mention", "is_mention" },
		{ "reply", "is_reply" },
		{ "like", "is_like" },
		{ "boost", "is_boost" },
		{ "follow", "is_follow" },
		{ "moderation", "is_moderation" },
	};
	const char *kind = kind_of(page);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		page_set(page, kinds[i][1],
		    strcmp(kind, kinds[i][0]) == 0 ? "yes" : NULL);
	page_set(page, "kind", kind);
	page_set(page, "is_followed", is_followed(page) ? "yes" : NULL);
}

static enum page_result
take_list(struct page *page)
{
	page_set(page, "title", "Notifications");
	page_set(page, "next", page_column(page, "next"));
	page_set(page, "any", page_column(page, "id"));
	page_set(
	    page, "last", page_column(page, "next") == NULL ? "yes" : NULL);
	show_filters(page);
	return (PAGE_NEXT);
}

static struct query
ask_read(struct page *page)
{
	const char *ids = page_column_of(page, "notification_list", "ids");

	if (ids == NULL || page->request->method != HTTP_METHOD_GET)
		return ((struct query){ 0 });
	return (notification_read(page->viewer.id, ids));
}

/* The menu no longer counts them, unless there were too many to be counted. */
static enum page_result
show_list(struct page *page)
{
	if (page->viewer.unread < 100)
		page->viewer.unread -= page_column_number(page, "count");
	return (page_show(page, 200, "notifications"));
}

static struct query
ask_read_all(struct page *page)
{
	return (notification_read(page->viewer.id, NULL));
}

static enum page_result
read_all(struct page *page)
{
	return (page_redirect(page, "/notifications"));
}

int
page_notifications(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = take_list },
		{ .ask = ask_read, .respond = show_list, .optional = 1 },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_read_all, .respond = read_all },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
