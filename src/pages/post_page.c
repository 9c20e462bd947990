/* SPDX-License-Identifier: ISC */
/* The deletion of a post by its author. */
#include "model/post.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static enum page_result
confirm(struct page *page)
{
	const char *id = page_column(page, "id");

	if (!page_column_true(page, "mine"))
		return (page_error(page, 404));
	return (page_confirm(page, "Delete this post?", NULL, "Delete",
	    page_text(page, "/post/%s", id)));
}

static struct query
ask_delete(struct page *page)
{
	return (post_delete(page->viewer.id, page_number(page, 1)));
}

static enum page_result
deleted(struct page *page)
{
	if (PQntuples(page->rows) == 0)
		return (page_error(page, 404));
	page_flash(page, "Your post has been deleted.");
	return (page_redirect(page, "/user/%s", page->viewer.nickname));
}

int
page_post_delete(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post, .respond = confirm },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_delete, .respond = deleted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
