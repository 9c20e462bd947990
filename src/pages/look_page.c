/* SPDX-License-Identifier: ISC */
/*
 * How this site looks different from others: its icon, and the style sheet with
 * its colour. Their addresses change with them, so browsers keep them forever.
 */
#include <sodium.h>
#include <string.h>

#include "base/asset.h"
#include "cache/site_cache.h"
#include "model/site.h"
#include "page/page.h"
#include "pages/pages.h"

#define IMMUTABLE "public, max-age=31536000, immutable"
#define FOR_A_DAY "public, max-age=86400"

/* The icon that this worker sent last: what has its name never changes. */
static struct {
	char name[ICON_NAME];
	unsigned char data[ICON_BYTES_MAX];
	size_t length;
} kept;

/* Return the name of the icon in the address; for /favicon.ico, of the site's.
 */
static const char *
wanted(struct page *page)
{
	if (page->plan->subject != NULL)
		return (page->site->icon_name);
	return (page_text(page, "%.*s", ICON_NAME - 1, page_part(page, 1)));
}

/* No limit applies here, so requests must not use up the database. */
static struct query
ask_icon(struct page *page)
{
	const char *name = wanted(page);
	int ours = strcmp(name, page->site->icon_name) == 0;
	int known = *name == '\0' || strcmp(name, kept.name) == 0;

	if (site_cache_current() ? known || !ours
				 : known && page->plan->subject == NULL)
		return ((struct query){ 0 });
	return (site_icon_find());
}

/* Keep the icon that was found. Return its name, or "" if there is none. */
static const char *
keep(struct page *page)
{
	const char *name = page_column(page, "icon_name");
	const char *data = page_column(page, "data");

	if (name == NULL)
		return ("");
	if (sodium_base642bin(kept.data, sizeof(kept.data), data, strlen(data),
		"\n", &kept.length, NULL, sodium_base64_VARIANT_ORIGINAL) == -1)
		name = "";
	(void)strcpy(kept.name, name);
	return (kept.name);
}

static enum page_result
send_icon(struct page *page, const char *caching)
{
	const char *tag = page_text(page, "\"%s\"", kept.name);

	page_header(page, "cache-control", caching);
	page_header(page, "etag", tag);
	if (page_client_has(page, tag))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, "image/png", kept.data, kept.length));
}

static enum page_result
show_icon(struct page *page)
{
	const char *name = wanted(page);

	if (page->rows != NULL)
		(void)keep(page);
	if (*name == '\0' || strcmp(name, kept.name) != 0)
		return (page_error(page, 404));
	return (send_icon(page, IMMUTABLE));
}

/* Most browsers and programs accept SVG at this address, too. */
static enum page_result
show_favicon(struct page *page)
{
	const char *name = page->rows != NULL ? keep(page) : wanted(page);
	struct asset asset;

	if (*name != '\0')
		return (send_icon(page, FOR_A_DAY));
	if (asset_find("icon.svg", &asset) == -1)
		return (page_error(page, 404));
	page_header(page, "cache-control", FOR_A_DAY);
	page_header(page, "etag", asset.sha256);
	if (page_client_has(page, asset.sha256))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, "image/svg+xml; charset=utf-8",
	    asset.data, asset.length));
}

/* The address has all that the sheet is made of, and its hash. */
static enum page_result
show_accent(struct page *page)
{
	char address[ACCENT_ADDRESS];
	struct buffer sheet = { 0 };
	enum page_result result;
	struct colour accent;

	if (colour_read(
		&accent, page_text(page, "#%.6s", page_part(page, 2))) == -1)
		return (page_error(page, 404));
	accent_address(accent, address);
	if (strcmp(address, page->request->path) != 0)
		return (page_error(page, 404));
	accent_sheet(accent, &sheet);
	page_header(page, "cache-control", IMMUTABLE);
	result = page_bytes(
	    page, 200, "text/css; charset=utf-8", sheet.data, sheet.length);
	buffer_free(&sheet);
	return (result);
}

int
page_icon(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_icon, .respond = show_icon },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}

int
page_favicon(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_icon, .respond = show_favicon },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get,
		.subject = "favicon" };

	return (page_run(request, &plan));
}

int
page_accent(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_accent },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };

	return (page_run(request, &plan));
}
