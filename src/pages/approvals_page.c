/* SPDX-License-Identifier: ISC */
/* For moderators: who has applied, and letting them in or not. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/mail.h"
#include "model/registration.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_list(struct page *page)
{
	(void)page;
	return (applicant_list());
}

static enum page_result
show(struct page *page, int status)
{
	page_set(page, "title", "Applications");
	page_set(page, "total", page_column(page, "total"));
	page_set(page, "sends_mail", mail_sends() ? "yes" : NULL);
	return (page_show(page, status, "admin_approvals"));
}

static enum page_result
show_list(struct page *page)
{
	return (show(page, 200));
}

static int64_t
applicant(struct page *page)
{
	return (strtoll(page_field(page, "applicant"), NULL, 10));
}

static int
declines(struct page *page)
{
	return (strcmp(page_field(page, "action"), "decline") == 0);
}

static int
is_valid(struct page *page)
{
	const char *reason = page_clean(page, "reason");

	return (text_length(reason) <= REASON_CODE_POINTS &&
		!text_forbidden(reason));
}

static struct query
ask_decision(struct page *page)
{
	if (declines(page) && !is_valid(page))
		return ((struct query){ 0 });
	return (declines(page)
		    ? applicant_decline(applicant(page),
			  page_clean(page, "reason"), page->viewer.id)
		    : applicant_approve(applicant(page), page->viewer.id));
}

static enum page_result
report(struct page *page)
{
	const char *nickname, *outcome;

	if (page->rows == NULL) {
		page_set(page, "error",
		    "Please give a reason of at most 500 characters, without "
		    "control characters.");
		page_set(page, "typed_reason", page_clean(page, "reason"));
		page_set(
		    page, "typed_applicant", page_field(page, "applicant"));
		return (PAGE_NEXT);
	}
	nickname = page_column(page, "nickname");
	outcome = page_column(page, "outcome");
	if (nickname == NULL)
		page_flash_alert(
		    page, "Somebody else has decided about this application.");
	else if (outcome == NULL)
		page_flash(
		    page, "The application of %s is declined.", nickname);
	else if (strcmp(outcome, "approved") == 0)
		page_flash(page, "%s is a member now.", nickname);
	else
		page_flash_alert(page,
		    "Whoever applied as %s has an account already.", nickname);
	return (page_redirect(page, "/admin/approvals"));
}

static enum page_result
show_rejected(struct page *page)
{
	return (show(page, 422));
}

int
page_admin_approvals(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_decision, .respond = report },
		{ .ask = ask_list, .respond = show_rejected },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}
