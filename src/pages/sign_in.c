/* SPDX-License-Identifier: ISC */
#include "pages/sign_in.h"

#include <string.h>

#include "base/address.h"
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

/* Return 0, or -1 if the browser shows no valid secret. */
static int
read_trusted(struct page *page, unsigned char secret[SECRET_BYTES])
{
	char cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_TRUSTED, cookie) == -1)
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

/* Return NULL if the browser shows no valid secret. */
static const unsigned char *
trusted_browser(struct page *page)
{
	unsigned char secret[SECRET_BYTES];

	if (read_trusted(page, secret) == -1)
		return (NULL);
	return (keep_hash(page, secret));
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
	char text[SECRET_TEXT];

	if (read_trusted(page, secret) == -1)
		token_secret(secret);
	token_text(text, secret);
	page_cookie(page, COOKIE_TRUSTED, text, BROWSER_TRUSTED);
	return (browser_trust(keep_hash(page, secret), person));
}

struct query
sign_in_open_session(
    struct page *page, int64_t person, const char *encoded, int remembered)
{
	char browser[BROWSER_NAME];

	browser_name(browser, page->request->agent);
	page_session_forget(page);
	return (session_add(page_session_new(page), person, encoded, remembered,
	    page_text(page, "%s", browser)));
}

enum page_result
sign_in_finish(struct page *page, int remembered, const char *next)
{
	page_session_give(page, remembered);
	return (page_redirect(page, "%s", address_local(next) ? next : "/"));
}

struct query
sign_out_ask(struct page *page)
{
	if (page->viewer.id == 0)
		return ((struct query){ 0 });
	return (session_remove(page_session_hash(page)));
}
