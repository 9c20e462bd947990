/* SPDX-License-Identifier: ISC */
/*
 * Settings: which messages a member wants; and the secret address in these
 * messages that turns them off. Mail programs send a POST there by themselves
 * (RFC 8058), without a session or a form, and follow no redirect.
 */
#include "model/email.h"
#include "model/mail.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/secret_link.h"

static struct query
ask_settings(struct page *page)
{
	return (email_settings(page->viewer.id));
}

static enum page_result
show_settings(struct page *page)
{
	page_set(page, "title", "Notifications");
	page_set(page, "sends_mail", mail_sends() ? "yes" : NULL);
	return (page_show(page, 200, "settings_notifications"));
}

static struct query
ask_want(struct page *page)
{
	return (
	    email_want(page->viewer.id, *page_field(page, "digest") != '\0'));
}

static enum page_result
saved(struct page *page)
{
	page_flash(page, "Your changes have been saved.");
	return (page_redirect(page, "/settings/notifications"));
}

int
page_settings_notifications(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings, .respond = show_settings },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_want, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

static enum page_result
expired(struct page *page)
{
	return (secret_link_expired(page,
	    "You can turn messages off in your settings, under "
	    "“Notifications”."));
}

static struct query
ask_secret(struct page *page)
{
	return (email_secret_find(secret_link_hash(page), "unsubscribe"));
}

static enum page_result
confirm(struct page *page)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (expired(page));
	return (page_confirm(page, "No more messages?",
	    page_text(page, "%s will get no more messages about notifications.",
		nickname),
	    "Turn them off", "/"));
}

static struct query
ask_unsubscribe(struct page *page)
{
	return (email_unsubscribe(secret_link_hash(page)));
}

static enum page_result
unsubscribed(struct page *page)
{
	if (page_column(page, "nickname") == NULL)
		return (expired(page));
	page_set(page, "title", "No more messages");
	page_set(page, "nickname", page_column(page, "nickname"));
	return (page_show(page, 200, "unsubscribed"));
}

int
page_unsubscribe(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_secret, .respond = confirm },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unsubscribe, .respond = unsubscribed },
		{ 0 },
	};
	static const struct plan plan = { SECRET, .get = get, .post = post };

	return (page_run(request, &plan));
}
