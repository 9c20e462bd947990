/* SPDX-License-Identifier: ISC */
/*
 * Editing a post, and what it said before.
 *
 * The form names the version that it was made for. If the post has another one
 * when the form is sent, because its author edited it in another window, the
 * page shows the text that is stored now, keeps what was typed, and leaves the
 * decision to the author.
 */
#include "model/post.h"
#include "model/post_edit.h"

#include <string.h>

#include "page/page.h"
#include "pages/pages.h"
#include "pages/posting.h"

static struct query
ask_find(struct page *page)
{
	return (post_edit_find(page->viewer.id, page_number(page, 1)));
}

static enum page_result
show(struct page *page, int status, const char *version)
{
	posting_form(page,
	    page_text(page, "/post/%s/edit",
		page_column_of(page, "post_edit_find", "id")),
	    "Your post", "Save");
	page_set(page, "version", version);
	page_set(page, "title", "Edit your post");
	return (page_show(page, status, "post_edit"));
}

static enum page_result
show_form(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	posting_fill(
	    page, page_column(page, "body"), page_column(page, "audience"));
	return (show(page, 200, page_column(page, "version")));
}

static struct query
ask_edit(struct page *page)
{
	struct new_post post;

	if (posting_read(page, &post) == -1)
		return ((struct query){ 0 });
	return (post_edit(
	    page_number(page, 1), page_field(page, "version"), &post));
}

static enum page_result
edited(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (page->rows == NULL)
		return (PAGE_NEXT);
	if (outcome == NULL)
		return (page_error(page, 404));
	if (strcmp(outcome, "long") == 0)
		posting_refuse_long(page, page_column(page, "most"));
	else if (strcmp(outcome, "later") == 0)
		posting_refuse_wait(page, page_column_number(page, "wait"));
	else if (strcmp(outcome, "meanwhile") == 0)
		posting_refuse(page,
		    "This post was changed meanwhile, perhaps by you in another"
		    " window. To replace what it says now with this text, save"
		    " again.");
	else {
		page_flash(page, "%s",
		    strcmp(outcome, "edited") == 0
			? "Your post has been changed."
			: "Your post is as it was.");
		return (page_redirect(page, "/post/%s", page_part(page, 1)));
	}
	return (PAGE_NEXT);
}

/*
 * A form for another version is now one for the present version, which the page
 * shows.
 */
static enum page_result
show_refused(struct page *page)
{
	const char *outcome = page_column_of(page, "post_edit", "outcome");
	const char *version = page_column(page, "version");

	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	if (outcome != NULL && strcmp(outcome, "later") == 0)
		return (show(page, 429, page_field(page, "version")));
	if (outcome == NULL || strcmp(outcome, "meanwhile") != 0)
		return (show(page, 422, page_field(page, "version")));
	page_set(page, "present", page_column(page, "body"));
	return (show(page, 409, version));
}

int
page_post_edit(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_find, .respond = show_form },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_edit, .respond = edited },
		{ .ask = ask_find, .respond = show_refused },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

static struct query
ask_post(struct page *page)
{
	return (post_find(page_number(page, 1), page->viewer.id));
}

static struct query
ask_versions(struct page *page)
{
	return (post_versions(
	    page_number(page, 1), page->viewer.id, page_cursor(page)));
}

static enum page_result
show_versions(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_set(page, "title",
	    page_text(page, "Versions of a post by %s",
		page_column(page, "nickname")));
	page_cacheable(page, "posts");
	return (page_show(page, 200, "post_versions"));
}

int
page_post_versions(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post,
		    .ask_too = ask_versions,
		    .respond = show_versions },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
