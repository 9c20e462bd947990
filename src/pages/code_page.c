/* SPDX-License-Identifier: ISC */
/*
 * The second page of signing in, for members who use two-factor sign-in: the
 * code. The first one has opened a pending session (sign_in.h), which this page
 * turns into a real one.
 */
#include <string.h>

#include "base/address.h"
#include "http/cookie.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/second_factor.h"
#include "pages/sign_in.h"

#define TOO_LATE                                                           \
	"Your sign-in took longer than ten minutes, or your password was " \
	"changed. Please sign in again."

static const char *
local(const char *next)
{
	return (address_local(next) ? next : "/");
}

static enum page_result
start_again(struct page *page, const char *why)
{
	const char *next = page_posted(page) ? page_field(page, "next")
					     : page_argument(page, "next");

	return (sign_in_again(page, next, why));
}

static enum page_result
show_form(struct page *page, int status, const char *next, int recovery,
    const char *error)
{
	page_form(page);
	page_set(page, "title", "Enter your code");
	page_set(page, "next", local(next));
	page_set(page, "recovery", recovery ? "1" : NULL);
	page_set(page, "trust", page_field(page, "trust"));
	page_set(page, "error", error);
	return (page_show(page, status, "code"));
}

static enum page_result
reject(struct page *page, int status, const char *error)
{
	return (show_form(page, status, page_field(page, "next"),
	    *page_field(page, "recovery") != '\0', error));
}

static enum page_result
check_pending(struct page *page)
{
	if (page->viewer.id != 0)
		return (page_redirect(page, "/"));
	return (sign_in_pending(page) == NULL ? start_again(page, TOO_LATE)
					      : PAGE_NEXT);
}

static struct query
ask_pending(struct page *page)
{
	return (pending_find(sign_in_pending(page)));
}

static enum page_result
show_empty(struct page *page)
{
	if (page_column(page, "person") == NULL)
		return (start_again(page, TOO_LATE));
	return (show_form(page, 200, page_argument(page, "next"),
	    page_argument(page, "recovery") != NULL, NULL));
}

static enum page_result
check_format(struct page *page)
{
	const char *problem = second_factor_format(page);

	if (sign_in_pending(page) == NULL)
		return (start_again(page, TOO_LATE));
	return (problem == NULL ? PAGE_NEXT : reject(page, 422, problem));
}

static struct query
ask_attempt(struct page *page)
{
	return (
	    pending_attempt(sign_in_pending(page), second_factor_kind(page)));
}

static const struct proof_code *
proof(struct page *page)
{
	return (second_factor_proof(page, "pending_attempt"));
}

/* The attempt was not right: say so, and how many are left. */
static enum page_result
reject_code(struct page *page, const char *problem)
{
	int64_t left =
	    page_column_number_of(page, "pending_attempt", "attempts_left");

	if (left == 0)
		return (start_again(
		    page, "Five codes were wrong. Please sign in again."));
	return (reject(page, 422,
	    page_text(page, "%s You can try %lld more %s.", problem,
		(long long)left, left == 1 ? "time" : "times")));
}

static enum page_result
check_attempt(struct page *page)
{
	const char *wait;

	if (page_column(page, "secret") == NULL)
		return (start_again(page, TOO_LATE));
	wait = second_factor_wait(page);
	if (wait != NULL)
		return (reject(page, 429, wait));
	return (proof(page) == NULL ? reject_code(page, second_factor_wrong())
				    : PAGE_NEXT);
}

static int
trusts(struct page *page)
{
	return (*page_field(page, "trust") != '\0');
}

static struct query
ask_finish(struct page *page)
{
	return (sign_in_pass(page, proof(page), trusts(page)));
}

static enum page_result
check_finish(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (start_again(page, TOO_LATE));
	if (strcmp(outcome, "used") == 0)
		return (reject_code(page, second_factor_used(page)));
	return (PAGE_NEXT);
}

static struct query
ask_trust(struct page *page)
{
	if (trusts(page))
		return ((struct query){ 0 });
	return (sign_in_trust_browser(
	    page, page_column_number_of(page, "pending_finish", "person")));
}

static enum page_result
enter(struct page *page)
{
	const char *remembered =
	    page_column_of(page, "pending_finish", "remembered");

	if (trusts(page))
		sign_in_pass_trusted(page);
	page_cookie(page, COOKIE_PENDING, "", 0);
	return (sign_in_finish(
	    page, strcmp(remembered, "t") == 0, page_field(page, "next")));
}

int
page_code(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = check_pending },
		{ .ask = ask_pending, .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_format },
		{ .ask = ask_attempt, .respond = check_attempt },
		{ .ask = ask_finish, .respond = check_finish },
		{ .ask = sign_out_ask },
		{ .ask = ask_trust, .respond = enter },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post };

	return (page_run(request, &plan));
}
