#include "sign_in.h"

#include <string.h>

#include "address.h"
#include "attempt.h"
#include "browser_name.h"
#include "cookie.h"
#include "request.h"
#include "session.h"

/* s; the view session_valid says the same, and when it ends before that. */
#define REMEMBERED (180 * 24 * 60 * 60)

/* Tries are counted by where they come from, and by the account. */
static const char *
address_key(struct page *page)
{
	char address[REQUEST_ADDRESS];

	request_address(page->request, address);
	return (page_text(page, "address %s", address));
}

static const char *
account_key(struct page *page, const char *login)
{
	/* Nobody's is longer. */
	return (page_text(
	    page, "account %s", text_length(login) > EMAIL_MAX ? "" : login));
}

struct query
sign_in_try(struct page *page, const char *login)
{
	return (attempt_take(address_key(page), account_key(page, login)));
}

enum page_result
sign_in_may_try(struct page *page)
{
	const char *wait = page_column(page, "wait");

	if (wait == NULL || strcmp(wait, "0") == 0)
		return (PAGE_NEXT);
	page_header(page, "retry-after", wait);
	return (page_error(page, 429));
}

struct query
sign_in_forgive(struct page *page, const char *login)
{
	return (attempt_forgive(address_key(page), account_key(page, login)));
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

enum page_result
sign_in_done(struct page *page, int remembered, const char *next)
{
	char text[SECRET_TEXT];

	token_text(text, page->secret);
	cookie_set(&page->headers, COOKIE_SESSION, text,
	    remembered ? REMEMBERED : COOKIE_BROWSER);
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
