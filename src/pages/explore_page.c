/* SPDX-License-Identifier: ISC */
/* The newest posts of everybody. */
#include "model/feed.h"
#include "page/page.h"
#include "pages/metadata.h"
#include "pages/pages.h"

static struct query
ask_feed(struct page *page)
{
	return (feed_explore(page->viewer.id, page_cursor(page)));
}

static enum page_result
show(struct page *page)
{
	page_set(page, "title", "Explore");
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
		{ .ask = ask_feed, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
