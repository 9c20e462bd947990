/* SPDX-License-Identifier: ISC */
/*
 * What a moderator does to a member or a post. Choosing an action leads to a
 * page that says what it affects; only the button there does it.
 */
#include <stdlib.h>
#include <string.h>

#include "model/moderation.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/words.h"

static const struct words reason = {
	.what = "A reason",
	.label = "Why",
	.hint = "Up to 1,000 characters, which the member is told.",
};

/* The report that brought the moderator here, or 0. */
static int64_t
report(struct page *page)
{
	const char *text = page_posted(page) ? page_field(page, "report")
					     : page_argument(page, "report");

	return (text == NULL ? 0 : strtoll(text, NULL, 10));
}

static void
set_report(struct page *page)
{
	page_set(page, "report",
	    report(page) > 0 ? page_text(page, "%lld", (long long)report(page))
			     : "");
}

/* Back to the report, or else to ${path}. */
static enum page_result
go_back(struct page *page, const char *path)
{
	if (report(page) > 0)
		return (page_redirect(
		    page, "/moderation/report/%lld", (long long)report(page)));
	return (page_redirect(page, "%s", path));
}

static struct query
ask_person(struct page *page)
{
	return (moderation_person(page_part(page, 2)));
}

static struct query
ask_earlier(struct page *page)
{
	return (moderation_earlier(page_part(page, 2)));
}

static struct query
ask_network(struct page *page)
{
	return (moderation_network(page_part(page, 2)));
}

static enum moderation_action
action(struct page *page)
{
	return (moderation_read(page_field(page, "action")));
}

static const char *
nickname(struct page *page)
{
	return (page_column_of(page, "moderation_person", "nickname"));
}

static enum page_result
require_person(struct page *page)
{
	if (page_column(page, "nickname") != NULL)
		return (PAGE_NEXT);
	return (page_error_saying(page, 404,
	    page_text(page, "User %s not found.", page_part(page, 2))));
}

/* What was chosen is true in the template. */
static void
set_action(struct page *page)
{
	static const char *const names[] = {
		[MODERATION_SUSPEND] = "suspend",
		[MODERATION_RESTORE] = "restore",
		[MODERATION_HIDE] = "hide",
		[MODERATION_UNHIDE] = "unhide",
		[MODERATION_REMOVE] = "remove",
	};

	if (action(page) != MODERATION_NONE)
		page_set(page, names[action(page)], "1");
}

/* What can be done depends on what was done. */
static void
set_state(struct page *page)
{
	page_set(page, "is_suspended",
	    page_column_of(page, "moderation_person", "suspended_since"));
	page_set(page, "is_hidden",
	    page_column_of(page, "moderation_person", "hidden_since"));
}

static enum page_result
show_person(struct page *page)
{
	int rejected = page_posted(page);

	page_set(page, "title", page_text(page, "Moderate %s", nickname(page)));
	page_set(page, "action_error",
	    rejected && action(page) == MODERATION_NONE
		? "Please choose what to do."
		: NULL);
	set_action(page);
	page_set(page, "network",
	    page_column_of(page, "moderation_network", "network"));
	set_state(page);
	set_report(page);
	words_show(page, &reason);
	return (page_show(page, rejected ? 422 : 200, "moderation_person"));
}

/* "Suspend susan" */
static const char *
button(struct page *page)
{
	static const char *const verbs[] = {
		[MODERATION_SUSPEND] = "Suspend",
		[MODERATION_RESTORE] = "Restore",
		[MODERATION_HIDE] = "Hide",
		[MODERATION_UNHIDE] = "Stop hiding",
		[MODERATION_REMOVE] = "Delete",
	};

	return (page_text(page, "%s %s", verbs[action(page)], nickname(page)));
}

static enum page_result
show_effects(struct page *page)
{
	enum moderation_action chosen = action(page);
	int hiding = chosen == MODERATION_HIDE || chosen == MODERATION_UNHIDE;

	page_set(page, "title", button(page));
	page_set(page, "button", button(page));
	page_set(page, "action", moderation_name(chosen));
	page_set(page, "network_total",
	    page_column_of(page, "moderation_network", "total"));
	page_set(page, "whole", hiding ? NULL : "1");
	page_set(page, "is_told",
	    chosen == MODERATION_HIDE || chosen == MODERATION_SUSPEND ? "1"
								      : NULL);
	set_action(page);
	set_report(page);
	words_show(page, &reason);
	return (page_show(page, 200, "moderation_sure"));
}

static enum page_result
check_choice(struct page *page)
{
	if (require_person(page) == PAGE_DONE)
		return (PAGE_DONE);
	if (action(page) == MODERATION_NONE ||
	    words_read(page, &reason) == NULL)
		return (show_person(page));
	return (
	    *page_field(page, "sure") == '\0' ? show_effects(page) : PAGE_NEXT);
}

static struct query
ask_act(struct page *page)
{
	return (moderation_act(page->viewer.id, action(page),
	    page_part(page, 2), words_read(page, &reason), report(page)));
}

static enum page_result
acted(struct page *page)
{
	const char *outcome = page_column(page, "outcome");
	const char *problem = outcome == NULL ? moderation_refused("gone")
					      : moderation_refused(outcome);

	if (problem != NULL)
		page_flash_alert(page, "%s", problem);
	else
		page_flash(page, "Done: %s.", button(page));
	if (action(page) == MODERATION_REMOVE || outcome == NULL)
		return (go_back(page, "/moderation/log"));
	return (go_back(
	    page, page_text(page, "/moderation/person/%s", nickname(page))));
}

static struct query
ask_post(struct page *page)
{
	return (moderation_post(page_number(page, 2)));
}

static enum page_result
show_post(struct page *page)
{
	if (PQntuples(page->rows) == 0)
		return (page_error(page, 404));
	page_set(page, "title", "Delete this post?");
	page_set(page, "post", page_part(page, 2));
	set_report(page);
	words_show(page, &reason);
	return (
	    page_show(page, page_posted(page) ? 422 : 200, "moderation_post"));
}

static struct query
ask_remove_post(struct page *page)
{
	const char *words = words_read(page, &reason);

	if (words == NULL)
		return ((struct query){ 0 });
	return (moderation_remove_post(
	    page->viewer.id, page_number(page, 2), words, report(page)));
}

static enum page_result
post_removed(struct page *page)
{
	const char *outcome = page_column(page, "outcome");
	const char *problem;

	if (page->rows == NULL)
		return (PAGE_NEXT); /* show the form again */
	if (outcome == NULL)
		return (page_error(page, 404));
	problem = moderation_refused(outcome);
	if (problem != NULL)
		page_flash_alert(page, "%s", problem);
	else
		page_flash(page, "The post is deleted.");
	return (go_back(page, page_text(page, "/moderation/person/%s",
				  page_column(page, "nickname"))));
}

int
page_moderation_person(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_person,
		    .ask_too = ask_earlier,
		    .respond = require_person },
		{ .ask = ask_network, .respond = show_person },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_network },
		{ .ask = ask_person,
		    .ask_too = ask_earlier,
		    .respond = check_choice },
		{ .ask = ask_act, .respond = acted },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}

int
page_moderation_post(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_post, .respond = show_post },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_remove_post, .respond = post_removed },
		{ .ask = ask_post, .respond = show_post },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}
