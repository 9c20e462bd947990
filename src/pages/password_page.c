/* SPDX-License-Identifier: ISC */
/*
 * Change one's password: with the present one, and everywhere else one is
 * signed out.
 */
#include <sodium.h>
#include <string.h>

#include "model/password.h"
#include "model/person.h"
#include "model/session.h"
#include "page/page.h"
#include "pages/sign_in.h"

/* What the thread needs: copies, for the request may end before it does. */
struct change {
	char password[PASSWORD_MAX + 1];
	char encoded[PASSWORD_ENCODED];
	char new_password[PASSWORD_MAX + 1];
	char new_encoded[PASSWORD_ENCODED];
	enum { CHANGE_WRONG, CHANGE_FAILED, CHANGE_MAY } result;
	unsigned char secret[SECRET_BYTES]; /* of the session to come */
	unsigned char session[SECRET_BYTES];
};

int page_password(struct http_request *);

static enum page_result
show_form(struct page *page, int status, const char *wrong, const char *refused)
{
	page_set(page, "title", "Change your password · microblog");
	page_set(page, "password_error", wrong);
	page_set(page, "new_password_error", refused);
	return (page_show(page, status, "password"));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, NULL, NULL));
}

static enum page_result
refuse(struct page *page)
{
	return (
	    show_form(page, 422, "This is not your present password.", NULL));
}

static enum page_result
check_new(struct page *page)
{
	const char *problem =
	    person_password_problem(page_field(page, "new_password"));

	return (
	    problem == NULL ? PAGE_NEXT : show_form(page, 422, NULL, problem));
}

static struct query
ask_attempt(struct page *page)
{
	return (sign_in_count_attempt(page, page->viewer.nickname));
}

static enum page_result
may_try(struct page *page)
{
	const char *wait = sign_in_wait(page);

	return (wait == NULL ? PAGE_NEXT : show_form(page, 429, wait, NULL));
}

static struct query
ask_person(struct page *page)
{
	return (person_by_login(page->viewer.nickname));
}

static enum page_result
prepare_change(struct page *page)
{
	const char *encoded = page_column(page, "password");
	const char *password = page_field(page, "password");
	struct change *change;

	if (page_column_number(page, "id") != page->viewer.id)
		return (page_fail(page, 503, "renamed in the same moment"));
	page->job = change = kore_calloc(1, sizeof(*change));
	(void)snprintf(change->encoded, PASSWORD_ENCODED, "%s", encoded);
	if (strlen(password) <= PASSWORD_MAX)
		(void)strcpy(change->password, password);
	(void)strcpy(change->new_password, page_field(page, "new_password"));
	return (PAGE_NEXT);
}

static void
verify_and_hash(void *job)
{
	struct change *change = job;

	if (!password_verify(change->encoded, change->password))
		change->result = CHANGE_WRONG;
	else if (password_hash(change->new_encoded, change->new_password) == -1)
		change->result = CHANGE_FAILED;
	else
		change->result = CHANGE_MAY;
	sodium_memzero(change->password, sizeof(change->password));
	sodium_memzero(change->new_password, sizeof(change->new_password));
}

static enum page_result
is_right(struct page *page)
{
	const struct change *change = page->job;

	if (change->result == CHANGE_WRONG)
		return (refuse(page));
	if (change->result == CHANGE_FAILED)
		return (page_fail(page, 503, "no memory to hash with"));
	return (PAGE_NEXT);
}

static struct query
ask_forgive(struct page *page)
{
	return (sign_in_reset_rate(page, page->viewer.nickname));
}

static struct query
ask_renew(struct page *page)
{
	struct change *change = page->job;

	token_secret(change->secret);
	token_hash(change->session, change->secret);
	return (session_renew(page->session, change->session, change->encoded,
	    change->new_encoded));
}

static enum page_result
changed(struct page *page)
{
	const struct change *change = page->job;

	if (page_column(page, "remembered") == NULL)
		return (refuse(page));
	memcpy(page->secret, change->secret, SECRET_BYTES);
	page_flash(page, "You have a new password, and are signed out "
			 "everywhere else.");
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
		{ .ask = ask_attempt, .respond = may_try },
		{ .ask = ask_person, .respond = prepare_change },
		{ .work = verify_and_hash, .respond = is_right },
		{ .ask = ask_forgive },
		{ .ask = ask_renew, .respond = changed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}
