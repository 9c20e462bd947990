/* SPDX-License-Identifier: ISC */
#include "pages/sign_in.h"

#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "http/cookie.h"
#include "kore/request.h"
#include "model/browser.h"
#include "model/browser_name.h"
#include "model/login.h"
#include "model/person.h"
#include "model/rate.h"
#include "model/session.h"
#include "model/token.h"
#include "page/page_session.h"

/* Return 0, or -1 if the browser shows no valid secret in the cookie ${name}.
 */
static int
read_secret(
    struct page *page, const char *name, unsigned char secret[SECRET_BYTES])
{
	char cookie[COOKIE_VALUE];

	if (request_cookie(page->request, name, cookie) == -1)
		return (-1);
	return (token_read(secret, cookie));
}

static const unsigned char *
keep_hash(struct page *page, const unsigned char secret[SECRET_BYTES])
{
	unsigned char hash[SECRET_BYTES];

	token_hash(hash, secret);
	return (page_keep(page, hash, sizeof(hash)));
}

/* Return NULL if the browser shows no valid secret in the cookie ${name}. */
static const unsigned char *
cookie_hash(struct page *page, const char *name)
{
	unsigned char secret[SECRET_BYTES];

	if (read_secret(page, name, secret) == -1)
		return (NULL);
	return (keep_hash(page, secret));
}

static const unsigned char *
trusted_browser(struct page *page)
{
	return (cookie_hash(page, COOKIE_TRUSTED));
}

static void
give_trusted(struct page *page, const unsigned char secret[SECRET_BYTES])
{
	char text[SECRET_TEXT];

	token_text(text, secret);
	page_cookie(page, COOKIE_TRUSTED, text, BROWSER_TRUSTED);
}

static int
is_true(const char *value)
{
	return (value != NULL && strcmp(value, "t") == 0);
}

/* Must the person whom sign_in_open_session() found show a code? */
static int
is_pending(struct page *page)
{
	return (is_true(page_column_of(page, "session_add", "code")));
}

int
sign_in_suspended(struct page *page)
{
	return (is_true(page_column_of(page, "session_add", "suspended")) ||
		is_true(page_column_of(page, "pending_finish", "suspended")));
}

const char *
sign_in_key(struct page *page, const char *login)
{
	char key[LOGIN_KEY];

	login_key(login, key);
	return (page_text(page, "%s", key));
}

struct query
sign_in_count_attempt(struct page *page, const char *login)
{
	return (rate_sign_in(page_address(page), sign_in_key(page, login),
	    trusted_browser(page)));
}

const char *
sign_in_wait(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	return (wait == 0
		    ? NULL
		    : page_wait(page, "Too many attempts to sign in.", wait));
}

/* May the password be compared with those of strangers to this browser? */
static int
everyone(struct page *page)
{
	return (
	    strcmp(page_column_of(page, "rate_sign_in", "everyone"), "t") == 0);
}

struct query
sign_in_find_people(struct page *page, const char *login)
{
	return (person_by_login(
	    sign_in_key(page, login), trusted_browser(page), everyone(page)));
}

struct query
sign_in_reset_rate(struct page *page, const char *login)
{
	return (rate_reset(page_address(page), sign_in_key(page, login),
	    trusted_browser(page), everyone(page)));
}

struct query
sign_in_trust_browser(struct page *page, int64_t person)
{
	unsigned char secret[SECRET_BYTES];

	if (is_pending(page) || sign_in_suspended(page))
		return ((struct query){ 0 });
	if (read_secret(page, COOKIE_TRUSTED, secret) == -1)
		token_secret(secret);
	give_trusted(page, secret);
	return (browser_trust(keep_hash(page, secret), person));
}

static const char *
name_of_browser(struct page *page)
{
	char browser[BROWSER_NAME];

	browser_name(browser, page->request->agent);
	return (page_text(page, "%s", browser));
}

struct query
sign_in_open_session(
    struct page *page, int64_t person, const char *encoded, int remembered)
{
	page_session_forget(page);
	return (session_add(page_session_new(page), person, encoded, remembered,
	    name_of_browser(page), trusted_browser(page)));
}

/* Redirect to ${door}, which leads on to ${next}. */
static enum page_result
go_through(struct page *page, const char *door, const char *next)
{
	struct buffer address = { 0 };
	enum page_result result;

	buffer_text(&address, door);
	if (address_local(next) && strcmp(next, "/") != 0) {
		buffer_text(&address, "?next=");
		text_url(&address, next, strlen(next));
	}
	result = page_redirect(page, "%s", address.data);
	buffer_free(&address);
	return (result);
}

enum page_result
sign_in_finish(struct page *page, int remembered, const char *next)
{
	if (is_pending(page)) {
		page_session_give_pending(page);
		return (go_through(page, "/login/code", next));
	}
	if (sign_in_suspended(page)) {
		page_session_clear(page);
		page_session_give_appeal(page);
		return (page_redirect(page, "/suspended"));
	}
	page_session_give(page, remembered);
	return (page_redirect(page, "%s", address_local(next) ? next : "/"));
}

const unsigned char *
sign_in_appeal(struct page *page)
{
	return (cookie_hash(page, COOKIE_APPEAL));
}

const unsigned char *
sign_in_pending(struct page *page)
{
	return (cookie_hash(page, COOKIE_PENDING));
}

struct query
sign_in_pass(struct page *page, const struct proof_code *code, int trust)
{
	const unsigned char *new_trusted = NULL;

	/* No step of this page works in a thread, so the job is free. */
	if (trust) {
		page->job = kore_calloc(1, SECRET_BYTES);
		token_secret(page->job);
		new_trusted = keep_hash(page, page->job);
	}
	return (pending_finish(sign_in_pending(page), page_session_new(page),
	    name_of_browser(page), code, trusted_browser(page), new_trusted));
}

void
sign_in_pass_trusted(struct page *page)
{
	give_trusted(page, page->job);
}

enum page_result
sign_in_again(struct page *page, const char *next, const char *why)
{
	page_cookie(page, COOKIE_PENDING, "", 0);
	page_flash_alert(page, "%s", why);
	return (go_through(page, "/login", next));
}

struct query
sign_out_ask(struct page *page)
{
	if (page->viewer.id == 0)
		return ((struct query){ 0 });
	return (session_remove(page_session_hash(page)));
}
