/* SPDX-License-Identifier: ISC */
/*
 * WebFinger (RFC 7033): what other sites can find out about john@example.org.
 * It is the same for everyone, so it is what a visitor sees. Parameters called
 * "rel" are ignored, as a server may do.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "http/acct.h"
#include "http/host.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"

#define PROFILE_PAGE "http://webfinger.net/rel/profile-page"
#define AVATAR	     "http://webfinger.net/rel/avatar"
#define UPDATES	     "http://schemas.google.com/g/2010#updates-from"

/* Return the site's host, which lives as long as the page. */
static struct slice
host_of(struct page *page)
{
	const char *host = page_site(page) + strlen("https://");

	return ((struct slice){ host, strlen(host) });
}

static enum acct
read_resource(struct page *page, char name[ACCT_NAME])
{
	const char *resource = page_argument(page, "resource");

	if (resource == NULL)
		return (ACCT_MALFORMED);
	return (acct_read(name, resource, host_of(page)));
}

static struct query
ask_person(struct page *page)
{
	char name[ACCT_NAME];

	if (read_resource(page, name) != ACCT_OK)
		return ((struct query){ 0 });
	return (person_profile(page_text(page, "%s", name), 0));
}

/* Return the JSON Resource Descriptor, for free(). */
static char *
describe(struct page *page)
{
	const char *site = page_site(page);
	const char *nickname = page_column(page, "nickname");
	struct slice host = host_name(host_of(page));
	const char *profile = page_text(page, "%s/user/%s", site, nickname);
	json_t *json = json_pack(
	    "{s:s, s:[s], s:[{s:s, s:s, s:s}, {s:s, s:s, s:s}, {s:s, s:s, "
	    "s:s}]}",
	    "subject",
	    page_text(
		page, "acct:%s@%.*s", nickname, (int)host.length, host.bytes),
	    "aliases", profile, "links", "rel", PROFILE_PAGE, "type",
	    "text/html", "href", profile, "rel", UPDATES, "type",
	    "application/atom+xml", "href", page_text(page, "%s.atom", profile),
	    "rel", AVATAR, "type", "image/svg+xml", "href",
	    page_text(page, "%s/avatar/%s.svg", site, page_column(page, "id")));
	char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);

	json_decref(json);
	return (text);
}

static enum page_result
show(struct page *page)
{
	char name[ACCT_NAME], *text;
	enum page_result result;

	/* Scripts of any site may ask (section 5). */
	page_header(page, "access-control-allow-origin", "*");
	if (read_resource(page, name) == ACCT_MALFORMED)
		return (page_error_saying(page, 400,
		    "WebFinger needs a resource, for example "
		    "?resource=acct:john@example.org."));
	if (page->site->members_only || page_column(page, "id") == NULL)
		return (page_error(page, 404));
	text = describe(page);
	if (text == NULL)
		return (page_fail(page, 500, "no memory for JSON"));
	result =
	    page_document(page, "application/jrd+json", text, strlen(text));
	free(text);
	return (result);
}

int
page_webfinger(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_person, .respond = show },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}
