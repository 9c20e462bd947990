/* SPDX-License-Identifier: ISC */
/*
 * Liking, boosting and keeping a post, and taking that back; who did; and what
 * the viewer keeps. A link to a button's address asks for confirmation; only a
 * form changes anything. Afterwards the member is where the button was.
 */
#include <string.h>

#include "model/post.h"
#include "model/reaction.h"
#include "page/page.h"
#include "pages/pages.h"

struct reaction {
	struct query (*change)(int64_t, int64_t);
	const char *button; /* "Like" */
	const char *effect; /* explained on the confirmation page, or NULL */
};

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static enum page_result
confirm(struct page *page)
{
	const struct reaction *reaction = page->plan->subject;
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (page_error(page, 404));
	return (page_confirm(page,
	    page_text(page, "%s this post?", reaction->button),
	    reaction->effect, reaction->button,
	    page_text(page, "/post/%s", page_part(page, 1))));
}

static struct query
ask_change(struct page *page)
{
	const struct reaction *reaction = page->plan->subject;

	return (reaction->change(page->viewer.id, page_number(page, 1)));
}

/* What had been done before needs no message: the button shows how it is. */
static enum page_result
changed(struct page *page)
{
	const char *outcome = page_column(page, "outcome");
	const char *post = page_part(page, 1);
	int64_t wait = page_column_number(page, "wait");

	if (outcome == NULL)
		return (page_error(page, 404));
	if (wait > 0)
		return (page_error_saying(page, 429,
		    page_wait(page, REFUSED_POSTS,
			"You have posted a lot in a short time, so this was"
			" not boosted.",
			wait)));
	if (strcmp(outcome, "own") == 0)
		page_flash_alert(page, "You can't boost your own posts.");
	return (page_return(
	    page, page_text(page, "post-%s", post), "/post/%s", post));
}

static const struct step get[] = {
	{ .ask = ask_post, .respond = confirm },
	{ 0 },
};
static const struct step post[] = {
	{ .ask = ask_change, .respond = changed },
	{ 0 },
};

int
page_like(struct http_request *request)
{
	static const struct reaction like = {
		.change = like_add,
		.button = "Like",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &like };

	return (page_run(request, &plan));
}

int
page_unlike(struct http_request *request)
{
	static const struct reaction unlike = {
		.change = like_remove,
		.button = "Unlike",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unlike };

	return (page_run(request, &plan));
}

int
page_boost(struct http_request *request)
{
	static const struct reaction boost = {
		.change = boost_add,
		.button = "Boost",
		.effect = "Your followers will see it in their feeds, with "
			  "your name above it.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &boost };

	return (page_run(request, &plan));
}

int
page_unboost(struct http_request *request)
{
	static const struct reaction unboost = {
		.change = boost_remove,
		.button = "Unboost",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unboost };

	return (page_run(request, &plan));
}

int
page_bookmark(struct http_request *request)
{
	static const struct reaction bookmark = {
		.change = bookmark_add,
		.button = "Bookmark",
		.effect = "You will find it among your bookmarks. Nobody else "
			  "can tell.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &bookmark };

	return (page_run(request, &plan));
}

int
page_unbookmark(struct http_request *request)
{
	static const struct reaction unbookmark = {
		.change = bookmark_remove,
		.button = "Unbookmark",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unbookmark };

	return (page_run(request, &plan));
}

static struct query
ask_likes(struct page *page)
{
	return (like_list(
	    page_number(page, 1), page_cursor(page), page->viewer.id));
}

static struct query
ask_boosts(struct page *page)
{
	return (boost_list(
	    page_number(page, 1), page_cursor(page), page->viewer.id));
}

static enum page_result
require_post(struct page *page)
{
	return (page_column(page, "id") == NULL ? page_error(page, 404)
						: PAGE_NEXT);
}

static enum page_result
show_likes(struct page *page)
{
	page_set(page, "title", "Who likes a post");
	return (page_show(page, 200, "likes"));
}

static enum page_result
show_boosts(struct page *page)
{
	page_set(page, "title", "Who boosted a post");
	return (page_show(page, 200, "boosts"));
}

int
page_likes(struct http_request *request)
{
	static const struct step likes[] = {
		{ .ask = ask_post,
		    .ask_too = ask_likes,
		    .respond = require_post },
		{ .respond = show_likes },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = likes };

	return (page_run(request, &plan));
}

int
page_boosts(struct http_request *request)
{
	static const struct step boosts[] = {
		{ .ask = ask_post,
		    .ask_too = ask_boosts,
		    .respond = require_post },
		{ .respond = show_boosts },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = boosts };

	return (page_run(request, &plan));
}

static struct query
ask_bookmarks(struct page *page)
{
	return (bookmark_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_bookmarks(struct page *page)
{
	page_set(page, "title", "Bookmarks");
	return (page_show(page, 200, "bookmarks"));
}

int
page_bookmarks(struct http_request *request)
{
	static const struct step bookmarks[] = {
		{ .ask = ask_bookmarks, .respond = show_bookmarks },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = bookmarks };

	return (page_run(request, &plan));
}
