/* SPDX-License-Identifier: ISC */
/* For admins: who may come in. */
#include <string.h>

#include "page/page.h"
#include "pages/pages.h"

static enum page_result
show_form(struct page *page)
{
	enum door door = page->site->door;

	page_set(page, "title", "Who may come in");
	page_set(page, "open", door == DOOR_OPEN ? "yes" : NULL);
	page_set(page, "invite", door == DOOR_INVITE ? "yes" : NULL);
	page_set(page, "approve", door == DOOR_APPROVE ? "yes" : NULL);
	page_set(page, "closed", door == DOOR_CLOSED ? "yes" : NULL);
	page_set(page, "for_members", page->site->members_only ? "yes" : NULL);
	return (page_show(page, 200, "admin_door"));
}

static enum page_result
check(struct page *page)
{
	const char *door = page_field(page, "door");

	if (strcmp(door_name(door_read(door)), door) != 0)
		return (page_error(page, 422));
	return (PAGE_NEXT);
}

static struct query
ask_change(struct page *page)
{
	int members_only = *page_field(page, "members_only") != '\0';

	return (site_door(page_field(page, "door"), members_only ? "t" : "f"));
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
		{ .respond = show_form },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check },
		{ .ask = ask_change, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post };

	return (page_run(request, &plan));
}
