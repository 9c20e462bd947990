/* SPDX-License-Identifier: ISC */
/*
 * Your lists: make a new one, change one, delete one.
 */
#include <string.h>

#include "model/list.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_lists(struct page *page)
{
	return (list_all(page->viewer.id));
}

static enum page_result
show_lists(struct page *page)
{
	int rejected = page_posted(page);

	/* Show all of them, even more than PAGE_SIZE. */
	view_rows(&page->view, "list_all", page->rows, PQntuples(page->rows));
	page_set(page, "title", "Your lists");
	page_set(page, "nickname", page_nickname(page));
	return (page_show(page, rejected ? 422 : 200, "lists"));
}

/* The choice of lists for somebody who is seen on their profile. */
static struct query
ask_person(struct page *page)
{
	return (person_profile(page_part(page, 1), page->viewer.id));
}

static struct query
ask_choices(struct page *page)
{
	return (list_choices(page->viewer.id, page_part(page, 1)));
}

static enum page_result
require_person(struct page *page)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL || page_column_true(page, "blocked"))
		return (page_error_saying(page, 404,
		    page_text(page, "User %s not found.", page_part(page, 1))));
	page_set(page, "title", page_text(page, "Put %s on a list", nickname));
	return (PAGE_NEXT);
}

static enum page_result
show_choices(struct page *page)
{
	view_rows(
	    &page->view, "list_choices", page->rows, PQntuples(page->rows));
	return (page_show(page, 200, "list_choices"));
}

/* Show the name that was typed, with its problem. Return 1 if there is one. */
static int
check_name(struct page *page)
{
	const char *name = page_clean(page, "name");
	char problem[FAILURE_MAX] = "";
	int wrong;

	wrong = list_name_problem(name, problem);
	page_set(page, "name", name);
	page_set(page, "name_error", page_text(page, "%s", problem));
	return (wrong);
}

static struct query
ask_add(struct page *page)
{
	if (check_name(page))
		return ((struct query){ 0 });
	return (list_add(page->viewer.id, page_clean(page, "name")));
}

static enum page_result
added(struct page *page)
{
	const char *outcome = page_column(page, "outcome");
	const char *nickname = page_nickname(page);

	if (outcome == NULL)
		return (PAGE_NEXT);
	if (strcmp(outcome, "added") == 0) {
		page_flash(page, "Your list is ready. Add people to it!");
		return (page_redirect(page,
		    person_nickname_problem(nickname) == NULL
			? "/list/%s/members?nickname=%s"
			: "/list/%s/members",
		    page_column(page, "id"), nickname));
	}
	page_set(page, "name_error",
	    strcmp(outcome, "taken") == 0
		? "You already have a list with this name."
		: "You already have a hundred lists. Delete one first.");
	return (PAGE_NEXT);
}

static struct query
ask_list(struct page *page)
{
	return (list_find(page->viewer.id, page_number(page, 1)));
}

static enum page_result
show_form(struct page *page, int status)
{
	page_set(page, "title", "Edit your list");
	page_set(page, "list_id", page_part(page, 1));
	return (page_show(page, status, "list_edit"));
}

static enum page_result
show_list(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_set(page, "name", page_column(page, "name"));
	page_set(page, "name_error", NULL);
	page_set(page, "exclusive",
	    page_column_true(page, "exclusive") ? "1" : NULL);
	return (show_form(page, 200));
}

static enum page_result
check_list(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_set(page, "exclusive", page_field(page, "exclusive"));
	if (check_name(page))
		return (show_form(page, 422));
	return (PAGE_NEXT);
}

static struct query
ask_edit(struct page *page)
{
	return (list_edit(page->viewer.id, page_number(page, 1),
	    page_clean(page, "name"), *page_field(page, "exclusive") != '\0'));
}

static enum page_result
edited(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (page_error(page, 404));
	if (strcmp(outcome, "saved") != 0) {
		page_set(page, "name_error",
		    "You already have a list with this name.");
		return (show_form(page, 422));
	}
	page_flash(page, "Your changes have been saved.");
	return (page_redirect(page, "/list/%s", page_part(page, 1)));
}

static enum page_result
confirm(struct page *page)
{
	const char *name = page_column(page, "name");

	if (name == NULL)
		return (page_error(page, 404));
	return (page_confirm(page, page_text(page, "Delete the list %s?", name),
	    "The people on it and their posts will stay.", "Delete",
	    page_text(page, "/list/%s/edit", page_column(page, "id"))));
}

static struct query
ask_delete(struct page *page)
{
	return (list_remove(page->viewer.id, page_number(page, 1)));
}

static enum page_result
deleted(struct page *page)
{
	if (page_column(page, "id") == NULL)
		return (page_error(page, 404));
	page_flash(page, "Your list has been deleted.");
	return (page_redirect(page, "/lists"));
}

int
page_lists(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_lists, .respond = show_lists },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_add, .respond = added },
		{ .ask = ask_lists, .respond = show_lists },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_list_choices(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_person, .respond = require_person },
		{ .ask = ask_choices, .respond = show_choices },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

int
page_list_edit(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_list, .respond = check_list },
		{ .ask = ask_edit, .respond = edited },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_list_delete(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = confirm },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_delete, .respond = deleted },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
