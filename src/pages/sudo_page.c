/* SPDX-License-Identifier: ISC */
/*
 * Prove who you are: the member types their password again, or signs in again
 * with a provider (provider_page.c), before they reach a page that requires a
 * recent proof (PROVEN in page.h).
 */
#include <sodium.h>
#include <string.h>

#include "base/address.h"
#include "model/identity.h"
#include "model/password.h"
#include "model/person.h"
#include "model/session.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/sign_in.h"
#include "pages/visit.h"

/* Copies for the thread, because the request may end before it does. */
struct proof {
	struct password password;
	char encoded[PASSWORD_ENCODED]; /* "": the member has none */
	int is_wrong;
};

static const char *
local(const char *next)
{
	return (next != NULL && address_local(next) ? next : "/settings");
}

static enum page_result
show_form(struct page *page, int status, const char *next, const char *problem)
{
	const char *has =
	    page_column_of(page, "person_settings", "has_password");

	visit_buttons(page);
	page_set(page, "has_password",
	    has != NULL && strcmp(has, "t") == 0 ? has : NULL);
	page_set(page, "title", "Is it you? · microblog");
	page_set(page, "next", local(next));
	page_set(page, "password_error", problem);
	return (page_show(page, status, "sudo"));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, page_argument(page, "next"), NULL));
}

static enum page_result
reject(struct page *page, int status, const char *problem)
{
	return (show_form(page, status, page_field(page, "next"), problem));
}

/* What the form depends on: the ways in which the member can sign in. */
static struct query
ask_settings(struct page *page)
{
	return (person_settings(page->viewer.id));
}

static struct query
ask_identities(struct page *page)
{
	return (identity_list(page->viewer.id));
}

static struct query
ask_attempt(struct page *page)
{
	return (sign_in_count_attempt(page, page->viewer.nickname));
}

static enum page_result
check_rate(struct page *page)
{
	const char *wait = sign_in_wait(page);

	return (wait == NULL ? PAGE_NEXT : reject(page, 429, wait));
}

static struct query
ask_person(struct page *page)
{
	return (sign_in_find_people(page, page->viewer.nickname));
}

static enum page_result
prepare_proof(struct page *page)
{
	const char *encoded = page_column(page, "password");
	struct proof *proof;

	if (page_column_number(page, "id") != page->viewer.id)
		return (page_fail(
		    page, 503, "the member changed nickname meanwhile"));
	page->job = proof = kore_calloc(1, sizeof(*proof));
	(void)snprintf(proof->encoded, PASSWORD_ENCODED, "%s", encoded ?: "");
	(void)password_prepare(&proof->password, page_field(page, "password"));
	return (PAGE_NEXT);
}

static void
verify(void *job)
{
	struct proof *proof = job;

	proof->is_wrong =
	    password_verify(*proof->encoded != '\0' ? proof->encoded : NULL,
		&proof->password) == PASSWORD_WRONG;
	sodium_memzero(&proof->password, sizeof(proof->password));
}

static enum page_result
check_password(struct page *page)
{
	const struct proof *proof = page->job;

	if (proof->is_wrong)
		return (reject(page, 422, "This is not your password."));
	return (PAGE_NEXT);
}

static struct query
ask_reset_rate(struct page *page)
{
	return (sign_in_reset_rate(page, page->viewer.nickname));
}

static struct query
ask_prove(struct page *page)
{
	const struct proof *proof = page->job;

	return (session_prove(page_session_hash(page), proof->encoded));
}

static enum page_result
proved(struct page *page)
{
	if (page_column(page, "person") == NULL)
		return (reject(page, 422, "This is no longer your password."));
	return (page_redirect(page, "%s", local(page_field(page, "next"))));
}

int
page_prove(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings,
		    .ask_too = ask_identities,
		    .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_settings, .ask_too = ask_identities },
		{ .ask = ask_attempt, .respond = check_rate },
		{ .ask = ask_person, .respond = prepare_proof },
		{ .work = verify, .respond = check_password },
		{ .ask = ask_reset_rate },
		{ .ask = ask_prove, .respond = proved },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
