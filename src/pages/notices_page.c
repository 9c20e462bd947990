/* SPDX-License-Identifier: ISC */
/*
 * What a member is told of actions that concern them. What is new is at the top
 * of every page (layout.html) until they say that they have read it. Here is
 * the rest, and the form with which they appeal. A suspended member has a page
 * of their own instead, to which signing in leads.
 */
#include <stdlib.h>
#include <string.h>

#include "http/cookie.h"
#include "model/notice.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/sign_in.h"
#include "pages/words.h"

static const struct words appeal = {
	.what = "An appeal",
	.label = "Why this should be undone",
	.hint = "Up to 1,000 characters. You can appeal once.",
	.needed = 1,
};

static struct query
ask_list(struct page *page)
{
	return (notice_list(page->viewer.id));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "title", "From the moderators");
	return (page_show(page, 200, "notices"));
}

static struct query
ask_read(struct page *page)
{
	return (notice_read(
	    page->viewer.id, strtoll(page_field(page, "notice"), NULL, 10)));
}

static enum page_result
was_read(struct page *page)
{
	return (page_redirect(page, "/notices"));
}

static struct query
ask_notice(struct page *page)
{
	return (notice_find(page->viewer.id, page_number(page, 1)));
}

/* There is a form unless they have appealed, or it has been undone. */
static void
show_form_if_open(struct page *page)
{
	page_set(page, "appealable",
	    page_column_true(page, "can_appeal") ? "1" : NULL);
	page_set(page, "notice", page_column(page, "id"));
}

static enum page_result
show_appeal(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_set(page, "title", "Appeal");
	show_form_if_open(page);
	words_show(page, &appeal);
	return (page_show(page, page_posted(page) ? 422 : 200, "appeal"));
}

static struct query
ask_appeal(struct page *page)
{
	const char *words = words_read(page, &appeal);

	if (words == NULL)
		return ((struct query){ 0 });
	return (appeal_add(page->viewer.id, page_number(page, 1), words));
}

/* Say what became of the appeal, on the page ${path}. */
static enum page_result
report(struct page *page, const char *path)
{
	const char *outcome = page_column(page, "outcome");

	if (strcmp(outcome, "sent") == 0)
		page_flash(page, "Your appeal is sent. A moderator will look at"
				 " it, and you are told here.");
	else if (strcmp(outcome, "already") == 0)
		page_flash_alert(page, "You have appealed already.");
	else
		page_flash_alert(page, "This has been undone already.");
	return (page_redirect(page, "%s", path));
}

static enum page_result
appealed(struct page *page)
{
	if (page->rows == NULL)
		return (PAGE_NEXT); /* show the form again */
	if (page_column(page, "outcome") == NULL)
		return (page_error(page, 404));
	return (report(page, "/notices"));
}

static enum page_result
sign_in_first(struct page *page)
{
	page_flash_alert(page, "Please sign in again.");
	return (page_redirect(page, "/login"));
}

static enum page_result
check_secret(struct page *page)
{
	return (sign_in_appeal(page) == NULL ? sign_in_first(page) : PAGE_NEXT);
}

static struct query
ask_suspension(struct page *page)
{
	return (appeal_find(sign_in_appeal(page)));
}

static enum page_result
show_suspension(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (sign_in_first(page));
	page_form(page);
	page_set(page, "title", "Your account is suspended");
	show_form_if_open(page);
	words_show(page, &appeal);
	return (page_show(page, page_posted(page) ? 422 : 200, "suspended"));
}

static struct query
ask_send(struct page *page)
{
	const char *words = words_read(page, &appeal);

	if (words == NULL)
		return ((struct query){ 0 });
	return (appeal_send(sign_in_appeal(page),
	    strtoll(page_field(page, "notice"), NULL, 10), words));
}

static enum page_result
sent(struct page *page)
{
	if (page->rows == NULL)
		return (PAGE_NEXT); /* show the form again */
	if (page_column(page, "outcome") == NULL)
		return (sign_in_first(page));
	return (report(page, "/suspended"));
}

int
page_notices(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_read, .respond = was_read },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_appeal(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_notice, .respond = show_appeal },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_appeal, .respond = appealed },
		{ .ask = ask_notice, .respond = show_appeal },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_suspended(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = check_secret },
		{ .ask = ask_suspension, .respond = show_suspension },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_secret },
		{ .ask = ask_send, .respond = sent },
		{ .ask = ask_suspension, .respond = show_suspension },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get, .post = post };

	return (page_run(request, &plan));
}
