/* SPDX-License-Identifier: ISC */
/*
 * The moderators' queue: the people about whom there are reports, the appeals,
 * and each report with what a moderator needs to decide. Blocks do not count
 * here. Nobody finds reports about themselves.
 */
#include "model/moderation.h"
#include "model/notice.h"
#include "model/report.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/words.h"

static const struct words reason = {
	.what = "A reason",
	.label = "Why nothing needs to be done",
	.hint = "Up to 1,000 characters for the other moderators.",
};

static int
shows_closed(struct page *page)
{
	return (page_argument(page, "closed") != NULL);
}

static struct query
ask_queue(struct page *page)
{
	return (report_queue(
	    page->viewer.id, shows_closed(page), page_cursor(page)));
}

static struct query
ask_appeals(struct page *page)
{
	if (shows_closed(page))
		return ((struct query){ 0 });
	return (appeal_list());
}

static enum page_result
show_queue(struct page *page)
{
	page_set(page, "title", "Moderation");
	page_set(page, "closed", shows_closed(page) ? "1" : NULL);
	return (page_show(page, 200, "queue"));
}

static struct query
ask_report(struct page *page)
{
	return (report_find(page_number(page, 2), page->viewer.id));
}

static struct query
ask_others(struct page *page)
{
	return (report_others(page_number(page, 2), page->viewer.id));
}

static enum page_result
require_report(struct page *page)
{
	return (PQntuples(page->rows) == 0 ? page_error(page, 404) : PAGE_NEXT);
}

static struct query
ask_earlier(struct page *page)
{
	return (moderation_earlier(
	    page_column_of(page, "report_find", "nickname")));
}

static struct query
ask_network(struct page *page)
{
	return (moderation_network(
	    page_column_of(page, "report_find", "nickname")));
}

static enum page_result
show_report(struct page *page)
{
	int rejected = page_posted(page);

	page_set(page, "title",
	    page_text(page, "A report about %s",
		page_column_of(page, "report_find", "nickname")));
	page_set(
	    page, "nickname", page_column_of(page, "report_find", "nickname"));
	page_set(page, "is_open",
	    *page_column_of(page, "report_find", "is_open") == 't' ? "1"
								   : NULL);
	page_set(page, "several",
	    page_column_number_of(page, "report_find", "open") > 1 ? "1"
								   : NULL);
	page_set(page, "all", *page_field(page, "all") != '\0' ? "1" : NULL);
	words_show(page, &reason);
	return (page_show(page, rejected ? 422 : 200, "queue_report"));
}

static struct query
ask_dismiss(struct page *page)
{
	const char *words = words_read(page, &reason);

	if (words == NULL)
		return ((struct query){ 0 });
	return (report_dismiss(page->viewer.id, page_number(page, 2), words,
	    *page_field(page, "all") != '\0'));
}

static enum page_result
dismissed(struct page *page)
{
	int64_t closed;

	if (page->rows == NULL)
		return (PAGE_NEXT); /* show the form again */
	if (PQntuples(page->rows) == 0)
		return (page_error(page, 404));
	closed = page_column_number(page, "closed");
	if (closed == 0) {
		page_flash_alert(page, "Somebody else has closed this report.");
		return (page_redirect(
		    page, "/moderation/report/%s", page_part(page, 2)));
	}
	if (closed == 1)
		page_flash(page, "The report is closed.");
	else
		page_flash(page, "%lld reports about %s are closed.",
		    (long long)closed, page_column(page, "nickname"));
	return (page_redirect(page, "/moderation"));
}

int
page_queue(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_queue,
		    .ask_too = ask_appeals,
		    .respond = show_queue },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get };

	return (page_run(request, &plan));
}

int
page_report(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_report,
		    .ask_too = ask_others,
		    .respond = require_report },
		{ .ask = ask_earlier,
		    .ask_too = ask_network,
		    .respond = show_report },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_dismiss, .respond = dismissed },
		{ .ask = ask_report,
		    .ask_too = ask_others,
		    .respond = require_report },
		{ .ask = ask_earlier,
		    .ask_too = ask_network,
		    .respond = show_report },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}
