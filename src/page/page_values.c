/* SPDX-License-Identifier: ISC */
#include "page/page_values.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "http/http_head.h"
#include "kore/request.h"
#include "model/cursor.h"
#include "page/flash.h"
#include "page/page_session.h"
#include "page/page_state.h"

/* Show the message from the page before, once. */
static void
show_flash(struct page *page)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX];

	if (request_cookie(page->request, COOKIE_FLASH, cookie) == -1)
		return;
	page_cookie(page, COOKIE_FLASH, "", 0);
	page->state->private = 1;
	if (flash_read(text, cookie) == 0)
		page_set(page, text[0] == FLASH_ALERT ? "flash_alert" : "flash",
		    page_text(page, "%s", text + 1));
}

/* What leads to the page where somebody can become a member; NULL: nothing. */
static const char *
sign_up_label(enum door door)
{
	static const char *const labels[] = {
		[DOOR_OPEN] = "Sign up",
		[DOOR_INVITE] = "By invitation",
		[DOOR_APPROVE] = "Apply",
		[DOOR_CLOSED] = NULL,
	};

	return (labels[door]);
}

/* How many notifications are new; NULL: none. More than 99 are not counted. */
static const char *
unread_label(struct page *page)
{
	int64_t count = page->viewer.unread;

	if (count <= 0)
		return (NULL);
	return (count > 99 ? "99+" : page_text(page, "%lld", (long long)count));
}

/* What the layout and several pages show of the viewer and of the settings. */
static void
set_site_values(struct page *page)
{
	const struct site *site = page->site;
	enum role role = page->viewer.role;

	page_set(page, "site_name", site->name);
	page_set(page, "site_tagline", site->tagline);
	page_set(page, "site_accent", site->accent_sheet);
	page_set(page, "site_icon", site->icon_name);
	page_set(page, "site_announcement",
	    site_announces(site, time(NULL)) ? site->announcement : NULL);
	page_set(page, "post_length", page_text(page, "%d", site->post_length));
	page_set(page, "sign_up", sign_up_label(site->door));
	page_set(page, "members_only", site->members_only ? "yes" : NULL);
	page_set(page, "is_moderator", role >= ROLE_MODERATOR ? "yes" : NULL);
	page_set(page, "waiting", page->viewer.waiting);
	page_set(page, "unread", unread_label(page));
	page_set(page, "is_admin", role >= ROLE_ADMIN ? "yes" : NULL);
}

/*
 * Say which address this is: at /settings/ways-in, the value
 * "at_settings_ways_in" is set. So menus can mark the link to this page.
 */
static void
set_place(struct page *page)
{
	const char *path = page->request->path;
	char name[HTTP_TARGET_MAX + sizeof("at")], *c;

	(void)snprintf(name, sizeof(name), "at%s", path);
	for (c = name; *c != '\0'; c++)
		if (*c == '/' || *c == '-')
			*c = '_';
	page_set(page, page_text(page, "%s", name), "yes");
	page_set(page, "at_oneself",
	    page->viewer.id != 0 && strncmp(path, "/user/", 6) == 0 &&
		    strcmp(path + 6, page->viewer.nickname) == 0
		? "yes"
		: NULL);
}

/* The address of this page, for page_return(): one that can be opened. (An
 * error page has none: it must not tell two addresses apart, and has no
 * buttons.) */
static const char *
address_here(struct page *page)
{
	const char *query = page->request->query_string;

	if (page->plan->get == NULL)
		return ("/");
	return (page_text(page, "%s%s%s", page->request->path,
	    query == NULL ? "" : "?", query == NULL ? "" : query));
}

void
page_set_common(struct page *page, const char *name)
{
	page_set(page, "token", page->state->private ? page_token(page) : "");
	page_set(
	    page, "viewer", page->viewer.id == 0 ? "" : page->viewer.nickname);
	page_set(page, "viewer_id",
	    page_text(page, "%lld", (long long)page->viewer.id));
	set_site_values(page);
	set_place(page);
	page_set(page, "newer",
	    page_cursor(page) == CURSOR_FIRST || page_posted(page) ? NULL
								   : "yes");
	page_set(page, "path", page->request->path);
	page_set(page, "here",
	    page->viewer.id == 0 || strcmp(name, "error") == 0
		? NULL
		: address_here(page));
	page_set(page, "request_id", page->state->id);
	page_set(page, "flash", NULL);
	page_set(page, "flash_alert", NULL);
	show_flash(page);
}
