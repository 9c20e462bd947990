/* SPDX-License-Identifier: ISC */
/*
 * What belongs to the site: its style sheet and pictures, avatars, the health
 * check, and the page for addresses that do not exist.
 */
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buffer.h"
#include "html/avatar.h"
#include "model/health.h"
#include "page/page.h"
#include "pages/pages.h"

#define IMMUTABLE "public, max-age=31536000, immutable"
#define HEALTHY	  1000 /* ms for which a database that responded is trusted */

static uint64_t healthy_until; /* Kore's clock, ms */

/* Return NULL for files that are not for browsers: templates and SQL. */
static const char *
media_type(const char *file)
{
	const char *ending = strrchr(file, '.');

	if (ending != NULL && strcmp(ending, ".css") == 0)
		return ("text/css; charset=utf-8");
	if (ending != NULL && strcmp(ending, ".svg") == 0)
		return ("image/svg+xml; charset=utf-8");
	return (NULL);
}

static enum page_result
show_asset(struct page *page)
{
	const char *file = page_part(page, 2);
	struct buffer address = { 0 };
	struct asset asset;
	int same;

	if (media_type(file) == NULL || asset_find(file, &asset) == -1)
		return (page_error(page, 404));
	(void)asset_address(file, &address);
	same = strcmp(address.data, page->request->path) == 0;
	buffer_free(&address);
	if (!same)
		return (page_error(page, 404));

	page_header(page, "cache-control", IMMUTABLE);
	page_header(page, "etag", asset.sha256);
	if (page_client_has(page, asset.sha256))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (
	    page_bytes(page, 200, media_type(file), asset.data, asset.length));
}

static enum page_result
show_avatar(struct page *page)
{
	struct buffer cells = { 0 }, colour = { 0 }, out = { 0 };
	/* The route accepts only digits and .svg. */
	int64_t person = strtoll(page_part(page, 1), NULL, 10);
	enum page_result result;

	avatar_cells(person, &cells);
	avatar_colour(person, &colour);
	page_set(page, "cells", cells.data);
	page_set(page, "colour", colour.data);
	template_render(template_find("avatar.svg"), &page->view, &out);

	page_header(page, "cache-control", IMMUTABLE);
	result = page_bytes(
	    page, 200, media_type("avatar.svg"), out.data, out.length);
	buffer_free(&cells);
	buffer_free(&colour);
	buffer_free(&out);
	return (result);
}

/* No limit applies here, so requests must not use up the database. */
static struct query
ask_health(struct page *page)
{
	(void)page;
	if (kore_time_ms() < healthy_until)
		return ((struct query){ 0 });
	return (health());
}

static enum page_result
show_health(struct page *page)
{
	if (page->rows != NULL)
		healthy_until = kore_time_ms() + HEALTHY;
	page_header(page, "cache-control", "no-store");
	return (page_bytes(page, 200, "text/plain; charset=utf-8", "ok\n", 3));
}

static enum page_result
show_not_found(struct page *page)
{
	return (page_error(page, 404));
}

int
page_asset(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_asset },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_avatar(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_avatar },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_health(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_health, .respond = show_health },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_not_found(struct http_request *request)
{
	static const struct step any[] = {
		{ .respond = show_not_found },
		{ 0 },
	};
	static const struct plan plan = { NOT_FOUND, .get = any, .post = any };

	return (page_run(request, &plan));
}
