/* SPDX-License-Identifier: ISC */
/*
 * Sign up: create an account and sign in, or apply for one. What the settings
 * say about the door only decides what these pages show; sign_up() looks again.
 */
#include <string.h>

#include "base/address.h"
#include "model/mail.h"
#include "model/person.h"
#include "model/rate.h"
#include "model/registration.h"
#include "page/page.h"
#include "pages/application.h"
#include "pages/new_password.h"
#include "pages/pages.h"
#include "pages/refusal.h"
#include "pages/secret_link.h"
#include "pages/sign_in.h"
#include "pages/visit.h"

/* Return what is known of the visitor's invitation, or NULL. */
static const char *
found(const struct page *page, const char *column)
{
	return (page_column_of(page, "invitation_find", column));
}

static int
is_invited(const struct page *page)
{
	const char *state = found(page, "state");

	return (state != NULL && strcmp(state, "valid") == 0);
}

static int
applies(const struct page *page)
{
	return (page->site->door == DOOR_APPROVE && !is_invited(page));
}

/* The secret is in the address, or in the form that was there. */
static const char *
secret_of(struct page *page)
{
	return (page_posted(page) ? page_field(page, "invitation")
				  : page_part(page, 1));
}

/* Where the new member wanted to go, as to follow somebody. */
static const char *
next_of(struct page *page)
{
	const char *next = page_posted(page) ? page_field(page, "next")
					     : page_argument(page, "next");

	return (address_local(next) ? next : "/");
}

static enum page_result
show_form(struct page *page, int status)
{
	page_form(page);
	visit_buttons(page);
	page_set(page, "next", next_of(page));
	page_set(page, "title", applies(page) ? "Apply" : "Sign up");
	page_set(page, "applies", applies(page) ? "yes" : NULL);
	page_set(page, "invitation", is_invited(page) ? secret_of(page) : NULL);
	page_set(page, "inviter", found(page, "inviter"));
	page_set(page, "nickname", page_nickname(page));
	page_set(page, "email", page_clean(page, "email"));
	page_set(page, "words", page_clean(page, "words"));
	return (page_show(page, status, "signup"));
}

static enum page_result
refuse(struct page *page, int status, const char *outcome)
{
	const struct refusal *refusal = refusal_find(outcome);

	page_set(page, "title", refusal->heading);
	page_set(page, "heading", refusal->heading);
	page_set(page, "message", refusal->sentence);
	return (page_show(page, status, "signup_closed"));
}

/* Return why this visitor may not even see the form, or NULL. */
static const char *
reason(const struct page *page)
{
	enum door door = page->site->door;

	if (door == DOOR_CLOSED)
		return (door_name(door));
	if (door == DOOR_OPEN || is_invited(page))
		return (NULL);
	if (found(page, "state") != NULL)
		return (found(page, "state"));
	return (door == DOOR_INVITE ? door_name(door) : NULL);
}

static enum page_result
show_empty(struct page *page)
{
	if (reason(page) != NULL)
		return (refuse(page, 200, reason(page)));
	page_set(page, "error", NULL);
	page_set(page, "nickname_error", NULL);
	page_set(page, "email_error", NULL);
	page_set(page, "password_error", NULL);
	page_set(page, "words_error", NULL);
	return (show_form(page, 200));
}

static enum page_result
show_signup(struct page *page)
{
	return (
	    page->viewer.id != 0 ? page_redirect(page, "/") : show_empty(page));
}

static struct query
ask_invitation(struct page *page)
{
	return (invitation_find(secret_link_hash(page)));
}

static enum page_result
show_invitation(struct page *page)
{
	if (page->viewer.id != 0) {
		page_flash(page, "You are a member already. To use the "
				 "invitation, sign out first.");
		return (page_redirect(page, "/"));
	}
	if (found(page, "state") == NULL && page->site->door != DOOR_CLOSED)
		return (secret_link_expired(
		    page, "Please ask whoever invited you for another one."));
	return (show_empty(page));
}

