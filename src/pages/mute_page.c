/* SPDX-License-Identifier: ISC */
/*
 * Mute and unmute, and the people one has muted.
 */
#include "model/mute.h"
#include "pages/relation.h"

int page_mute(struct http_request *);
int page_unmute(struct http_request *);
int page_mutes(struct http_request *);

static const struct relation mute = {
	.verb = "mute",
	.button = "Mute",
	.outcome = "muted",
	.done = "You have muted",
	.end = ".",
	.message =
	    "Their posts stay out of your home feed, and nobody is told. You "
	    "go on following them if you do, and still find them on their "
	    "profile, on your lists and on explore.",
};

static const struct relation unmute = {
	.verb = "unmute",
	.button = "Unmute",
	.outcome = "unmuted",
	.done = "You have unmuted",
	.end = ".",
};

static enum page_result
confirm_mute(struct page *page)
{
	return (relation_confirm(page, &mute));
}

static enum page_result
confirm_unmute(struct page *page)
{
	return (relation_confirm(page, &unmute));
}

static struct query
ask_mute(struct page *page)
{
	return (mute_add(page->viewer.id, page_part(page, 1)));
}

static struct query
ask_unmute(struct page *page)
{
	return (mute_remove(page->viewer.id, page_part(page, 1)));
}

static enum page_result
muted(struct page *page)
{
	return (relation_respond(page, &mute));
}

static enum page_result
unmuted(struct page *page)
{
	return (relation_respond(page, &unmute));
}

static struct query
ask_list(struct page *page)
{
	return (mute_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "title", "People you muted · microblog");
	return (page_show(page, 200, "mutes"));
}

int
page_mute(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_mute },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_mute, .respond = muted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_unmute(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_unmute },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unmute, .respond = unmuted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_mutes(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
