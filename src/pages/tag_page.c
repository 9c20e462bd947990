/* SPDX-License-Identifier: ISC */
/*
 * Hashtags: the posts with one, on a page and for feed readers, following and
 * unfollowing it, and those that a member follows. Each has one address, with
 * its key; others that mean the same hashtag lead there.
 */
#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "html/span_tag.h"
#include "model/feed.h"
#include "model/tag.h"
#include "page/page.h"
#include "pages/atom.h"
#include "pages/metadata.h"
#include "pages/pages.h"

/* Is this the address of the feed? No hashtag has a "." in it. */
static int
is_feed(struct page *page)
{
	const char *ending = strrchr(page_part(page, 1), '.');

	return (ending != NULL && strcmp(ending, ".atom") == 0 &&
		*page_part(page, 2) == '\0');
}

/* Return the hashtag in the address, as the client wrote it. */
static const char *
part_of(struct page *page)
{
	return (is_feed(page) ? atom_name(page) : page_part(page, 1));
}

/* Return the key of the hashtag in the address, or NULL if that is none. */
static const char *
tag_of(struct page *page)
{
	const char *part = part_of(page);
	char *tag = page_keep(page, part, strlen(part) + 1);
	char key[TAG_KEY_SIZE];

	if (address_decode(tag) == -1 ||
	    span_tag_key(key, tag, strlen(tag)) == -1)
		return (NULL);
	return (page_text(page, "%s", key));
}

/* Return the address of the page of a hashtag, with ${ending}. */
static const char *
address_of(struct page *page, const char *key, const char *ending)
{
	struct buffer address = { 0 };
	const char *text;

	buffer_text(&address, "/tag/");
	text_url(&address, key, strlen(key));
	buffer_text(&address, ending);
	text = page_text(page, "%s", address.data);
	buffer_free(&address);
	return (text);
}

/*
 * Lead to the one address of this hashtag. Only the decoded parts are compared:
 * what else is escaped, or how, may be up to the client.
 */
static enum page_result
require_key(struct page *page)
{
	const char *key = tag_of(page), *below = page_part(page, 2);
	char *part = page_keep(page, part_of(page), strlen(part_of(page)) + 1);

	if (key == NULL)
		return (page_error_saying(page, 404, "This is no hashtag."));
	if (address_decode(part) == 0 && strcmp(part, key) != 0)
		return (page_moved(page,
		    address_of(page, key,
			is_feed(page)	 ? ".atom"
			: *below == '\0' ? ""
					 : page_text(page, "/%s", below))));
	page_set(page, "tag", key);
	return (PAGE_NEXT);
}

static struct query
ask_posts(struct page *page)
{
	const char *key = tag_of(page);

	if (key == NULL)
		return ((struct query){ 0 });
	return (feed_tag(page->viewer.id, key, page_cursor(page)));
}

static struct query
ask_followed(struct page *page)
{
	const char *key = tag_of(page);

	if (key == NULL || page->viewer.id == 0)
		return ((struct query){ 0 });
	return (tag_follow_find(page->viewer.id, key));
}

/*
 * There are endlessly many hashtags that nobody uses, so their pages say 404 to
 * crawlers. Members can follow such a hashtag all the same.
 */
static enum page_result
show(struct page *page)
{
	const char *key = tag_of(page);

	page_set(page, "title", page_text(page, "#%s", key));
	if (page_column_number_of(page, "feed_tag", "id") == 0)
		return (page_show(page, 404, "tag"));
	metadata_set(page,
	    &(struct metadata){ "website", .path = address_of(page, key, ""),
		.description = page_text(page, "Posts with #%s", key),
		.feed = address_of(page, key, ".atom") });
	page_cacheable(page, "posts");
	return (page_show(page, 200, "tag"));
}

static enum page_result
show_feed(struct page *page)
{
	const char *key = tag_of(page), *address = address_of(page, key, "");

	if (page_column_number_of(page, "feed_tag", "id") == 0)
		return (page_error_saying(
		    page, 404, "There are no posts with this hashtag."));
	page_cacheable(page, "posts");
	return (atom_show(
	    page, &(struct atom){ "tag.atom", "feed_tag", .id = address,
		      .title = page_text(page, "#%s", key), .page = address }));
}

static enum page_result
confirm(struct page *page)
{
	const char *key = tag_of(page);
	int follow = strcmp(page_part(page, 2), "follow") == 0;

	return (page_confirm(page,
	    page_text(page, "%s #%s?", follow ? "Follow" : "Unfollow", key),
	    follow ? "Posts with this hashtag will appear in your home feed."
		   : NULL,
	    follow ? "Follow" : "Unfollow", address_of(page, key, "")));
}

/* Return to where the button was: the page of the hashtag, or /tags. */
static enum page_result
leave(struct page *page)
{
	return (
	    page_return(page, NULL, "%s", address_of(page, tag_of(page), "")));
}

static struct query
ask_follow(struct page *page)
{
	return (tag_follow_add(page->viewer.id, tag_of(page)));
}

static enum page_result
followed(struct page *page)
{
	const char *key = tag_of(page), *outcome = page_column(page, "outcome");

	if (strcmp(outcome, "followed") == 0)
		page_flash(page, "You are now following #%s!", key);
	else if (strcmp(outcome, "full") == 0)
		page_flash_alert(page,
		    "You already follow a hundred hashtags. Unfollow one"
		    " first.");
	else
		page_flash_alert(page, "You already follow #%s.", key);
	return (leave(page));
}

static struct query
ask_unfollow(struct page *page)
{
	return (tag_follow_remove(page->viewer.id, tag_of(page)));
}

static enum page_result
unfollowed(struct page *page)
{
	if (PQntuples(page->rows) > 0)
		page_flash(
		    page, "You have stopped following #%s.", tag_of(page));
	else
		page_flash_alert(page, "You do not follow #%s.", tag_of(page));
	return (leave(page));
}

static struct query
ask_all_followed(struct page *page)
{
	return (tag_follow_list(page->viewer.id));
}

static enum page_result
show_all_followed(struct page *page)
{
	/* Show all of them, even more than PAGE_SIZE. */
	view_rows(
	    &page->view, "tag_follow_list", page->rows, PQntuples(page->rows));
	page_set(page, "title", "Hashtags you follow");
	return (page_show(page, 200, "tags"));
}

static const struct step ask_to_confirm[] = {
	{ .respond = require_key },
	{ .respond = confirm },
	{ 0 },
};

int
page_tag(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_posts,
		    .ask_too = ask_followed,
		    .respond = require_key },
		{ .respond = show },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_tag_feed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_posts, .respond = require_key },
		{ .respond = show_feed },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_tag_follow(struct http_request *request)
{
	static const struct step post[] = {
		{ .respond = require_key },
		{ .ask = ask_follow, .respond = followed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = ask_to_confirm,
		.post = post };

	return (page_run(request, &plan));
}

int
page_tag_unfollow(struct http_request *request)
{
	static const struct step post[] = {
		{ .respond = require_key },
		{ .ask = ask_unfollow, .respond = unfollowed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = ask_to_confirm,
		.post = post };

	return (page_run(request, &plan));
}

int
page_tags(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_all_followed, .respond = show_all_followed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
