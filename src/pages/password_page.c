/* SPDX-License-Identifier: ISC */
/*
 * Change the password: the current one is required, and all other sessions end.
 */
#include <sodium.h>
#include <string.h>

#include "model/password.h"
#include "model/person.h"
#include "model/session.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/sign_in.h"

/* Copies for the thread, because the request may end before it does. */
struct change {
	struct password password;
	char encoded[PASSWORD_ENCODED];
	struct password new_password;
	char new_encoded[PASSWORD_ENCODED];
	enum { CHANGE_WRONG, CHANGE_FAILED, CHANGE_READY } result;
};

static enum page_result
show_form(
    struct page *page, int status, const char *problem, const char *new_problem)
{
	page_set(page, "title", "Change your password · microblog");
	page_set(page, "password_error", problem);
	page_set(page, "new_password_error", new_problem);
	return (page_show(page, status, "password"));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, NULL, NULL));
}

static enum page_result
reject(struct page *page)
{
	return (
	    show_form(page, 422, "This is not your current password.", NULL));
}

static enum page_result
check_new_for(struct page *page, const char *email)
{
	const char *problem = person_password_problem(
	    page_field(page, "new_password"), page->viewer.nickname, email);

	return (
	    problem == NULL ? PAGE_NEXT : show_form(page, 422, NULL, problem));
}

static enum page_result
check_new(struct page *page)
{
	return (check_new_for(page, ""));
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

	return (wait == NULL ? PAGE_NEXT : show_form(page, 429, wait, NULL));
}

static struct query
ask_person(struct page *page)
{
	return (sign_in_find_people(page, page->viewer.nickname));
}

static enum page_result
prepare_change(struct page *page)
{
	const char *encoded = page_column(page, "password");
	struct change *change;

	if (page_column_number(page, "id") != page->viewer.id)
		return (page_fail(
		    page, 503, "the member changed nickname meanwhile"));
	page->job = change = kore_calloc(1, sizeof(*change));
	(void)snprintf(change->encoded, PASSWORD_ENCODED, "%s", encoded);
	(void)password_prepare(&change->password, page_field(page, "password"));
	(void)password_prepare(
	    &change->new_password, page_field(page, "new_password"));
	return (PAGE_NEXT);
}

static void
verify_and_hash(void *job)
{
	struct change *change = job;

	if (password_verify(change->encoded, &change->password) ==
	    PASSWORD_WRONG)
		change->result = CHANGE_WRONG;
	else if (password_hash(change->new_encoded, &change->new_password) ==
		 -1)
		change->result = CHANGE_FAILED;
	else
		change->result = CHANGE_READY;
	sodium_memzero(&change->password, sizeof(change->password));
	sodium_memzero(&change->new_password, sizeof(change->new_password));
}

static enum page_result
check_password(struct page *page)
{
	const struct change *change = page->job;

	if (change->result == CHANGE_WRONG)
		return (reject(page));
	if (change->result == CHANGE_FAILED)
		return (page_fail(
		    page, 503, "not enough memory to hash the password"));
	return (PAGE_NEXT);
}

static struct query
ask_reset_rate(struct page *page)
{
	return (sign_in_reset_rate(page, page->viewer.nickname));
}

/* Only now may the response depend on the member's e-mail address. */
static enum page_result
check_new_again(struct page *page)
{
	return (check_new_for(
	    page, page_column_of(page, "person_by_login", "email")));
}

static struct query
ask_renew(struct page *page)
{
	const struct change *change = page->job;

	return (session_renew(page_session_hash(page), page_session_new(page),
	    change->encoded, change->new_encoded));
}

static enum page_result
changed(struct page *page)
{
	if (page_column(page, "remembered") == NULL)
		return (reject(page));
	page_flash(page, "Your password has been changed, and you have been"
			 " signed out everywhere else.");
	return (sign_in_finish(
	    page, page_column_true(page, "remembered"), "/sessions"));
}

int
page_password(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_new },
		{ .ask = ask_attempt, .respond = check_rate },
		{ .ask = ask_person, .respond = prepare_change },
		{ .work = verify_and_hash, .respond = check_password },
		{ .ask = ask_reset_rate, .respond = check_new_again },
		{ .ask = ask_renew, .respond = changed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
