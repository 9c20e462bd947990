/* SPDX-License-Identifier: ISC */
/*
 * Follow and unfollow, with the words of old.
 */
#include "model/follow.h"
#include "pages/relation.h"

int page_follow(struct http_request *);
int page_unfollow(struct http_request *);

static const struct relation follow = {
	.verb = "follow",
	.button = "Follow",
	.outcome = "followed",
	.done = "You are now following",
	.end = "!",
};

static const struct relation unfollow = {
	.verb = "unfollow",
	.button = "Unfollow",
	.outcome = "unfollowed",
	.done = "You have stopped following",
	.end = ".",
};

static enum page_result
confirm_follow(struct page *page)
{
	return (relation_confirm(page, &follow));
}

static enum page_result
confirm_unfollow(struct page *page)
{
	return (relation_confirm(page, &unfollow));
}

static struct query
ask_follow(struct page *page)
{
	return (follow_add(page->viewer.id, page_part(page, 1)));
}

static struct query
ask_unfollow(struct page *page)
{
	return (follow_remove(page->viewer.id, page_part(page, 1)));
}

static enum page_result
followed(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	if (wait > 0)
		return (page_error_saying(page, 429,
		    page_wait(page,
			"You have followed many people in a short time.",
			wait)));
	return (relation_respond(page, &follow));
}

static enum page_result
unfollowed(struct page *page)
{
	return (relation_respond(page, &unfollow));
}

int
page_follow(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_follow },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_follow, .respond = followed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_unfollow(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_unfollow },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unfollow, .respond = unfollowed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}
