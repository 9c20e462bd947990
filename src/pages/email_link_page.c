/* SPDX-License-Identifier: ISC */
/*
 * The secret addresses in messages about an e-mail address: confirm it, or take
 * a change of it back. They work signed out, too.
 */
#include <string.h>

#include "model/email.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/secret_link.h"

struct link {
	const char *purpose;
	struct query (*use)(const unsigned char *);
	const char *question;
	const char *effect; /* after "... will be the e-mail address of john" */
	const char *button;
	const char *done;    /* after "... is the e-mail address of john" */
	const char *next;    /* where the member goes then */
	const char *instead; /* what to do if the link does not work */
};

static enum page_result
expired(struct page *page)
{
	const struct link *link = page->plan->subject;

	return (secret_link_expired(page, link->instead));
}

static struct query
ask_secret(struct page *page)
{
	const struct link *link = page->plan->subject;

	return (email_secret_find(secret_link_hash(page), link->purpose));
}

static enum page_result
confirm(struct page *page)
{
	const struct link *link = page->plan->subject;
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (expired(page));
	return (page_confirm(page, link->question,
	    page_text(page, "%s will be the e-mail address of %s%s",
		page_column(page, "email"), nickname, link->effect),
	    link->button, "/"));
}

static struct query
ask_use(struct page *page)
{
	const struct link *link = page->plan->subject;

	return (link->use(secret_link_hash(page)));
}

/* Only whoever reads the messages to an address learns who has confirmed it. */
static enum page_result
report(struct page *page)
{
	const struct link *link = page->plan->subject;
	const char *nickname = page_column(page, "nickname");
	const char *email = page_column(page, "email");

	if (nickname == NULL)
		return (expired(page));
	if (strcmp(page_column(page, "outcome"), "taken") == 0) {
		page_flash_alert(page,
		    "Another account has confirmed %s, so it cannot be the "
		    "e-mail address of %s. Sign in with the address to see "
		    "which one.",
		    email, nickname);
		return (page_redirect(page, "/"));
	}
	page_flash(page, "%s is the e-mail address of %s%s", email, nickname,
	    link->done);
	return (page_redirect(page, "%s", link->next));
}

static const struct step get[] = {
	{ .ask = ask_secret, .respond = confirm },
	{ 0 },
};
static const struct step post[] = {
	{ .ask = ask_use, .respond = report },
	{ 0 },
};

int
page_confirm_email(struct http_request *request)
{
	static const struct link link = {
		.purpose = "confirm",
		.use = email_confirm,
		.question = "Confirm your e-mail address?",
		.effect = ".",
		.button = "Confirm",
		.done = ".",
		.next = "/",
		.instead = "You can get another one in your settings, under "
			   "“E-mail”.",
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post,
		.subject = &link };

	return (page_run(request, &plan));
}

int
page_revert_email(struct http_request *request)
{
	static const struct link link = {
		.purpose = "revert",
		.use = email_revert,
		.question = "Take back the change of your e-mail address?",
		.effect = " again, and that account will be signed out "
			  "everywhere.",
		.button = "Take it back",
		.done = " again, and that account is signed out everywhere. If "
			"somebody else may know its password, get a new one "
			"here.",
		.next = "/forgotten",
		.instead = "It works once, for seven days after the change. If "
			   "your account is not yours any more, please write "
			   "to whoever runs this site.",
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post,
		.subject = &link };

	return (page_run(request, &plan));
}
