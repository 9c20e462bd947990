/* SPDX-License-Identifier: ISC */
/*
 * Sign up: create an account and sign in.
 */
#include <string.h>

#include "model/mail.h"
#include "model/person.h"
#include "model/rate.h"
#include "page/page.h"
#include "pages/new_password.h"
#include "pages/pages.h"
#include "pages/sign_in.h"
#include "pages/visit.h"

static enum page_result
show_form(struct page *page, int status)
{
	page_form(page);
	visit_buttons(page);
	page_set(page, "next", "/");
	page_set(page, "title", "Sign up");
	page_set(page, "nickname", page_clean(page, "nickname"));
	page_set(page, "email", page_clean(page, "email"));
	return (page_show(page, status, "signup"));
}

static enum page_result
show_empty(struct page *page)
{
	if (page->viewer.id != 0)
		return (page_redirect(page, "/"));
	page_set(page, "error", NULL);
	page_set(page, "nickname_error", NULL);
	page_set(page, "email_error", NULL);
	page_set(page, "password_error", NULL);
	return (show_form(page, 200));
}

/* If the nickname is left empty, derive it from the e-mail address. */
static const char *
wished_nickname(struct page *page)
{
	char nickname[NICKNAME_MAX + 1];
	const char *wish = page_clean(page, "nickname");

	if (*wish != '\0')
		return (wish);
	person_nickname_from_email(page_clean(page, "email"), nickname);
	return (page_text(page, "%s", nickname));
}

static enum page_result
check_fields(struct page *page)
{
	const char *password = page_field(page, "password");
	const char *nickname, *email, *secret;

	email = person_email_problem(page_clean(page, "email"));
	nickname = email == NULL
		       ? person_nickname_problem(wished_nickname(page))
		       : NULL;
	secret = person_password_problem(password, wished_nickname(page),
	    page_clean(page, "email"), page->site->name);
	page_set(page, "error", NULL);
	page_set(page, "nickname_error", nickname);
	page_set(page, "email_error", email);
	page_set(page, "password_error", secret);
	if (nickname != NULL || email != NULL || secret != NULL)
		return (show_form(page, 422));

	return (PAGE_NEXT);
}

static enum page_result
reject_taken(struct page *page)
{
	page_set(page, "nickname_error",
	    "This nickname is already in use. Please choose another one.");
	return (show_form(page, 422));
}

static struct query
ask_rate(struct page *page)
{
	const char *wish = page_clean(page, "nickname");
	return (rate_sign_up(page_address(page), *wish == '\0' ? NULL : wish));
}

static enum page_result
check_rate(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	if (page_column_true(page, "taken"))
		return (reject_taken(page));
	if (wait > 0) {
		page_set(page, "error",
		    page_wait(page, "Too many new accounts from your network.",
			wait));
		return (show_form(page, 429));
	}
	new_password_start(page, page_field(page, "password"));
	return (PAGE_NEXT);
}

static struct query
ask_add(struct page *page)
{
	const char *email = page_clean(page, "email");
	int any = *page_clean(page, "nickname") == '\0';

	return (person_add(wished_nickname(page), email,
	    sign_in_key(page, email), new_password_encoded(page), any));
}

static enum page_result
check_added(struct page *page)
{
	if (strcmp(page_column(page, "outcome"), "added") == 0)
		return (PAGE_NEXT);
	return (reject_taken(page));
}

static int64_t
new_person(struct page *page)
{
	return (page_column_number_of(page, "person_add", "id"));
}

static struct query
ask_trust(struct page *page)
{
	return (sign_in_trust_browser(page, new_person(page)));
}

static struct query
ask_session(struct page *page)
{
	return (sign_in_open_session(
	    page, new_person(page), new_password_encoded(page), 0));
}

static enum page_result
welcome(struct page *page)
{
	page_flash(page, "Welcome, %s!%s",
	    page_column_of(page, "person_add", "nickname"),
	    mail_sends() ? " We have sent you a message: please open the link "
			   "in it, so that we know your e-mail address works."
			 : "");
	return (sign_in_finish(page, 0, "/"));
}

int
page_signup(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_fields },
		{ .ask = ask_rate, .respond = check_rate },
		{ .work = new_password_hash, .respond = new_password_check },
		{ .ask = ask_add, .respond = check_added },
		{ .ask = ask_trust },
		{ .ask = sign_out_ask },
		{ .ask = ask_session, .respond = welcome },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get, .post = post };

	return (page_run(request, &plan));
}
