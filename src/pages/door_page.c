/* SPDX-License-Identifier: ISC */
/* For admins: who may come in. */
#include <string.h>

#include "model/site.h"
#include "page/page.h"
#include "pages/pages.h"

static enum page_result
show_form(struct page *page, int status, enum door door, int members_only)
{
	page_set(page, "title", "Who may come in");
	page_set(page, "open", door == DOOR_OPEN ? "yes" : NULL);
	page_set(page, "invite", door == DOOR_INVITE ? "yes" : NULL);
	page_set(page, "approve", door == DOOR_APPROVE ? "yes" : NULL);
	page_set(page, "closed", door == DOOR_CLOSED ? "yes" : NULL);
	page_set(page, "for_members", members_only ? "yes" : NULL);
	return (page_show(page, status, "admin_door"));
}

static enum page_result
show_settings(struct page *page)
{
	const struct site *site = page->site;

	page_set(page, "days", page_text(page, "%d", site->address_days));
	return (show_form(page, 200, site->door, site->members_only));
}

static int
members_only(struct page *page)
{
	return (*page_field(page, "members_only") != '\0');
}

/* Return for how many days networks are to be kept; or NULL if what was typed
 * is wrong, and then the template says why. */
static const char *
address_days(struct page *page)
{
	char problem[FAILURE_MAX];
	char *typed = page_clean(page, "address_days");

	page_set(page, "days", page_text(page, "%s", typed));
	if (site_setting_read(SITE_ADDRESS_DAYS, typed, problem) == 0)
		return (typed);
	page_set(page, "days_error", page_text(page, "%s", problem));
	return (NULL);
}

static enum page_result
check(struct page *page)
{
	const char *door = page_field(page, "door");

	if (strcmp(door_name(door_read(door)), door) != 0)
		return (page_error(page, 422));
	if (address_days(page) == NULL)
		return (
		    show_form(page, 422, door_read(door), members_only(page)));
	return (PAGE_NEXT);
}

static struct query
ask_edit(struct page *page)
{
	const char *values[SITE_SETTINGS] = { [SITE_ADDRESS_DAYS] =
						  address_days(page),
		[SITE_DOOR] = page_field(page, "door"),
		[SITE_MEMBERS_ONLY] = members_only(page) ? "yes" : "no" };

	return (site_edit(values, page->viewer.id));
}

static enum page_result
saved(struct page *page)
{
	page_flash(page, "Saved.");
	return (page_redirect(page, "/admin/door"));
}

int
page_admin_door(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_settings },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check },
		{ .ask = ask_edit, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post };

	return (page_run(request, &plan));
}
