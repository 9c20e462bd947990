/* SPDX-License-Identifier: ISC */
#include "pages/sign_in.h"

#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "http/cookie.h"
#include "kore/request.h"
#include "model/browser.h"
#include "model/browser_name.h"
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

/* Count all logins that are too long to exist as one. */
static const char *
counted_as(const char *login)
{
	return (text_length(login) > EMAIL_MAX ? "" : login);
}

struct query
sign_in_count_attempt(struct page *page, const char *login)
{
	return (rate_sign_in(
	    page_address(page), counted_as(login), trusted_browser(page)));
}

const char *
sign_in_wait(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	return (wait == 0
		    ? NULL
		    : page_wait(page, "Too many attempts to sign in.", wait));
}

struct query
sign_in_reset_rate(struct page *page, const char *login)
{
	return (rate_reset(
	    page_address(page), counted_as(login), trusted_browser(page)));
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
