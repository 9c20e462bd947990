/* SPDX-License-Identifier: ISC */
/*
 * What moderators did: the log, undoing, and deciding appeals.
 */
#include <string.h>

#include "model/moderation.h"
#include "model/notice.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/words.h"

static const struct words answer = {
	.what = "An answer",
	.label = "What to tell the member",
	.hint = "Up to 1,000 characters. They are told what you decide.",
};

static struct query
ask_log(struct page *page)
{
	return (moderation_log(page_cursor(page)));
}

static enum page_result
show_log(struct page *page)
{
	page_set(page, "title", "What moderators did");
	return (page_show(page, 200, "moderation_log"));
}

static struct query
ask_entry(struct page *page)
{
	return (moderation_entry(page_number(page, 2)));
}

static enum page_result
confirm_undo(struct page *page)
{
	if (!page_column_true(page, "can_undo"))
		return (page_error(page, 404));
	return (page_confirm(page,
	    page_text(page, "Undo that somebody %s %s?",
		page_column(page, "verb"), page_column(page, "nickname")),
	    "Everything is then as it was before, and the member is told.",
	    "Undo", "/moderation/log"));
}

static struct query
ask_undo(struct page *page)
{
	return (moderation_undo(page->viewer.id, page_number(page, 2)));
}

/* Back to the log, with a message. */
static enum page_result
report(struct page *page, const char *done)
{
	const char *outcome = page_column(page, "outcome");
	const char *problem;

	if (outcome == NULL)
		return (page_error(page, 404));
	problem = moderation_refused(outcome);
	if (problem != NULL)
		page_flash_alert(page, "%s", problem);
	else
		page_flash(page, "%s", done);
	return (page_redirect(page, "/moderation/log"));
}

static enum page_result
undone(struct page *page)
{
	return (report(page, "It is undone."));
}

static enum page_result
show_entry(struct page *page)
{
	int rejected = page_posted(page);

	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_set(page, "title", "What was done");
	page_set(page, "undecided",
	    page_column_true(page, "undecided") ? "1" : NULL);
	words_show(page, &answer);
	return (page_show(page, rejected ? 422 : 200, "moderation_appeal"));
}

static int
undoes(struct page *page)
{
	return (strcmp(page_field(page, "decision"), "undo") == 0);
}

static struct query
ask_decide(struct page *page)
{
	const char *words = words_read(page, &answer);
	int keeps = strcmp(page_field(page, "decision"), "keep") == 0;

	if (words == NULL || (!keeps && !undoes(page)))
		return ((struct query){ 0 });
	return (appeal_decide(
	    page->viewer.id, page_number(page, 2), undoes(page), words));
}

static enum page_result
decided(struct page *page)
{
	if (page->rows == NULL)
		return (PAGE_NEXT); /* show the form again */
	return (report(page, undoes(page) ? "It is undone, and they are told."
					  : "It stays, and they are told."));
}

int
page_moderation_log(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_log, .respond = show_log },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get };

	return (page_run(request, &plan));
}

int
page_moderation_undo(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_entry, .respond = confirm_undo },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_undo, .respond = undone },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}

int
page_moderation_appeal(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_entry, .respond = show_entry },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_decide, .respond = decided },
		{ .ask = ask_entry, .respond = show_entry },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}
