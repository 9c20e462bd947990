/* SPDX-License-Identifier: ISC */
/*
 * For members, the home feed with the form "Say something"; for visitors, the
 * front page; and posting, which leads back to the home feed.
 */
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/tag.h"
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

/*
 * Link to the line below which everything was there when the viewer last came:
 * on this page, or else at the top of another. No link, if there is no such
 * line or nothing above it.
 */
static void
link_line(struct page *page)
{
	int64_t read_to = page_column_number_of(page, "feed_home", "read_to");
	int row, column = PQfnumber(page->rows, "line");

	for (row = 0; row < PQntuples(page->rows) && row < PAGE_SIZE; row++)
		if (*PQgetvalue(page->rows, row, column) == 't') {
			if (row > 0)
				page_set(page, "line_here", "yes");
			return;
		}
	if (read_to > 0 && page_cursor(page) == CURSOR_FIRST)
		page_set(page, "line_at",
		    page_text(
			page, "/?before=%lld#read", (long long)read_to + 1));
}

static enum page_result
take_feed(struct page *page)
{
	if (page->viewer.id != 0)
		link_line(page);
	return (PAGE_NEXT);
}

/* On the front page. */
static struct query
ask_tags(struct page *page)
{
	if (page->viewer.id != 0 || page->site->members_only)
		return ((struct query){ 0 });
	return (tag_popular());
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
		page_draft_fill(page, 0);
	posting_form(page, "/post", "Say something", "Post");
	page_set(page, "title", NULL);
	if (page->viewer.id == 0)
		describe_front(page);
	page_cacheable(page, "posts");
	return (page_show(page, posting_status(page),
	    page->viewer.id == 0 ? "front" : "home"));
}

static struct query
ask_draft(struct page *page)
{
	return (page_draft_ask(page, 0));
}

/* For those whose home is empty. */
static struct query
ask_suggested(struct page *page)
{
	if (page->viewer.id == 0 || page_cursor(page) != CURSOR_FIRST ||
	    page_column_of(page, "feed_home", "id") != NULL)
		return ((struct query){ 0 });
	return (follow_suggested(page->viewer.id));
}

static struct query
ask_add(struct page *page)
{
	return (posting_ask(page, 0));
}

static struct query
ask_discard(struct page *page)
{
	return (page_draft_settle(page, 0, 0));
}

static enum page_result
discarded(struct page *page)
{
	page_flash(page, "Your draft has been discarded.");
	return (page_return(page, NULL, "/"));
}

int
page_home(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_feed, .ask_too = ask_tags, .respond = take_feed },
		{ .ask = ask_draft },
		{ .ask = ask_suggested, .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .is_home = 1 };

	return (page_run(request, &plan));
}

int
page_post_add(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_add, .respond = posting_checked },
		{ .ask = posting_settle,
		    .optional = 1,
		    .respond = posting_done },
		{ .ask = ask_feed, .respond = take_feed },
		{ .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}

int
page_draft_discard(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_discard, .respond = discarded },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
