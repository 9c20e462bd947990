/* SPDX-License-Identifier: ISC */
/* The newest posts of everybody. */
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/tag.h"
#include "page/page.h"
#include "pages/metadata.h"
#include "pages/pages.h"

static struct query
ask_feed(struct page *page)
{
	return (feed_explore(page->viewer.id, page_cursor(page)));
}

static struct query
ask_tags(struct page *page)
{
	(void)page;
	return (tag_popular());
}

/* For members, above the newest posts. */
static struct query
ask_suggested(struct page *page)
{
	if (page->viewer.id == 0 || page_cursor(page) != CURSOR_FIRST)
		return ((struct query){ 0 });
	return (follow_suggested(page->viewer.id));
}

static enum page_result
show(struct page *page)
{
	page_set(page, "title", "Explore");
	page_set(page, "q", "");
	page_set(page, "problem", NULL);
	page_set(page, "may_search",
	    page->viewer.id != 0 || page->site->visitors_search ? "yes" : NULL);
	metadata_set(page,
	    &(struct metadata){ "website", .path = "/explore",
		.description = page->site->tagline, .feed = "/explore.atom" });
	page_cacheable(page, "posts");
	return (page_show(page, 200, "explore"));
}

int
page_explore(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_feed, .ask_too = ask_tags },
		{ .ask = ask_suggested, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
