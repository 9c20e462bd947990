#include "sign_in.h"

#include <string.h>

#include "address.h"
#include "browser.h"
#include "browser_name.h"
#include "cookie.h"
#include "person.h"
#include "rate.h"
#include "request.h"
#include "session.h"

/* s without use; the view session_valid says the same, and when it ends. */
#define REMEMBERED (30 * 24 * 60 * 60)

/* Answer: 0, or -1 if the browser shows none. */
static int
read_known(struct page *page, unsigned char secret[SECRET_BYTES])
{
	char cookie[COOKIE_VALUE];

	if (request_cookie(page->request, COOKIE_KNOWN, cookie) == -1)
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

/* NULL if it shows none. */
static const unsigned char *
known_browser(struct page *page)
{
	unsigned char secret[SECRET_BYTES];

	if (read_known(page, secret) == -1)
		return (NULL);
	return (keep_hash(page, secret));
}

/* What is counted as the account; nobody's login is longer. */
static const char *
account(const char *login)
{
	return (text_length(login) > EMAIL_MAX ? "" : login);
}

struct query
sign_in_try(struct page *page, const char *login)
{
	return (rate_sign_in(
	    page_address(page), account(login), known_browser(page)));
}

const char *
sign_in_wait(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	return (wait == 0
		    ? NULL
		    : page_wait(page, "Too many tries to sign in.", wait));
}

struct query
sign_in_forgive(struct page *page, const char *login)
{
	return (rate_forgive(
	    page_address(page), account(login), known_browser(page)));
}

struct query
sign_in_know(struct page *page, int64_t person)
{
	unsigned char secret[SECRET_BYTES];
	char text[SECRET_TEXT];

	if (read_known(page, secret) == -1)
		token_secret(secret);
	token_text(text, secret);
	cookie_set(&page->headers, COOKIE_KNOWN, text, BROWSER_KNOWN);
	return (browser_know(keep_hash(page, secret), person));
}

struct query
sign_in_ask(
    struct page *page, int64_t person, const char *encoded, int remembered)
{
	char browser[BROWSER_NAME];

	browser_name(browser, page->request->agent);
	token_secret(page->secret);
	page->has_secret = 0; /* the browser does not have it yet */
	token_hash(page->session, page->secret);
	return (session_add(page->session, person, encoded, remembered,
	    page_text(page, "%s", browser)));
}

static void
set_session(struct page *page, int seconds)
{
	char text[SECRET_TEXT];

	token_text(text, page->secret);
	cookie_set(&page->headers, COOKIE_SESSION, text, seconds);
}

void
sign_in_keep(struct page *page)
{
	set_session(page, REMEMBERED);
}

enum page_result
sign_in_done(struct page *page, int remembered, const char *next)
{
	set_session(page, remembered ? REMEMBERED : COOKIE_BROWSER);
	cookie_set(&page->headers, COOKIE_VISITOR, "", 0);
	return (page_redirect(page, "%s", address_local(next) ? next : "/"));
}

struct query
sign_out_ask(struct page *page)
{
	if (page->viewer.id == 0)
		return ((struct query){ 0 });
	return (session_remove(page->session));
}
