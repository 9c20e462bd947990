/* SPDX-License-Identifier: ISC */
/*
 * A post with what it answers above it and the replies below it; and replying.
 */
#include "model/post.h"
#include "model/thread.h"
#include "page/page.h"
#include "page/page_draft.h"
#include "pages/metadata.h"
#include "pages/pages.h"
#include "pages/posting.h"

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static struct query
ask_above(struct page *page)
{
	return (thread_above(page_number(page, 1), page->viewer.id));
}

static struct query
ask_below(struct page *page)
{
	return (thread_below(
	    page_number(page, 1), page->viewer.id, page_cursor(page)));
}

/* Somebody who replies to a post that has gone meanwhile can still post it. */
static enum page_result
require_post(struct page *page)
{
	if (page_column(page, "id") != NULL)
		return (PAGE_NEXT);
	if (!page_posted(page))
		return (page_error(page, 404));
	page_set(page, "title", "Not available");
	posting_form(page, "/post", "What you wrote", "Post it anyway");
	return (page_show(page, 422, "reply_gone"));
}

static void
describe(struct page *page, const char *id, const char *nickname)
{
	metadata_set(page,
	    &(struct metadata){ "article",
		.path = page_text(page, "/post/%s", id),
		.description = page_column_of(page, "post_find", "body"),
		.published = page_column_of(page, "post_find", "created_at"),
		.feed = page_text(page, "/user/%s.atom", nickname) });
}

static enum page_result
show(struct page *page)
{
	const char *id = page_column_of(page, "post_find", "id");
	const char *nickname = page_column_of(page, "post_find", "nickname");

	if (page_posted(page)) /* more replies are not at this address */
		page_set(page, "next", NULL);
	else
		page_draft_fill(page, page_number(page, 1));
	posting_form(page, page_text(page, "/post/%s/reply", id),
	    page_text(page, "Reply to %s", nickname), "Reply");
	page_set(page, "can_reply",
	    page_posted(page) ||
		    *page_column_of(page, "post_find", "can_reply") == 't'
		? "yes"
		: NULL);
	page_set(page, "title", page_text(page, "A post by %s", nickname));
	describe(page, id, nickname);
	page_cacheable(page, "posts");
	return (page_show(page, posting_status(page), "post"));
}

static struct query
ask_draft(struct page *page)
{
	return (page_draft_ask(page, page_number(page, 1)));
}

static struct query
ask_reply(struct page *page)
{
	return (posting_ask(page, page_number(page, 1)));
}

int
page_post(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post,
		    .ask_too = ask_below,
		    .respond = require_post },
		{ .ask = ask_above },
		{ .ask = ask_draft, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_post_reply(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_reply, .respond = posting_checked },
		{ .ask = posting_settle,
		    .optional = 1,
		    .respond = posting_done },
		{ .ask = ask_post,
		    .ask_too = ask_below,
		    .respond = require_post },
		{ .ask = ask_above, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
