/*
 * Sign in and sign out. A wrong nickname costs the same time as a wrong
 * password, and both get the same words.
 */
#include <sodium.h>
#include <string.h>

#include "attempt.h"
#include "cookie.h"
#include "page.h"
#include "password.h"
#include "person.h"
#include "request.h"
#include "sign_in.h"

#define ACCOUNTS 4 /* of one e-mail address; person_by_login.sql's limit */

/* What the thread needs: copies, for the request may end before it does. */
struct check {
	char password[PASSWORD_MAX + 1];
	char encoded[ACCOUNTS][PASSWORD_ENCODED];
	int64_t person[ACCOUNTS];
	int count;
	int64_t matched; /* the person whose password it is, or 0 */
};

int page_sign_in(struct http_request *);
int page_sign_out(struct http_request *);

static enum page_result
show_form(struct page *page)
{
	const char *next = form_field(&page->arguments, "next");

	if (page->viewer.id != 0)
		return (page_redirect(page, "/"));
	page_form(page);
	page_set(page, "title", "Sign in · microblog");
	page_set(page, "nickname", "");
	page_set(page, "error", NULL);
	page_set(page, "remember_me", NULL);
	page_set(page, "next", page_local(next) ? next : "/");
	return (page_show(page, 200, "login"));
}

static enum page_result
refuse(struct page *page)
{
	const char *next = page_field(page, "next");

	page_form(page);
	page_set(page, "title", "Sign in · microblog");
	page_set(page, "nickname", page_field(page, "nickname"));
	page_set(page, "error", "Wrong nickname or password.");
	page_set(page, "remember_me", page_field(page, "remember_me"));
	page_set(page, "next", page_local(next) ? next : "/");
	return (page_show(page, 422, "login"));
}

/* Tries are counted by where they come from, and by the account. */
static const char *
address_key(struct page *page)
{
	char address[REQUEST_ADDRESS];

	request_address(page->request, address);
	return (page_text(page, "address %s", address));
}

static const char *
account_key(struct page *page)
{
	const char *login = page_clean(page, "nickname");

	/* Nobody's is longer. */
	return (page_text(
	    page, "account %s", text_length(login) > EMAIL_MAX ? "" : login));
}

static struct query
ask_attempt(struct page *page)
{
	return (attempt_take(address_key(page), account_key(page)));
}

static enum page_result
may_try(struct page *page)
{
	const char *wait = page_column(page, "wait");

	if (wait == NULL || strcmp(wait, "0") == 0)
		return (PAGE_NEXT);
	page_header(page, "retry-after", wait);
	return (page_error(page, 429));
}

static struct query
ask_person(struct page *page)
{
	return (person_by_login(page_clean(page, "nickname")));
}

static enum page_result
prepare_check(struct page *page)
{
	struct check *check = kore_calloc(1, sizeof(*check));
	const char *password = page_field(page, "password");
	PGresult *rows = page->rows;
	int i;

	page->job = check;
	if (strlen(password) <= PASSWORD_MAX)
		(void)strcpy(check->password, password);
	check->count = PQntuples(rows) < ACCOUNTS ? PQntuples(rows) : ACCOUNTS;
	for (i = 0; i < check->count; i++) {
		check->person[i] = strtoll(
		    PQgetvalue(rows, i, PQfnumber(rows, "id")), NULL, 10);
		(void)snprintf(check->encoded[i], PASSWORD_ENCODED, "%s",
		    PQgetvalue(rows, i, PQfnumber(rows, "password")));
	}
	return (PAGE_NEXT);
}

static void
verify(void *job)
{
	struct check *check = job;
	int i;

	if (check->count == 0)
		(void)password_verify(NULL, check->password);
	for (i = 0; i < check->count && check->matched == 0; i++)
		if (password_verify(check->encoded[i], check->password))
			check->matched = check->person[i];
	sodium_memzero(check->password, sizeof(check->password));
}

static enum page_result
is_right(struct page *page)
{
	const struct check *check = page->job;

	return (check->matched == 0 ? refuse(page) : PAGE_NEXT);
}

static struct query
ask_forgive(struct page *page)
{
	return (attempt_forgive(address_key(page), account_key(page)));
}

static int
remembered(struct page *page)
{
	return (*page_field(page, "remember_me") != '\0');
}

static struct query
ask_session(struct page *page)
{
	const struct check *check = page->job;

	return (sign_in_ask(page, check->matched, remembered(page)));
}

static enum page_result
welcome(struct page *page)
{
	return (sign_in_done(page, remembered(page), page_field(page, "next")));
}

static enum page_result
confirm_sign_out(struct page *page)
{
	return (page_confirm(page, "Sign out?", "Sign out", "/"));
}

static enum page_result
goodbye(struct page *page)
{
	cookie_set(&page->headers, COOKIE_SESSION, "", 0);
	page_flash(page, "You have signed out.");
	return (page_redirect(page, "/"));
}

int
page_sign_in(struct http_request *request)
{
	static const struct step get[] = {
		{ .answer = show_form },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_attempt, .answer = may_try },
		{ .ask = ask_person, .answer = prepare_check },
		{ .work = verify, .answer = is_right },
		{ .ask = ask_forgive },
		{ .ask = sign_out_ask },
		{ .ask = ask_session, .answer = welcome },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, get, post };

	return (page_run(request, &plan));
}

int
page_sign_out(struct http_request *request)
{
	static const struct step get[] = {
		{ .answer = confirm_sign_out },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = sign_out_ask, .answer = goodbye },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}
