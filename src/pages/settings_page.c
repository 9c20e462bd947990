/* SPDX-License-Identifier: ISC */
/*
 * The settings: what there is, and the profile (nickname and about me). The
 * other sections have files of their own.
 */
#include <string.h>

#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"

static enum page_result
show_form(struct page *page, int status)
{
	page_set(page, "title", "Your profile");
	return (page_show(page, status, "settings_profile"));
}

static struct query
ask_settings(struct page *page)
{
	return (person_settings(page->viewer.id));
}

static enum page_result
show_settings(struct page *page)
{
	page_set(page, "nickname", page_column(page, "nickname"));
	page_set(page, "about_me", page_column(page, "about_me"));
	page_set(page, "nickname_error", NULL);
	page_set(page, "about_me_error", NULL);
	return (show_form(page, 200));
}

static enum page_result
check_fields(struct page *page)
{
	const char *nickname = page_nickname(page);
	const char *about_me = page_clean(page, "about_me");
	char problem[FAILURE_MAX] = "";
	int wrong;

	page_set(page, "nickname", nickname);
	page_set(page, "about_me", about_me);
	page_set(page, "nickname_error", person_nickname_problem(nickname));
	wrong = person_about_me_problem(about_me, problem);
	page_set(page, "about_me_error", page_text(page, "%s", problem));
	if (wrong || person_nickname_problem(nickname) != NULL)
		return (show_form(page, 422));
	return (PAGE_NEXT);
}

static struct query
ask_edit(struct page *page)
{
	return (person_edit(page->viewer.id, page_nickname(page),
	    page_clean(page, "about_me")));
}

static enum page_result
saved(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (strcmp(outcome, "saved") == 0) {
		page_flash(page, "Your changes have been saved.");
		return (page_redirect(page, "/settings/profile"));
	}
	page_set(page, "nickname_error",
	    strcmp(outcome, "taken") == 0
		? "This nickname is already in use. Please choose another one."
		: "You have already had ten nicknames, which is the limit. "
		  "You can go back to one of them.");
	return (show_form(page, 422));
}

static enum page_result
show_sections(struct page *page)
{
	page_set(page, "title", "Settings");
	page_set(page, "admin",
	    page->viewer.role == ROLE_ADMIN ? page->viewer.nickname : NULL);
	return (page_show(page, 200, "settings"));
}

static enum page_result
show_moved(struct page *page)
{
	return (page_moved(page, "/settings/profile"));
}

int
page_settings(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_sections },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

/* The profile was at /edit before there were other settings. */
int
page_edit(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_moved },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_settings_profile(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings, .respond = show_settings },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_fields },
		{ .ask = ask_edit, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
