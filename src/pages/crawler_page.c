/* SPDX-License-Identifier: ISC */
/*
 * What search engines look for: robots.txt (RFC 9309) and the sitemap
 * (sitemaps.org). A site for members only asks them to stay away, and has no
 * sitemap.
 */
#include <stdlib.h>

#include "model/sitemap.h"
#include "page/page.h"
#include "pages/pages.h"

static enum page_result
show(struct page *page, const char *name)
{
	page_set(page, "site", page_site(page));
	return (page_show(page, 200, name));
}

static enum page_result
show_robots(struct page *page)
{
	page_cacheable(page, "robots");
	return (show(page, "robots.txt"));
}

static struct query
ask_parts(struct page *page)
{
	if (page->site->members_only)
		return ((struct query){ 0 });
	return (sitemap_parts());
}

static enum page_result
show_parts(struct page *page)
{
	if (page->site->members_only)
		return (page_error(page, 404));
	page_cacheable(page, "sitemap");
	return (show(page, "sitemap.xml"));
}

/* The route accepts only digits and .xml; what is too large becomes the
 * greatest number. */
static struct query
ask_people(struct page *page)
{
	if (page->site->members_only)
		return ((struct query){ 0 });
	return (sitemap_people(strtoll(page_part(page, 1), NULL, 10)));
}

/* Posts are news of everything that changes who is in it. */
static enum page_result
show_people(struct page *page)
{
	if (page->site->members_only)
		return (page_error(page, 404));
	page_cacheable(page, "posts");
	return (show(page, "sitemap_part.xml"));
}

int
page_robots(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_robots },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}

int
page_sitemap(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_parts, .respond = show_parts },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}

int
page_sitemap_part(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_people, .respond = show_people },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}
