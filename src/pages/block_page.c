/* SPDX-License-Identifier: ISC */
/*
 * Block and unblock, and the people one has blocked.
 */
#include "model/block.h"
#include "pages/relation.h"

int page_block(struct http_request *);
int page_unblock(struct http_request *);
int page_blocks(struct http_request *);

static const struct relation block = {
	.verb = "block",
	.button = "Block",
	.outcome = "blocked",
	.done = "You have blocked",
	.end = ".",
	.message =
	    "You stop following one another, leave one another's lists, and "
	    "neither sees the other's posts while signed in; nobody is told. "
	    "It does not hide what is public: anybody who is signed out can "
	    "still read your profile and posts.",
};

static const struct relation unblock = {
	.verb = "unblock",
	.button = "Unblock",
	.outcome = "unblocked",
	.done = "You have unblocked",
	.end = ".",
	.message = "You will see one another again. Neither follows the other, "
		   "and nobody is back on a list.",
};

static enum page_result
confirm_block(struct page *page)
{
	return (relation_confirm(page, &block));
}

static enum page_result
confirm_unblock(struct page *page)
{
	return (relation_confirm(page, &unblock));
}

static struct query
ask_block(struct page *page)
{
	return (block_add(page->viewer.id, page_part(page, 1)));
}

static struct query
ask_unblock(struct page *page)
{
	return (block_remove(page->viewer.id, page_part(page, 1)));
}

static enum page_result
blocked(struct page *page)
{
	return (relation_respond(page, &block));
}

static enum page_result
unblocked(struct page *page)
{
	return (relation_respond(page, &unblock));
}

static struct query
ask_list(struct page *page)
{
	return (block_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "title", "People you blocked · microblog");
	return (page_show(page, 200, "blocks"));
}

int
page_block(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_block },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_block, .respond = blocked },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_unblock(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = relation_ask, .respond = confirm_unblock },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unblock, .respond = unblocked },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_blocks(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
