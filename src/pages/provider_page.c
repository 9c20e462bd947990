/* SPDX-License-Identifier: ISC */
/*
 * Send a browser to a provider: to sign in, to link an identity, or to prove
 * that a member still uses it. provider_return.c goes on when it is back.
 */
#include <string.h>

#include "base/address.h"
#include "http/cookie.h"
#include "http/http_head.h"
#include "kore/request.h"
#include "model/provider_sign_in.h"
#include "model/registration.h"
#include "pages/application.h"
#include "pages/pages.h"
#include "pages/visit.h"

/* Why, and where the name of the provider is in the path. */
struct reason {
	const char *purpose;
	int part;
};

/* The browser keeps its secret for the length of an attempt; several tabs share
 * it. */
static void
take_secret(struct page *page, unsigned char secret[SECRET_BYTES])
{
	char cookie[COOKIE_VALUE], text[SECRET_TEXT];

	if (request_cookie(page->request, COOKIE_PROVIDER, cookie) == -1 ||
	    token_read(secret, cookie) == -1)
		token_secret(secret);
	token_text(text, secret);
	page_cookie(page, COOKIE_PROVIDER, text, ATTEMPT_SECONDS);
}

static enum page_result
open(struct page *page)
{
	const struct reason *reason = page->plan->subject;
	const char *next = page_field(page, "next");
	struct visit *visit;
	char problem[FAILURE_MAX];

	if (visit_open(page, reason->part) == PAGE_DONE)
		return (PAGE_DONE);
	visit = visit_of(page);
	visit->purpose = reason->purpose;
	if (address_local(next) && strlen(next) <= HTTP_TARGET_MAX)
		visit->next = next;
	visit->invitation = application_invitation(page);
	visit->words = application_words(page);
	if (visit->words != NULL &&
	    application_problem(visit->words, problem) == -1)
		return (visit_reject(page, page_text(page, "%s", problem)));
	return (PAGE_NEXT);
}

static struct query
ask_leave(struct page *page)
{
	unsigned char secret[SECRET_BYTES];
	struct visit *visit = visit_of(page);

	take_secret(page, secret);
	attempt_start(&visit->attempt, secret);
	return (provider_sign_in_add(
	    &(struct provider_sign_in){ .state_hash = visit->attempt.state_hash,
		.browser_hash = visit->attempt.browser_hash,
		.provider = visit->provider->name,
		.purpose = visit->purpose,
		.person = page->viewer.id,
		.next = visit->next,
		.invitation = visit->invitation,
		.words = visit->words }));
}

/* The security policy allows a form to lead to the provider's own origin only.
 * If people sign in elsewhere, they follow a link. */
static int
forms_may_lead_to(const struct provider *provider, const char *address)
{
	size_t length = strlen(provider->origin);

	return (strncmp(address, provider->origin, length) == 0 &&
		strchr("/?", address[length]) != NULL);
}

static enum page_result
show_link(struct page *page, const char *address)
{
	page_set(page, "title", "Sign in");
	page_set(page, "label", visit_of(page)->provider->label);
	page_set(page, "address", address);
	return (page_show(page, 200, "away"));
}

static enum page_result
leave(struct page *page)
{
	const struct visit *visit = visit_of(page);
	struct buffer address = { 0 };
	enum page_result result;

	attempt_address(&address, &visit->attempt, visit->provider,
	    &visit->addresses, strcmp(visit->purpose, PURPOSE_PROVE) == 0);
	result = forms_may_lead_to(visit->provider, address.data)
		     ? page_leave(page, address.data)
		     : show_link(page, address.data);
	buffer_free(&address);
	return (result);
}

/* Whoever opens the address of a form gets its button. */
static enum page_result
confirm_link(struct page *page)
{
	const struct provider *provider = provider_find(page_part(page, 2));

	if (provider == NULL)
		return (page_error(page, 404));
	return (page_confirm(page,
	    page_text(page, "Link an account of %s?", provider->label), NULL,
	    "Go on", LINKING_PATH));
}

static const struct step departure[] = {
	{ .respond = open },
	{ .fetch = visit_fetch_addresses, .respond = visit_learn_addresses },
	{ .ask = ask_leave, .respond = leave },
	{ 0 },
};

int
page_provider(struct http_request *request)
{
	static const struct reason reason = { PURPOSE_SIGN_IN, 1 };
	static const struct plan plan = { PUBLIC, .post = departure,
		.subject = &reason };

	return (page_run(request, &plan));
}

int
page_provider_link(struct http_request *request)
{
	static const struct reason reason = { PURPOSE_LINK, 2 };
	static const struct step get[] = {
		{ .respond = confirm_link },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = departure,
		.subject = &reason };

	return (page_run(request, &plan));
}

int
page_provider_prove(struct http_request *request)
{
	static const struct reason reason = { PURPOSE_PROVE, 1 };
	static const struct plan plan = { MEMBERS, .post = departure,
		.subject = &reason };

	return (page_run(request, &plan));
}
