/* SPDX-License-Identifier: ISC */
/*
 * A person: the profile with its posts, the followers and the followed.
 */
#include "model/cursor.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/period.h"
#include "model/person.h"
#include "model/profile_link.h"
#include "page/page.h"
#include "pages/metadata.h"
#include "pages/pages.h"

static struct query
ask_profile(struct page *page)
{
	return (person_profile(page_part(page, 1), page->viewer.id));
}

/* An old nickname leads to the present one. */
static enum page_result
require_person(struct page *page)
{
	const char *nickname = page_column(page, "nickname");
	const char *below;

	if (nickname == NULL)
		return (page_error_saying(page, 404,
		    page_text(page, "User %s not found.", page_part(page, 1))));
	if (!page_column_true(page, "former"))
		return (PAGE_NEXT);

	below = page_part(page, 2);
	return (page_moved(page, page_text(page, "/user/%s%s%s", nickname,
				     *below == '\0' ? "" : "/", below)));
}

static enum page_result
show(struct page *page, const char *what, const char *template)
{
	page_set(page, "title",
	    page_text(page, "%s%s",
		page_column_of(page, "person_profile", "nickname"), what));
	return (page_show(page, 200, template));
}

/* Read which part of somebody's posts is wanted. Return 0, or -1 for all. */
static int
period_of(struct page *page, struct period *period)
{
	const char *on = page_argument(page, "on");

	return (on == NULL ? -1 : period_read(period, on));
}

static struct query
ask_posts(struct page *page)
{
	struct period period;

	if (period_of(page, &period) == 0)
		return (feed_period(page_part(page, 1), &period,
		    page_cursor(page), page->viewer.id));
	return (feed_person(
	    page_part(page, 1), page_cursor(page), page->viewer.id));
}

static struct query
ask_links(struct page *page)
{
	return (profile_link_list(page_part(page, 1), page->viewer.id));
}

/* Those who read on have seen the months. */
static struct query
ask_months(struct page *page)
{
	if (page_cursor(page) != CURSOR_FIRST)
		return ((struct query){ 0 });
	return (person_months(page_part(page, 1), page->viewer.id));
}

static struct query
ask_followers(struct page *page)
{
	return (follow_followers(
	    page_part(page, 1), page_cursor(page), page->viewer.id));
}

static struct query
ask_following(struct page *page)
{
	return (follow_following(
	    page_part(page, 1), page_cursor(page), page->viewer.id));
}

/* The posts of a period: in no cache, which has pages by cursor alone. */
static enum page_result
show_period(struct page *page, const char *on)
{
	struct period period;

	if (period_of(page, &period) == -1)
		return (page_error_saying(page, 404,
		    "This is no date. Write a year, a month or a day, such as "
		    "2026, 2026-03 or 2026-03-14."));
	page_set(page, "on", on);
	page_set(page, "period", page_text(page, "%s", period.name));
	return (show(page, page_text(page, ", %s", period.name), "user"));
}

static enum page_result
show_user(struct page *page)
{
	const char *profile = "person_profile";
	const char *path = page_text(
	    page, "/user/%s", page_column_of(page, profile, "nickname"));
	const char *on = page_argument(page, "on");

	metadata_set(
	    page, &(struct metadata){ "profile", .path = path,
		      .description = page_column_of(page, profile, "about_me"),
		      .feed = page_text(page, "%s.atom", path) });
	if (on != NULL)
		return (show_period(page, on));
	page_cacheable(
	    page, "person/%s posts", page_column_of(page, profile, "id"));
	return (show(page, "", "user"));
}

static enum page_result
show_followers(struct page *page)
{
	return (show(page, "'s followers", "followers"));
}

static enum page_result
show_following(struct page *page)
{
	return (show(page, " follows", "following"));
}

int
page_user(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile,
		    .ask_too = ask_posts,
		    .ask_more = ask_links,
		    .ask_last = ask_months,
		    .respond = require_person },
		{ .respond = show_user },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_followers(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile,
		    .ask_too = ask_followers,
		    .ask_more = ask_links,
		    .respond = require_person },
		{ .respond = show_followers },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_following(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile,
		    .ask_too = ask_following,
		    .ask_more = ask_links,
		    .respond = require_person },
		{ .respond = show_following },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
