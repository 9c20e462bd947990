/* SPDX-License-Identifier: ISC */
/*
 * A list: its feed, and the people on it. Only its owner can see that it
 * exists.
 */
#include <string.h>

#include "model/feed.h"
#include "model/list.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_list(struct page *page)
{
	return (list_find(page->viewer.id, page_number(page, 1)));
}

static enum page_result
require_list(struct page *page)
{
	return (page_column(page, "id") == NULL ? page_error(page, 404)
						: PAGE_NEXT);
}

static struct query
ask_feed(struct page *page)
{
	return (feed_list(
	    page->viewer.id, page_number(page, 1), page_cursor(page)));
}

static enum page_result
show_feed(struct page *page)
{
	page_set(page, "title", page_column_of(page, "list_find", "name"));
	return (page_show(page, 200, "list"));
}

static struct query
ask_members(struct page *page)
{
	return (list_members(
	    page->viewer.id, page_number(page, 1), page_cursor(page)));
}

static enum page_result
show_members(struct page *page)
{
	int rejected = page_posted(page);

	/* More people are not at the address of a rejected form. */
	if (rejected)
		page_set(page, "next", NULL);
	else
		page_set(page, "nickname", page_argument(page, "nickname"));
	page_set(page, "list_id", page_part(page, 1));
	page_set(page, "title",
	    page_text(page, "People on %s",
		page_column_of(page, "list_find", "name")));
	return (page_show(page, rejected ? 422 : 200, "list_members"));
}

static struct query
ask_add(struct page *page)
{
	const char *nickname = page_nickname(page);
	const char *problem = person_nickname_problem(nickname);

	page_set(page, "nickname", nickname);
	page_set(page, "nickname_error", problem);
	if (problem != NULL)
		return ((struct query){ 0 });
	return (
	    list_member_add(page->viewer.id, page_number(page, 1), nickname));
}

static enum page_result
added(struct page *page)
{
	const char *nickname = page_column(page, "nickname");

	if (page->rows == NULL)
		return (PAGE_NEXT);
	if (nickname == NULL) {
		page_set(page, "nickname_error",
		    page_text(page, "User %s not found.", page_nickname(page)));
		return (PAGE_NEXT);
	}
	if (strcmp(page_column(page, "outcome"), "added") == 0)
		page_flash(page, "%s is now on the list.", nickname);
	else
		page_flash_alert(page, "%s is already on the list.", nickname);
	return (
	    page_return(page, NULL, "/list/%s/members", page_part(page, 1)));
}

static struct query
ask_remove(struct page *page)
{
	return (list_member_remove(
	    page->viewer.id, page_number(page, 1), page_nickname(page)));
}

static enum page_result
removed(struct page *page)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname != NULL &&
	    strcmp(page_column(page, "outcome"), "removed") == 0)
		page_flash(page, "%s is no longer on the list.", nickname);
	else
		page_flash_alert(page, "Nobody with that name is on the list.");
	return (
	    page_return(page, NULL, "/list/%s/members", page_part(page, 1)));
}

int
page_list(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list,
		    .ask_too = ask_feed,
		    .respond = require_list },
		{ .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

int
page_list_members(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list,
		    .ask_too = ask_members,
		    .respond = require_list },
		{ .respond = show_members },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

int
page_list_add(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_list, .respond = require_list },
		{ .ask = ask_add, .respond = added },
		{ .ask = ask_members, .respond = show_members },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}

int
page_list_remove(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_list, .respond = require_list },
		{ .ask = ask_remove, .respond = removed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
