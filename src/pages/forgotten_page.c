/* SPDX-License-Identifier: ISC */
/*
 * Forgotten passwords: ask for a message, and set a new password at the secret
 * address in it. Whatever login is typed, the response and the queries are the
 * same; whether somebody gets a message is decided when it is sent.
 */
#include "model/email.h"
#include "model/mail.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/new_password.h"
#include "pages/pages.h"
#include "pages/secret_link.h"
#include "pages/sign_in.h"

static enum page_result
show_form(struct page *page, int status, const char *error)
{
	page_form(page);
	page_set(page, "title", "Forgotten password");
	page_set(page, "nickname", page_nickname(page));
	page_set(page, "error", error);
	page_set(page, "sends_mail", mail_sends() ? "yes" : NULL);
	return (page_show(page, status, "forgotten"));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, NULL));
}

static enum page_result
check_login(struct page *page)
{
	if (!mail_sends())
		return (show_form(page, 422, NULL));
	if (*sign_in_key(page, page_nickname(page)) == '\0')
		return (show_form(page, 422,
		    "Please enter your nickname or your e-mail address."));
	return (PAGE_NEXT);
}

static struct query
ask_message(struct page *page)
{
	return (email_forgotten(
	    page_address(page), sign_in_key(page, page_nickname(page))));
}

static enum page_result
promise(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	if (wait > 0)
		return (show_form(page, 429,
		    page_wait(page, REFUSED_FORGOTTEN,
			"Too many such messages.", wait)));
	page_flash(page,
	    "If we know that account and its e-mail address, a message with a "
	    "link is on its way there. The link works for 30 minutes.");
	return (page_redirect(page, "/login"));
}

int
page_forgotten(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_login },
		{ .ask = ask_message, .respond = promise },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post };

	return (page_run(request, &plan));
}

static enum page_result
expired(struct page *page)
{
	return (secret_link_expired(page,
	    "If you still need a new password, choose “Forgotten your "
	    "password?” where you sign in."));
}

static struct query
ask_secret(struct page *page)
{
	return (email_secret_find(secret_link_hash(page), "reset"));
}

static enum page_result
show_reset_form(struct page *page, int status, const char *problem)
{
	page_form(page);
	page_set(page, "title", "A new password");
	page_set(page, "nickname",
	    page_column_of(page, "email_secret_find", "nickname"));
	page_set(page, "password_error", problem);
	return (page_show(page, status, "reset"));
}

static enum page_result
show_reset(struct page *page)
{
	if (page_column(page, "nickname") == NULL)
		return (expired(page));
	return (show_reset_form(page, 200, NULL));
}

static enum page_result
check_password(struct page *page)
{
	const char *nickname = page_column(page, "nickname");
	const char *email = page_column(page, "email");
	const char *typed = page_field(page, "password"), *problem;

	if (nickname == NULL)
		return (expired(page));
	problem = person_password_problem(
	    typed, nickname, email == NULL ? "" : email, page->site->name);
	if (problem != NULL)
		return (show_reset_form(page, 422, problem));
	new_password_start(page, typed);
	return (PAGE_NEXT);
}

static struct query
ask_reset(struct page *page)
{
	return (
	    email_reset(secret_link_hash(page), new_password_encoded(page)));
}

static enum page_result
done(struct page *page)
{
	if (page_column(page, "nickname") == NULL)
		return (expired(page));
	page_flash(page,
	    "%s has a new password and is signed out everywhere. Please sign "
	    "in with it.",
	    page_column(page, "nickname"));
	return (page_redirect(page, "/login"));
}

int
page_reset(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_secret, .respond = show_reset },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_secret, .respond = check_password },
		{ .work = new_password_hash, .respond = new_password_check },
		{ .ask = ask_reset, .respond = done },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post };

	return (page_run(request, &plan));
}
