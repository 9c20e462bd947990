/* SPDX-License-Identifier: ISC */
/*
 * What belongs to the site: its style sheet and pictures, avatars, the health
 * check, what programs look for on any site, and the page for addresses that do
 * not exist.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/asset.h"
#include "base/buffer.h"
#include "html/avatar.h"
#include "kore/request.h"
#include "model/health.h"
#include "operator/contact.h"
#include "page/page.h"
#include "pages/pages.h"

#define PLAIN	     "text/plain; charset=utf-8"
#define IMMUTABLE    "public, max-age=31536000, immutable"
#define FOR_A_DAY    "public, max-age=86400"
#define HEALTHY	     1000 /* ms for which a database that responded is trusted */
#define CONTACT_LIFE (90 * 24 * 60 * 60) /* s; RFC 9116 wants under a year */

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
send_asset(struct page *page, const struct asset *asset, const char *type,
    const char *caching)
{
	page_header(page, "cache-control", caching);
	page_header(page, "etag", asset->sha256);
	if (page_client_has(page, asset->sha256))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, type, asset->data, asset->length));
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
	return (send_asset(page, &asset, media_type(file), IMMUTABLE));
}

/* W3C, "A Well-Known URL for Changing Passwords" */
static enum page_result
show_change_password(struct page *page)
{
	return (page_redirect(page, "/password"));
}

/* RFC 9116 */
static enum page_result
show_security(struct page *page)
{
	time_t expires = time(NULL) + CONTACT_LIFE;
	char date[sizeof("2026-11-23T00:00:00Z")];
	const char *text;
	struct tm day;

	if (contact() == NULL)
		return (page_error(page, 404));
	(void)strftime(
	    date, sizeof(date), "%Y-%m-%dT00:00:00Z", gmtime_r(&expires, &day));
	text = page_text(page, "Contact: %s\nExpires: %s\n", contact(), date);
	page_header(page, "cache-control", FOR_A_DAY);
	return (page_bytes(page, 200, PLAIN, text, strlen(text)));
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
	return (page_bytes(page, 200, PLAIN, "ok\n", 3));
}

/* Return a copy of the path without the slashes at its end. */
static char *
path_without_slashes(struct page *page)
{
	const char *path = page->request->path;
	size_t length = strlen(path);
	char *copy = page_keep(page, path, length + 1);

	while (length > 1 && copy[length - 1] == '/')
		copy[--length] = '\0';
	return (copy);
}

static enum page_result
show_not_found(struct page *page)
{
	char *path = path_without_slashes(page);

	/* OPTIONS * is about the whole site (RFC 9110, 9.3.7). */
	if (strcmp(path, "*") == 0) {
		page_header(page, "allow", "GET, HEAD, POST");
		page_header(page, "cache-control", "no-store");
		return (page_bytes(page, 204, NULL, NULL, 0));
	}
	if (request_leads_on(page->request, path))
		return (page_moved(page, path));
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
page_change_password(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_change_password },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_security(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_security },
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
