/* SPDX-License-Identifier: ISC */
/*
 * A single post, and its deletion by its author.
 */
#include "model/post.h"
#include "page/page.h"
#include "pages/metadata.h"
#include "pages/pages.h"

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static enum page_result
show_post(struct page *page)
{
	if (PQntuples(page->rows) == 0)
		return (page_error(page, 404));
	page_set(page, "title",
	    page_text(page, "A post by %s", page_column(page, "nickname")));
	metadata_set(page,
	    &(struct metadata){ "article",
		.path = page_text(page, "/post/%s", page_column(page, "id")),
		.description = page_column(page, "body"),
		.published = page_column(page, "created_at"),
		.feed = page_text(
		    page, "/user/%s.atom", page_column(page, "nickname")) });
	page_cacheable(page, "person/%s", page_column(page, "author"));
	return (page_show(page, 200, "post"));
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
page_post(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post, .respond = show_post },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
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
