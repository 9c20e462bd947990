/* SPDX-License-Identifier: ISC */
/*
 * Settings: the member's e-mail address. If this site sends mail, a new address
 * counts from when it is confirmed.
 */
#include <string.h>

#include "model/email.h"
#include "model/mail.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/sign_in.h"

/* Is there an address that a message could go to, to confirm it? */
static int
is_unconfirmed(struct page *page)
{
	const char *settings = "email_settings";
	const char *confirmed = page_column_of(page, settings, "confirmed");

	return (page_column_of(page, settings, "wanted") != NULL ||
		(page_column_of(page, settings, "email") != NULL &&
		    strcmp(confirmed, "t") != 0));
}

static enum page_result
show_form(struct page *page, int status, const char *problem)
{
	page_set(page, "title", "Your e-mail address");
	page_set(page, "sends_mail", mail_sends() ? "yes" : NULL);
	page_set(page, "unconfirmed",
	    mail_sends() && is_unconfirmed(page) ? "yes" : NULL);
	page_set(page, "typed_email", page_clean(page, "email"));
	page_set(page, "email_error", problem);
	return (page_show(page, status, "settings_email"));
}

static struct query
ask_settings(struct page *page)
{
	return (email_settings(page->viewer.id));
}

static enum page_result
show_settings(struct page *page)
{
	return (show_form(page, 200, NULL));
}

/* Does the member ask for another message, instead of for another address? */
static int
asks_again(struct page *page)
{
	return (*page_field(page, "again") != '\0');
}

static enum page_result
check_email(struct page *page)
{
	const char *problem = person_email_problem(page_clean(page, "email"));

	if (asks_again(page) || problem == NULL)
		return (PAGE_NEXT);
	return (show_form(page, 422, problem));
}

static struct query
ask_set(struct page *page)
{
	const char *email = page_clean(page, "email");

	if (asks_again(page))
		return (email_set(page->viewer.id, NULL, NULL));
	return (email_set(page->viewer.id, email, sign_in_key(page, email)));
}

static enum page_result
report(struct page *page)
{
	const char *outcome = page_column(page, "outcome");
	int64_t wait = page_column_number(page, "wait");

	if (wait > 0)
		return (show_form(page, 429,
		    page_wait(page, REFUSED_CONFIRM, "Too many such messages.",
			wait)));
	if (strcmp(outcome, "sent") == 0)
		page_flash(page,
		    "A message is on its way. Please open the link in it.");
	else if (strcmp(outcome, "saved") == 0)
		page_flash(page, "Your e-mail address has been saved.");
	else
		page_flash(page, "There is nothing to change.");
	return (page_redirect(page, "/settings/email"));
}

int
page_settings_email(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings, .respond = show_settings },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_settings, .respond = check_email },
		{ .ask = ask_set, .respond = report },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}
