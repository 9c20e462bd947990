/* SPDX-License-Identifier: ISC */
/*
 * The secret address of a member's home feed: make it, make another one, remove
 * it. It is shown once, since the database has only its hash. To open it, see
 * feed_page.c.
 */
#include <string.h>

#include "model/private_feed.h"
#include "model/token.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_find(struct page *page)
{
	return (private_feed_find(page->viewer.id));
}

static enum page_result
show(struct page *page)
{
	page_set(page, "title", "Private feed");
	return (page_show(page, 200, "settings_feed"));
}

static int
removes(const struct page *page)
{
	return (strcmp(page_field(page, "action"), "remove") == 0);
}

static struct query
ask_set(struct page *page)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT];

	if (removes(page))
		return (private_feed_set(page->viewer.id, NULL));
	token_secret(secret);
	token_text(text, secret);
	token_hash(hash, secret);
	page_set(page, "address",
	    page_text(page, "%s/feed/%s.atom", page_site(page), text));
	return (private_feed_set(
	    page->viewer.id, page_keep(page, hash, sizeof(hash))));
}

static enum page_result
report(struct page *page)
{
	page_set(
	    page, "replaced", page_column_true(page, "had_one") ? "yes" : NULL);
	if (!removes(page))
		return (PAGE_NEXT);
	page_flash(page, "Your private feed has no address any more.");
	return (page_redirect(page, "/settings/feed"));
}

int
page_settings_feed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_find, .respond = show },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_set, .respond = report },
		{ .ask = ask_find, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}
