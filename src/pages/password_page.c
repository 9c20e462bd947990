/* SPDX-License-Identifier: ISC */
/*
 * Change the password, or set the first one. All other sessions end.
 */
#include "model/person.h"
#include "model/session.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/new_password.h"
#include "pages/pages.h"
#include "pages/sign_in.h"

static enum page_result
show_form(struct page *page, int status, const char *problem)
{
	page_set(page, "title", "Your password");
	page_set(page, "new_password_error", problem);
	return (page_show(page, status, "password"));
}

static enum page_result
show_empty(struct page *page)
{
	return (show_form(page, 200, NULL));
}

static struct query
ask_settings(struct page *page)
{
	return (person_settings(page->viewer.id));
}

static enum page_result
check_new(struct page *page)
{
	const char *typed = page_field(page, "new_password");
	const char *problem =
	    person_password_problem(typed, page->viewer.nickname,
		page_column(page, "email") ?: "", page->site->name);

	if (problem != NULL)
		return (show_form(page, 422, problem));
	new_password_start(page, typed);
	return (PAGE_NEXT);
}

static struct query
ask_renew(struct page *page)
{
	return (session_renew(page_session_hash(page), page_session_new(page),
	    new_password_encoded(page)));
}

static enum page_result
changed(struct page *page)
{
	if (page_column(page, "remembered") == NULL)
		return (page_sudo(page));
	page_flash(page, "Your password has been changed, and you have been"
			 " signed out everywhere else.");
	return (sign_in_finish(
	    page, page_column_true(page, "remembered"), "/sessions"));
}

int
page_password(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings, .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_settings, .respond = check_new },
		{ .work = new_password_hash, .respond = new_password_check },
		{ .ask = ask_renew, .respond = changed },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}
