/* SPDX-License-Identifier: ISC */
/*
 * The feeds for readers: of a person, of everybody, and a member's home feed at
 * a secret address. (That of a hashtag is in tag_page.c.)
 */
#include "model/feed.h"
#include "model/person.h"
#include "model/private_feed.h"
#include "model/token.h"
#include "page/page.h"
#include "pages/atom.h"
#include "pages/pages.h"

static struct query
ask_profile(struct page *page)
{
	return (person_profile(atom_name(page), page->viewer.id));
}

static struct query
ask_posts(struct page *page)
{
	return (
	    feed_person(atom_name(page), page_cursor(page), page->viewer.id));
}

static enum page_result
show_person(struct page *page)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (page_error(page, 404));
	if (page_column_true(page, "former"))
		return (page_moved(
		    page, page_text(page, "/user/%s.atom", nickname)));
	page_cacheable(page, "person/%s posts", page_column(page, "id"));
	return (atom_show(page,
	    &(struct atom){ "person.atom", "feed_person",
		.id = page_text(page, "/#person-%s", page_column(page, "id")),
		.title = nickname, .subtitle = page_column(page, "about_me"),
		.page = page_text(page, "/user/%s", nickname) }));
}

static struct query
ask_explore(struct page *page)
{
	return (feed_explore(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_explore(struct page *page)
{
	page_cacheable(page, "posts");
	return (atom_show(
	    page, &(struct atom){ "explore.atom", "feed_explore",
		      .id = "/#explore", .title = "Explore",
		      .subtitle = page->site->tagline, .page = "/explore" }));
}

static struct query
ask_owner(struct page *page)
{
	unsigned char secret[SECRET_BYTES] = { 0 }, hash[SECRET_BYTES];

	/* A text that is no secret gets a hash that belongs to none. */
	(void)token_read(secret, atom_name(page));
	token_hash(hash, secret);
	return (private_feed_open(page_keep(page, hash, sizeof(hash))));
}

static enum page_result
require_owner(struct page *page)
{
	return (PQntuples(page->rows) == 0 ? page_error(page, 404) : PAGE_NEXT);
}

static struct query
ask_home(struct page *page)
{
	return (feed_home(
	    page_column_number_of(page, "private_feed_open", "member"),
	    page_cursor(page)));
}

/* The id must not contain the secret, nor change with it. */
static enum page_result
show_home(struct page *page)
{
	const char *owner = "private_feed_open";

	page_tagged(page);
	return (
	    atom_show(page, &(struct atom){ "private.atom", "feed_home",
				.id = page_text(page, "/#home-%s",
				    page_column_of(page, owner, "member")),
				.title = page_text(page, "Home of %s",
				    page_column_of(page, owner, "nickname")),
				.page = "/" }));
}

int
page_user_feed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile,
		    .ask_too = ask_posts,
		    .respond = show_person },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_explore_feed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_explore, .respond = show_explore },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_private_feed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_owner, .respond = require_owner },
		{ .ask = ask_home, .respond = show_home },
		{ 0 },
	};
	static const struct plan plan = { SECRET, .get = get };

	return (page_run(request, &plan));
}
