/* SPDX-License-Identifier: ISC */
/*
 * For members, the home feed with the form "Say something"; for visitors, the
 * front page; and posting, which leads back to the home feed.
 */
#include "model/feed.h"
#include "model/post.h"
#include "page/page.h"
#include "pages/pages.h"
#include "page/page_draft.h"
#include "pages/metadata.h"

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
	int rejected = page_posted(page);
	int limited = page_column_number_of(page, "post_add", "wait") > 0;

	/* Older posts are at /, not at the address of a rejected post. */
	if (rejected)
		page_set(page, "next", NULL);
	else if (page->viewer.id != 0)
		page_set(page, "body", page_draft_load(page));
	page_set(page, "title", NULL);
	if (page->viewer.id == 0)
		describe_front(page);
	page_cacheable(page, "posts");
	return (page_show(page,
	    limited    ? 429
	    : rejected ? 422
		       : 200,
	    page->viewer.id == 0 ? "front" : "home"));
}

static struct query
ask_add(struct page *page)
{
	unsigned char submission[POST_SUBMISSION];
	char *body = page_clean(page, "body");
	char problem[FAILURE_MAX] = "";

	if (!post_body_problem(body, page->site->post_length, problem)) {
		post_submission(submission, page_field(page, "token"), body);
		return (post_add(page->viewer.id, body,
		    page_keep(page, submission, POST_SUBMISSION), NULL));
	}
	page_set(page, "body", body);
	page_set(page, "body_error", page_text(page, "%s", problem));
	return ((struct query){ 0 });
}

/*
 * No row means that this very form was sent before, so the post is there. No id
 * means that the author has just left, in another browser.
 */
static enum page_result
report(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");
	const char *most = page_column(page, "most");

	if (page->rows == NULL)
		return (PAGE_NEXT);
	if (most != NULL) { /* since this worker last heard of it */
		page_set(page, "body", page_clean(page, "body"));
		page_set(page, "body_error",
		    page_text(page,
			"A post can have at most %s characters now.", most));
		return (PAGE_NEXT);
	}
	if (wait > 0) {
		page_set(page, "body", page_clean(page, "body"));
		page_set(page, "body_error",
		    page_wait(page, REFUSED_POSTS,
			"You have posted a lot in a short time, so this was"
			" not posted.",
			wait));
		return (PAGE_NEXT);
	}
	if (PQntuples(page->rows) > 0 && page_column(page, "id") == NULL)
		return (page_draft_login(page));
	page_flash(page, "Your post is now live!");
	return (page_redirect(page, "/"));
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
		{ .ask = ask_add, .respond = report },
		{ .ask = ask_feed, .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .post = post };

	return (page_run(request, &plan));
}
