/* SPDX-License-Identifier: ISC */
/*
 * A person: the profile with its posts, the followers and the followed.
 */
#include "model/feed.h"
#include "model/follow.h"
#include "model/person.h"
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

static struct query
ask_posts(struct page *page)
{
	return (feed_person(
	    page_part(page, 1), page_cursor(page), page->viewer.id));
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

static enum page_result
show_user(struct page *page)
{
	const char *profile = "person_profile";
	const char *path = page_text(
	    page, "/user/%s", page_column_of(page, profile, "nickname"));

	metadata_set(
	    page, &(struct metadata){ "profile", .path = path,
		      .description = page_column_of(page, profile, "about_me"),
		      .feed = page_text(page, "%s.atom", path) });
	page_cacheable(page, "person/%s", page_column_of(page, profile, "id"));
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
		    .respond = require_person },
		{ .respond = show_following },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
