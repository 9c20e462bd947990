/* SPDX-License-Identifier: ISC */
/*
 * Prove who you are, before a page that requires a recent proof (PROVEN in
 * page.h): the member types their password again, and a code if they use
 * two-factor sign-in, even in a browser that they trust; or they sign in again
 * with a provider (provider_page.c).
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
#include "pages/second_factor.h"
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

static int
needs_code(struct page *page)
{
	return (page_column_of(page, "two_factor_find", "enabled_at") != NULL);
}

static enum page_result
show_form(struct page *page, int status, const char *next, const char *problem,
    const char *code_problem)
{
	const char *has =
	    page_column_of(page, "person_settings", "has_password");

	visit_buttons(page);
	page_set(page, "has_password",
	    has != NULL && strcmp(has, "t") == 0 ? has : NULL);
	page_set(page, "title", "Is it you?");
	page_set(page, "next", local(next));
	page_set(page, "password_error", problem);
	page_set(page, "needs_code", needs_code(page) ? "1" : NULL);
	page_set(page, "code_error", code_problem);
	return (page_show(page, status, "sudo"));
}

static struct query
ask_two_factor(struct page *page)
{
	return (two_factor_find(page->viewer.id));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, page_argument(page, "next"), NULL, NULL));
}

static enum page_result
reject(struct page *page, int status, const char *problem)
{
	return (
	    show_form(page, status, page_field(page, "next"), problem, NULL));
}

static enum page_result
reject_code(struct page *page, int status, const char *problem)
{
	return (
	    show_form(page, status, page_field(page, "next"), NULL, problem));
}

static enum page_result
check_format(struct page *page)
{
	const char *problem = second_factor_format(page);

	if (!needs_code(page) || problem == NULL)
		return (PAGE_NEXT);
	return (reject_code(page, 422, problem));
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
ask_code(struct page *page)
{
	if (!needs_code(page))
		return ((struct query){ 0 });
	return (two_factor_attempt(page->viewer.id, second_factor_kind(page)));
}

static const struct proof_code *
proof_code(struct page *page)
{
	return (second_factor_proof(page, "two_factor_attempt"));
}

static enum page_result
check_code(struct page *page)
{
	const char *wait;

	/* No row: it was just turned off elsewhere, which takes a code, too. */
	if (page_column(page, "secret") == NULL)
		return (PAGE_NEXT);
	wait = second_factor_wait(page);
	if (wait != NULL)
		return (reject_code(page, 429, wait));
	return (proof_code(page) == NULL
		    ? reject_code(page, 422, second_factor_wrong())
		    : PAGE_NEXT);
}

static struct query
ask_use_code(struct page *page)
{
	const struct proof_code *code = proof_code(page);

	if (code == NULL)
		return ((struct query){ 0 });
	return (two_factor_use(page->viewer.id, code));
}

static enum page_result
check_used(struct page *page)
{
	if (page->rows == NULL || page_column_true(page, "used"))
		return (PAGE_NEXT);
	return (reject_code(page, 422, second_factor_used(page)));
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
		{ .ask = ask_two_factor },
		{ .ask = ask_settings,
		    .ask_too = ask_identities,
		    .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_settings, .ask_too = ask_identities },
		{ .ask = ask_two_factor, .respond = check_format },
		{ .ask = ask_attempt, .respond = check_rate },
		{ .ask = ask_person, .respond = prepare_proof },
		{ .work = verify, .respond = check_password },
		{ .ask = ask_reset_rate },
		{ .ask = ask_code, .respond = check_code },
		{ .ask = ask_use_code, .respond = check_used },
		{ .ask = ask_prove, .respond = proved },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
