/* SPDX-License-Identifier: ISC */
/*
 * The site's settings, for admins. The icon has a page of its own
 * (admin_icon_page.c), and so does each text about the site.
 */
#include <string.h>
#include <time.h>

#include "model/site.h"
#include "page/page.h"
#include "pages/pages.h"

#define SAVED "Saved. Everyone sees it now."

/* The names in the template of each setting and of what is wrong with it; none
 * for one that is on another page (door_page.c). */
static const struct {
	const char *value, *error;
} fields[SITE_SETTINGS] = {
	[SITE_NAME] = { "name", "name_error" },
	[SITE_TAGLINE] = { "tagline", "tagline_error" },
	[SITE_ACCENT] = { "accent", "accent_error" },
	[SITE_ANNOUNCEMENT] = { "announcement", "announcement_error" },
	[SITE_ANNOUNCED_UNTIL] = { "until", "announced_until_error" },
	[SITE_POST_LENGTH] = { "length", "post_length_error" },
	[SITE_VISITORS_SEARCH] = { "visitors_search", "visitors_search_error" },
	[SITE_SEARCH_LANGUAGE] = { "language", "search_language_error" },
	[SITE_NOTIFICATION_DAYS] = { "days", "notification_days_error" },
};

/* Return ${accent} for the dark theme, or NULL if it is the built-in one. */
static const char *
dark(struct page *page, const char *accent)
{
	char text[COLOUR_TEXT];
	struct colour colour;

	if (colour_read(&colour, accent) == -1)
		return (NULL);
	colour_write(accent_dark(colour), text);
	return (page_text(page, "%s", text));
}

static enum page_result
show_form(struct page *page, int status)
{
	char now[SITE_TIME_SIZE];
	time_t seconds = time(NULL);
	struct tm utc;

	(void)strftime(
	    now, sizeof(now), "%Y-%m-%d, %H:%M", gmtime_r(&seconds, &utc));
	page_set(page, "title", "Site settings");
	page_set(page, "now", page_text(page, "%s", now));
	page_set(page, "accent_now", page->site->accent);
	page_set(page, "accent_dark", dark(page, page->site->accent));
	return (page_show(page, status, "admin_site"));
}

static enum page_result
show_settings(struct page *page)
{
	const struct site *site = page->site;
	char date[SITE_TIME_SIZE], clock[SITE_TIME_SIZE];
	int i, announces = site_announces(site, time(NULL));

	site_until(site, date, clock);
	page_set(page, "name", site->name);
	page_set(page, "tagline", site->tagline);
	page_set(page, "accent", site->accent);
	/* One that is over can no longer be saved. */
	page_set(page, "announcement", announces ? site->announcement : "");
	page_set(
	    page, "until_date", announces ? page_text(page, "%s", date) : "");
	page_set(
	    page, "until_time", announces ? page_text(page, "%s", clock) : "");
	page_set(page, "length", page_text(page, "%d", site->post_length));
	page_set(page, "language", site->search_language);
	page_set(page, "visitors_search", site->visitors_search ? "yes" : NULL);
	page_set(page, "days", page_text(page, "%d", site->notification_days));
	for (i = 0; i < SITE_SETTINGS; i++)
		if (fields[i].error != NULL)
			page_set(page, fields[i].error, NULL);
	return (show_form(page, 200));
}

/* Return until when the announcement is to be shown; "" without one. */
static char *
typed_until(struct page *page)
{
	const char *date = page_clean(page, "until_date");
	const char *clock = page_clean(page, "until_time");
	const char *until = page_text(page, "%s %s", date, clock);

	page_set(page, "until_date", date);
	page_set(page, "until_time", clock);
	if (*page_clean(page, "announcement") == '\0')
		until = "";
	return (page_keep(page, until, strlen(until) + 1));
}

/* Read the form into ${values}. Return how many of them are wrong. */
static int
read_form(struct page *page, const char *values[SITE_SETTINGS])
{
	char problem[FAILURE_MAX];
	char *typed;
	int i, wrong = 0;

	for (i = 0; i < SITE_SETTINGS; i++) {
		values[i] = NULL;
		if (fields[i].value == NULL)
			continue;
		typed = i == SITE_ANNOUNCED_UNTIL
			    ? typed_until(page)
			    : page_clean(page, site_setting_name(i));
		page_set(page, fields[i].value, page_text(page, "%s", typed));
		*problem = '\0';
		wrong += site_setting_read(i, typed, problem) == -1;
		page_set(page, fields[i].error, page_text(page, "%s", problem));
		values[i] = typed;
	}
	return (wrong);
}

static struct query
ask_edit(struct page *page)
{
	const char *values[SITE_SETTINGS];

	if (read_form(page, values) > 0)
		return ((struct query){ 0 });
	return (site_edit(values, page->viewer.id));
}

/* Everyone sees it now; page->site is still as it was before. */
static enum page_result
saved(struct page *page)
{
	const char *accent = page_clean(page, "accent");
	const char *in_the_dark = dark(page, accent);

	if (page->rows == NULL)
		return (show_form(page, 422));
	if (PQntuples(page->rows) == 0)
		page_flash(page, "It was so before.");
	else if (in_the_dark == NULL ||
		 strcasecmp(accent, page->site->accent) == 0)
		page_flash(page, SAVED);
	else
		page_flash(page,
		    SAVED " The light theme has %s; the dark theme has the same"
			  " with more light on it, %s.",
		    accent, in_the_dark);
	return (page_redirect(page, "/admin/site"));
}

/* The texts about the site. */

static const char *
heading_of(const char *name)
{
	switch (*name) {
	case 'a':
		return ("About");
	case 'r':
		return ("Rules");
	case 'p':
		return ("Privacy");
	default:
		return ("Contact");
	}
}

static enum page_result
check_name(struct page *page)
{
	return (site_text_first(page_part(page, 2)) == NULL
		    ? page_error(page, 404)
		    : PAGE_NEXT);
}

static struct query
ask_text(struct page *page)
{
	const char *name = page_part(page, 2);

	return (site_text_find(name, site_text_first(name)));
}

static enum page_result
show_text(struct page *page, int status, const char *text)
{
	const char *name = page_part(page, 2);

	page_set(page, "which", name);
	page_set(page, "heading", heading_of(name));
	page_set(page, "title", heading_of(name));
	page_set(page, "text", text);
	return (page_show(page, status, "admin_text"));
}

static enum page_result
show_saved_text(struct page *page)
{
	page_set(page, "text_error", NULL);
	return (show_text(page, 200, page_column(page, "body")));
}

static enum page_result
check_text(struct page *page)
{
	const char *text = page_clean(page, "text");
	char problem[FAILURE_MAX];

	if (site_text_first(page_part(page, 2)) == NULL)
		return (page_error(page, 404));
	if (site_text_problem(text, problem) == 0)
		return (PAGE_NEXT);
	page_set(page, "text_error", page_text(page, "%s", problem));
	return (show_text(page, 422, text));
}

static struct query
ask_set_text(struct page *page)
{
	const char *name = page_part(page, 2);

	return (site_text_set(name, site_text_first(name),
	    page_clean(page, "text"), page->viewer.id));
}

static enum page_result
text_saved(struct page *page)
{
	page_flash(
	    page, PQntuples(page->rows) == 0 ? "It was so before." : SAVED);
	return (page_redirect(page, "/admin/site/%s", page_part(page, 2)));
}

int
page_admin_site(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_settings },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_edit, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_admin_text(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = check_name },
		{ .ask = ask_text, .respond = show_saved_text },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check_text },
		{ .ask = ask_set_text, .respond = text_saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post };

	return (page_run(request, &plan));
}
