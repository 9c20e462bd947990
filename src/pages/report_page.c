/* SPDX-License-Identifier: ISC */
/*
 * Reporting a post or a person to the moderators. What a reader cannot see does
 * not exist here either; but whoever blocks a person may report them. Nothing
 * here tells the person concerned who reported them.
 */
#include <string.h>

#include "model/person.h"
#include "model/post.h"
#include "model/report.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/words.h"

/* What is reported: how to look it up, and how to report it. */
struct thing {
	struct query (*find)(struct page *);
	struct query (*report)(struct page *, const struct complaint *);
	const char *name; /* of the query that finds it */
	const char *mine; /* its column: it is the reader's own */
	const char *page; /* where it is */
};

static const struct words comment = {
	.what = "A comment",
	.label = "What should the moderators know?",
	.hint = "Up to 1,000 characters, which only moderators read.",
};

static const struct words needed_comment = {
	.what = "A comment",
	.label = "What should the moderators know?",
	.hint = "Up to 1,000 characters, which only moderators read.",
	.needed = 1,
};

static const struct words *
wanted(const struct page *page)
{
	return (report_needs_words(page_field(page, "reason")) ? &needed_comment
							       : &comment);
}

static const struct thing *
thing(const struct page *page)
{
	return (page->plan->subject);
}

static const char *
about(const struct page *page, const char *column)
{
	return (page_column_of(page, thing(page)->name, column));
}

static struct query
find_post(struct page *page)
{
	return (post_find(page_number(page, 2), page->viewer.id));
}

static struct query
find_person(struct page *page)
{
	return (person_profile(page_part(page, 2), page->viewer.id));
}

static struct query
send_post(struct page *page, const struct complaint *complaint)
{
	return (report_post(page->viewer.id, page_number(page, 2), complaint));
}

static struct query
send_person(struct page *page, const struct complaint *complaint)
{
	return (report_person(page->viewer.id, page_part(page, 2), complaint));
}

/* What was chosen is true in the template. */
static void
set_reason(struct page *page)
{
	static const char *const names[] = { "spam", "abuse", "illegal",
		"other" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(page_field(page, "reason"), names[i]) == 0)
			page_set(page, names[i], "1");
}

static struct query
ask_thing(struct page *page)
{
	return (thing(page)->find(page));
}

static enum page_result
show_form(struct page *page, int status, const char *error)
{
	const char *reason = page_field(page, "reason");

	page_form(page);
	page_set(page, "title",
	    page_text(page,
		about(page, "body") != NULL ? "Report a post by %s"
					    : "Report %s",
		about(page, "nickname")));
	page_set(page, "nickname", about(page, "nickname"));
	page_set(page, "body", about(page, "body"));
	page_set(page, "action", page->request->path);
	page_set(page, "back",
	    page_text(page, "%s%s", thing(page)->page,
		about(page, about(page, "body") != NULL ? "id" : "nickname")));
	page_set(page, "error", error);
	page_set(page, "reason_error",
	    page_posted(page) && !report_reason_known(reason)
		? "Please choose one of these reasons."
		: NULL);
	set_reason(page);
	words_show(page, wanted(page));
	return (page_show(page, status, "report"));
}

/* Only what the reader sees, and is not their own. */
static enum page_result
require_thing(struct page *page)
{
	if (PQntuples(page->rows) == 0)
		return (page_error(page, 404));
	if (!page_column_true(page, thing(page)->mine))
		return (PAGE_NEXT);
	page_flash_alert(page, "You can't report yourself!");
	return (page_redirect(page, "/user/%s", page_column(page, "nickname")));
}

static enum page_result
open_form(struct page *page)
{
	if (require_thing(page) == PAGE_DONE)
		return (PAGE_DONE);
	if (page_argument(page, "sent") == NULL)
		return (show_form(page, 200, NULL));
	page_set(page, "title", "Thank you");
	return (page_show(page, 200, "reported"));
}

static enum page_result
check_form(struct page *page)
{
	if (require_thing(page) == PAGE_DONE)
		return (PAGE_DONE);
	if (!report_reason_known(page_field(page, "reason")) ||
	    words_read(page, wanted(page)) == NULL)
		return (show_form(page, 422, NULL));
	return (PAGE_NEXT);
}

static struct query
ask_report(struct page *page)
{
	const struct complaint complaint = {
		.reason = page_field(page, "reason"),
		.words = words_read(page, wanted(page)),
		.address = page_address(page),
	};

	return (thing(page)->report(page, &complaint));
}

static enum page_result
reported(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	if (page_column(page, "nickname") == NULL)
		return (page_error(page, 404));
	if (wait > 0)
		return (show_form(page, 429,
		    page_wait(page,
			"You have sent many reports in a short time.", wait)));
	return (page_redirect(
	    page, "/report/person/%s?sent=1", page_column(page, "nickname")));
}

static const struct step get[] = {
	{ .ask = ask_thing, .respond = open_form },
	{ 0 },
};
static const struct step post[] = {
	{ .ask = ask_thing, .respond = check_form },
	{ .ask = ask_report, .respond = reported },
	{ 0 },
};

int
page_report_post(struct http_request *request)
{
	static const struct thing a_post = {
		.find = find_post,
		.report = send_post,
		.name = "post_find",
		.mine = "mine",
		.page = "/post/",
	};
	static const struct plan plan = { EVERYONE, .get = get, .post = post,
		.subject = &a_post };

	return (page_run(request, &plan));
}

int
page_report_person(struct http_request *request)
{
	static const struct thing a_person = {
		.find = find_person,
		.report = send_person,
		.name = "person_profile",
		.mine = "self",
		.page = "/user/",
	};
	static const struct plan plan = { EVERYONE, .get = get, .post = post,
		.subject = &a_person };

	return (page_run(request, &plan));
}