static struct query
ask_typed_invitation(struct page *page)
{
	const unsigned char *hash = application_invitation(page);

	if (hash == NULL)
		return ((struct query){ 0 });
	return (invitation_find(hash));
}

/* If the nickname is left empty, derive it from the e-mail address. */
static const char *
wished_nickname(struct page *page)
{
	char nickname[NICKNAME_MAX + 1];
	const char *wish = page_nickname(page);

	if (*wish != '\0')
		return (wish);
	person_nickname_from_email(page_clean(page, "email"), nickname);
	return (page_text(page, "%s", nickname));
}

/* Return what is wrong with what an applicant wrote, or NULL. */
static const char *
words_problem(struct page *page)
{
	char problem[FAILURE_MAX];

	if (!applies(page) ||
	    application_problem(page_clean(page, "words"), problem) == 0)
		return (NULL);
	return (page_text(page, "%s", problem));
}

static enum page_result
check_fields(struct page *page)
{
	const char *password = page_field(page, "password");
	const char *nickname, *email, *secret, *words;

	if (reason(page) != NULL)
		return (refuse(page, 422, reason(page)));
	email = person_email_problem(page_clean(page, "email"));
	nickname = email == NULL
		       ? person_nickname_problem(wished_nickname(page))
		       : NULL;
	secret = person_password_problem(password, wished_nickname(page),
	    page_clean(page, "email"), page->site->name);
	words = words_problem(page);
	page_set(page, "error", NULL);
	page_set(page, "nickname_error", nickname);
	page_set(page, "email_error", email);
	page_set(page, "password_error", secret);
	page_set(page, "words_error", words);
	if (nickname != NULL || email != NULL || secret != NULL ||
	    words != NULL)
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
	const char *wish = page_nickname(page);
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
		    page_wait(page, REFUSED_SIGN_UP,
			"Too many new accounts from your network.", wait));
		return (show_form(page, 429));
	}
	new_password_start(page, page_field(page, "password"));
	return (PAGE_NEXT);
}

static struct query
ask_add(struct page *page)
{
	const char *email = page_clean(page, "email");

	return (
	    sign_up(&(struct registration){ .nickname = wished_nickname(page),
		.any = *page_nickname(page) == '\0',
		.email = email,
		.email_key = sign_in_key(page, email),
		.password = new_password_encoded(page),
		.address = page_address(page),
		.invitation = application_invitation(page),
		.words = application_words(page) }));
}

/* Except for the first three, these are rare: the page has looked before. */
static enum page_result
check_added(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (strcmp(outcome, "added") == 0)
		return (PAGE_NEXT);
	if (strcmp(outcome, "applied") == 0)
		return (page_redirect(page, "/signup/applied"));
	if (strcmp(outcome, "taken") == 0)
		return (reject_taken(page));
	if (strcmp(outcome, "domain") == 0) {
		page_set(page, "email_error", refusal_find(outcome)->sentence);
		return (show_form(page, 422));
	}
	return (refuse(page, 422, outcome));
}

static int64_t
new_person(struct page *page)
{
	return (page_column_number_of(page, "sign_up", "id"));
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
	    page_column_of(page, "sign_up", "nickname"),
	    mail_sends() ? " We have sent you a message: please open the link "
			   "in it, so that we know your e-mail address works."
			 : "");
	return (sign_in_finish(page, 0, next_of(page)));
}

/* The same for everyone, so it does not tell who has applied. */
static enum page_result
show_applied(struct page *page)
{
	page_set(page, "title", "Thank you");
	page_set(page, "sends_mail", mail_sends() ? "yes" : NULL);
	return (page_show(page, 200, "signup_applied"));
}

int
page_signup(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_signup },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_typed_invitation, .respond = check_fields },
		{ .ask = ask_rate, .respond = check_rate },
		{ .work = new_password_hash, .respond = new_password_check },
		{ .ask = ask_add, .respond = check_added },
		{ .ask = ask_trust },
		{ .ask = sign_out_ask },
		{ .ask = ask_session, .respond = welcome },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_invitation(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_invitation, .respond = show_invitation },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}

int
page_applied(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_applied },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}
