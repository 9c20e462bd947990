/* SPDX-License-Identifier: ISC */
/*
 * The settings: what there is, and the profile (nickname, about me and links).
 * The other sections have files of their own.
 */
#include <string.h>

#include "http/site_url.h"
#include "model/person.h"
#include "model/profile_link.h"
#include "page/page.h"
#include "pages/pages.h"

/* The fields of the links, and the values that say what is wrong with them. */
static const struct {
	const char *name, *error;
} links[PROFILE_LINKS] = { { "link_1", "link_1_error" },
	{ "link_2", "link_2_error" }, { "link_3", "link_3_error" },
	{ "link_4", "link_4_error" } };

static enum page_result
show_form(struct page *page, int status)
{
	page_set(page, "title", "Your profile");
	page_set(page, "site", site_url());
	return (page_show(page, status, "settings_profile"));
}

static struct query
ask_settings(struct page *page)
{
	return (person_settings(page->viewer.id));
}

/* Put each line of ${addresses} into a field. */
static void
set_links(struct page *page, const char *addresses)
{
	size_t length;
	int i;

	for (i = 0; i < PROFILE_LINKS; i++) {
		length = strcspn(addresses, "\n");
		page_set(page, links[i].name,
		    page_text(page, "%.*s", (int)length, addresses));
		page_set(page, links[i].error, NULL);
		addresses += length + (addresses[length] == '\n');
	}
}

static enum page_result
show_settings(struct page *page)
{
	set_links(page, page_column(page, "addresses"));
	page_set(page, "nickname", page_column(page, "nickname"));
	page_set(page, "about_me", page_column(page, "about_me"));
	page_set(page, "nickname_error", NULL);
	page_set(page, "about_me_error", NULL);
	return (show_form(page, 200));
}

/* Return an earlier field that has the same link as this one, or -1. */
static int
earlier_link(struct page *page, int i)
{
	const char *link = page_clean(page, links[i].name);
	int other;

	for (other = 0; other < i && *link != '\0'; other++)
		if (strcmp(page_clean(page, links[other].name), link) == 0)
			return (other);
	return (-1);
}

/* Return 1 if one of the links is wrong, and say so; else 0. */
static int
check_links(struct page *page)
{
	char problem[FAILURE_MAX];
	const char *link;
	int i, earlier, wrong = 0;

	for (i = 0; i < PROFILE_LINKS; i++) {
		link = page_clean(page, links[i].name);
		earlier = earlier_link(page, i);
		problem[0] = '\0';
		if (earlier != -1)
			(void)failure(problem,
			    "This is the same as link %d. Please remove one of"
			    " them.",
			    earlier + 1);
		else
			(void)profile_link_problem(link, problem);
		page_set(page, links[i].name, link);
		page_set(page, links[i].error, page_text(page, "%s", problem));
		wrong |= problem[0] != '\0';
	}
	return (wrong);
}

/* All links, one on each line. */
static const char *
links_text(struct page *page)
{
	const char *text = "", *link;
	int i;

	for (i = 0; i < PROFILE_LINKS; i++) {
		link = page_clean(page, links[i].name);
		if (*link != '\0')
			text = page_text(page, "%s%s%s", text,
			    *text == '\0' ? "" : "\n", link);
	}
	return (text);
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
	wrong = check_links(page);
	wrong |= person_about_me_problem(about_me, problem);
	page_set(page, "about_me_error", page_text(page, "%s", problem));
	if (wrong || person_nickname_problem(nickname) != NULL)
		return (show_form(page, 422));
	return (PAGE_NEXT);
}

static struct query
ask_edit(struct page *page)
{
	return (profile_edit(page->viewer.id, page_nickname(page),
	    page_clean(page, "about_me"), links_text(page)));
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
