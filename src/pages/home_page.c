/* SPDX-License-Identifier: ISC */
/*
 * For members, the home feed with the form "Say something"; for visitors, the
 * front page; and posting, which leads back to the home feed.
 */
#include "model/feed.h"
#include "page/page.h"
#include "page/page_draft.h"
#include "pages/metadata.h"
#include "pages/pages.h"
#include "pages/posting.h"

static struct query
ask_feed(struct page *page)
{
	if (page->viewer.id == 0 && page->site->members_only)
		return ((struct query){ 0 });
	if (page->viewer.id == 0)
		return (feed_explore(0, page_cursor(page)));
	return (feed_home(page->viewer.id, page_cursor(page)));
}

static void
describe_front(struct page *page)
{
	metadata_set(page,
	    &(struct metadata){ "website", .path = "/",
		.description = page->site->tagline,
		.feed = page->site->members_only ? NULL : "/explore.atom" });
}

static enum page_result
show_feed(struct page *page)
{
	/* Older posts are at /, not at the address of a rejected post. */
	if (page_posted(page))
		page_set(page, "next", NULL);
	else if (page->viewer.id != 0)
		page_set(page, "body", page_draft_load(page));
	posting_form(page, "/post", "Say something", "Post");
	page_set(page, "title", NULL);
	if (page->viewer.id == 0)
		describe_front(page);
	page_cacheable(page, "posts");
	return (page_show(page, posting_status(page),
	    page->viewer.id == 0 ? "front" : "home"));
}

static struct query
ask_add(struct page *page)
{
	return (posting_ask(page, 0));
}

int
page_home(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_feed, .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}

int
page_post_add(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_add, .respond = posting_done },
		{ .ask = ask_feed, .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
