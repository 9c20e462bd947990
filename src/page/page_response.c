/* SPDX-License-Identifier: ISC */
/*
 * What a page sends: values for its template, headers, messages, responses.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/address.h"
#include "base/text.h"
#include "http/http_head.h"
#include "kore/request.h"
#include "kore/response.h"
#include "model/cursor.h"
#include "model/news.h"
#include "page/flash.h"
#include "page/page_cached.h"
#include "page/page_flow.h"
#include "page/page_session.h"
#include "page/page_state.h"

/* Return the content type of what the template ${name} makes. */
static const char *
media_type(const char *name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".atom", "application/atom+xml; charset=utf-8" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".xml", "application/xml; charset=utf-8" },
	};
	const char *ending = strchr(name, '.');
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ending != NULL && strcmp(ending, types[i].ending) == 0)
			return (types[i].type);
	return ("text/html; charset=utf-8");
}

void
page_set(struct page *page, const char *name, const char *text)
{
	view_value(&page->view, name, text);
}

int
page_is_set(const struct page *page, const char *name)
{
	int i;

	for (i = 0; i < page->view.values; i++)
		if (strcmp(page->view.value[i].name, name) == 0)
			return (page->view.value[i].text != NULL);
	return (0);
}

void
page_cacheable(struct page *page, const char *format, ...)
{
	char topic[NEWS_TOPIC];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(topic, sizeof(topic), format, arguments);
	va_end(arguments);
	page->state->topic = page_text(page, "%s", topic);
}

void
page_tagged(struct page *page)
{
	page->state->tagged = 1;
}

void
page_header(struct page *page, const char *name, const char *value)
{
	response_header(&page->state->headers, name, value);
}

void
page_cookie(struct page *page, const char *name, const char *value, int seconds)
{
	cookie_set(&page->state->headers, name, value, seconds);
}

static void
set_flash(struct page *page, char kind, const char *format, va_list arguments)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	text[0] = kind;
	(void)vsnprintf(text + 1, sizeof(text) - 1, format, arguments);
	flash_write(cookie, text);
	page_cookie(page, COOKIE_FLASH, cookie, COOKIE_BROWSER);
}

void
page_flash(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_flash(page, FLASH_MESSAGE, format, arguments);
	va_end(arguments);
}

void
page_flash_alert(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_flash(page, FLASH_ALERT, format, arguments);
	va_end(arguments);
}

enum page_result
page_bytes(struct page *page, int status, const char *type, const void *data,
    size_t length)
{
	if (page_stream_broken(page)) {
		page->request->status = (uint16_t)status; /* for the log */
		return (PAGE_DONE);
	}
	page_header(page, "x-request-id", page->state->id);
	if (type != NULL)
		page_header(page, "content-type", type);
	response_send(
	    page->request, status, &page->state->headers, data, length);
	return (PAGE_DONE);
}

/* Show the message from the page before, once. */
static void
show_flash(struct page *page)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX];

	if (request_cookie(page->request, COOKIE_FLASH, cookie) == -1)
		return;
	page_cookie(page, COOKIE_FLASH, "", 0);
	page->state->private = 1;
	if (flash_read(text, cookie) == 0)
		page_set(page, text[0] == FLASH_ALERT ? "flash_alert" : "flash",
		    page_text(page, "%s", text + 1));
}

/* What leads to the page where somebody can become a member; NULL: nothing. */
static const char *
sign_up_label(enum door door)
{
	static const char *const labels[] = {
		[DOOR_OPEN] = "Sign up",
		[DOOR_INVITE] = "By invitation",
		[DOOR_APPROVE] = "Apply",
		[DOOR_CLOSED] = NULL,
	};

	return (labels[door]);
}

/* How many notifications are new; NULL: none. More than 99 are not counted. */
static const char *
unread_label(struct page *page)
{
	int64_t count = page->viewer.unread;

	if (count <= 0)
		return (NULL);
	return (count > 99 ? "99+" : page_text(page, "%lld", (long long)count));
}

/* What the layout and several pages show of the viewer and of the settings. */
static void
set_site_values(struct page *page)
{
	const struct site *site = page->site;
	enum role role = page->viewer.role;

	page_set(page, "site_name", site->name);
	page_set(page, "site_tagline", site->tagline);
	page_set(page, "site_accent", site->accent_sheet);
	page_set(page, "site_icon", site->icon_name);
	page_set(page, "site_announcement",
	    site_announces(site, time(NULL)) ? site->announcement : NULL);
	page_set(page, "post_length", page_text(page, "%d", site->post_length));
	page_set(page, "sign_up", sign_up_label(site->door));
	page_set(page, "members_only", site->members_only ? "yes" : NULL);
	page_set(page, "is_moderator", role >= ROLE_MODERATOR ? "yes" : NULL);
	page_set(page, "waiting", page->viewer.waiting);
	page_set(page, "unread", unread_label(page));
	page_set(page, "is_admin", role >= ROLE_ADMIN ? "yes" : NULL);
}

/*
 * Say which address this is: at /settings/ways-in, the value
 * "at_settings_ways_in" is set. So menus can mark the link to this page.
 */
static void
set_place(struct page *page)
{
	const char *path = page->request->path;
	char name[HTTP_TARGET_MAX + sizeof("at")], *c;

	(void)snprintf(name, sizeof(name), "at%s", path);
	for (c = name; *c != '\0'; c++)
		if (*c == '/' || *c == '-')
			*c = '_';
	page_set(page, page_text(page, "%s", name), "yes");
	page_set(page, "at_oneself",
	    page->viewer.id != 0 && strncmp(path, "/user/", 6) == 0 &&
		    strcmp(path + 6, page->viewer.nickname) == 0
		? "yes"
		: NULL);
}

/* The address of this page, for page_back(): one that can be opened. (An error
 * page has none: it must not tell two addresses apart, and has no buttons.) */
static const char *
address_here(struct page *page)
{
	const char *query = page->request->query_string;

	if (page->plan->get == NULL)
		return ("/");
	return (page_text(page, "%s%s%s", page->request->path,
	    query == NULL ? "" : "?", query == NULL ? "" : query));
}

static void
set_common_values(struct page *page, const char *name)
{
	page_set(page, "token", page->state->private ? page_token(page) : "");
	page_set(
	    page, "viewer", page->viewer.id == 0 ? "" : page->viewer.nickname);
	page_set(page, "viewer_id",
	    page_text(page, "%lld", (long long)page->viewer.id));
	set_site_values(page);
	set_place(page);
	page_set(page, "newer",
	    page_cursor(page) == CURSOR_FIRST || page_posted(page) ? NULL
								   : "yes");
	page_set(page, "path", page->request->path);
	page_set(page, "here",
	    page->viewer.id == 0 || strcmp(name, "error") == 0
		? NULL
		: address_here(page));
	page_set(page, "request_id", page->state->id);
	page_set(page, "flash", NULL);
	page_set(page, "flash_alert", NULL);
	show_flash(page);
}

static enum page_result
send_cached(struct page *page, const struct cached_page *made)
{
	page_header(page, "etag", made->tag);
	page_header(page, "cache-control", "no-cache");
	page_header(page, "vary", "cookie");
	if (page_client_has(page, made->tag))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, made->type, made->body, made->length));
}

enum page_result
page_show_cached(struct page *page)
{
	const struct cached_page *made = page_cached_find(page);

	return (made == NULL ? PAGE_NEXT : send_cached(page, made));
}

/* Send what only this reader may see, unless their copy is current. */
static enum page_result
show_tagged(struct page *page, const char *name, struct buffer *out)
{
	char tag[PAGE_CACHE_TAG];

	page_cached_tag(page, tag);
	page_header(page, "etag", tag);
	page_header(page, "cache-control", "private, no-cache");
	if (page_client_has(page, tag))
		return (page_bytes(page, 304, NULL, NULL, 0));
	template_render(template_find(name), &page->view, out);
	return (
	    page_bytes(page, 200, media_type(name), out->data, out->length));
}

enum page_result
page_document(
    struct page *page, const char *type, const void *data, size_t length)
{
	char tag[PAGE_CACHE_TAG];

	page_cached_tag_bytes(data, length, tag);
	page_header(page, "etag", tag);
	page_header(page, "cache-control", "no-cache");
	if (page_client_has(page, tag))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, type, data, length));
}

enum page_result
page_show(struct page *page, int status, const char *name)
{
	struct page_state *state = page->state;
	struct cached_page made = { 0 };
	struct buffer out = { 0 };
	enum page_result result;

	set_common_values(page, name);
	if (state->topic != NULL && page->viewer.id == 0 && !state->private) {
		made.type = media_type(name);
		page_cached_render(page, name, &made, &out);
		result = send_cached(page, &made);
	} else if (state->tagged) {
		result = show_tagged(page, name, &out);
	} else {
		template_render(template_find(name), &page->view, &out);
		page_header(page, "cache-control",
		    state->private ? "no-store" : "no-cache");
		page_header(page, "vary", "cookie");
		result = page_bytes(
		    page, status, media_type(name), out.data, out.length);
	}
	buffer_free(&out);
	return (result);
}

static enum page_result
send_to(struct page *page, int status, const char *address)
{
	page_header(page, "location", address);
	page_header(page, "cache-control", "no-store");
	return (page_bytes(page, status, NULL, NULL, 0));
}

/* Send the client only to an address that this site does not reject (414). */
static enum page_result
go(struct page *page, int status, const char *address)
{
	size_t path = strcspn(address, "?");

	if (strlen(address) > HTTP_TARGET_MAX)
		address = path > HTTP_TARGET_MAX
			      ? "/"
			      : page_text(page, "%.*s", (int)path, address);
	return (send_to(page, status, address));
}

enum page_result
page_back(struct page *page, const char *fragment)
{
	const char *back = page_field(page, "back");

	if (!address_local(back))
		back = "/";
	return (page_redirect(
	    page, "%.*s#%s", (int)strcspn(back, "#"), back, fragment));
}

enum page_result
page_leave(struct page *page, const char *address)
{
	return (send_to(page, 303, address));
}

static enum page_result
redirect(struct page *page, const char *format, va_list arguments)
{
	char address[HTTP_TARGET_MAX + 2]; /* shows that one is too long */

	(void)vsnprintf(address, sizeof(address), format, arguments);
	return (go(page, 303, address));
}

enum page_result
page_redirect(struct page *page, const char *format, ...)
{
	enum page_result result;
	va_list arguments;

	va_start(arguments, format);
	result = redirect(page, format, arguments);
	va_end(arguments);
	return (result);
}

enum page_result
page_return(struct page *page, const char *format, ...)
{
	const char *back = page_field(page, "back");
	enum page_result result;
	va_list arguments;

	if (address_local(back))
		return (page_redirect(page, "%s", back));
	va_start(arguments, format);
	result = redirect(page, format, arguments);
	va_end(arguments);
	return (result);
}

enum page_result
page_moved(struct page *page, const char *path)
{
	const char *query = page->request->query_string;
	int method = page->request->method;
	int status =
	    method == HTTP_METHOD_GET || method == HTTP_METHOD_HEAD ? 301 : 308;

	if (query != NULL)
		path = page_text(page, "%s?%s", path, query);
	return (go(page, status, path));
}

enum page_result
page_confirm(struct page *page, const char *question, const char *message,
    const char *button, const char *back)
{
	page_form(page);
	page_set(page, "title", question);
	page_set(page, "question", question);
	page_set(page, "message", message);
	page_set(page, "action", page->request->path);
	page_set(page, "button", button);
	page_set(page, "back", back);
	return (page_show(page, 200, "confirm"));
}

/* Redirect to ${door}, which leads back to this address if that has a page. */
static enum page_result
detour(struct page *page, const char *door)
{
	const char *path =
	    page->plan->get != NULL ? page->request->path : "/settings";
	const char *query = page->request->query_string;
	struct buffer address = { 0 };
	enum page_result result;
	size_t length;

	buffer_text(&address, door);
	buffer_text(&address, "?next=");
	text_url(&address, path, strlen(path));
	length = address.length;
	if (query != NULL) {
		buffer_text(&address, "%3F");
		text_url(&address, query, strlen(query));
	}
	/* Rather than without "next", return without the query. */
	if (address.length > HTTP_TARGET_MAX)
		address.data[length] = '\0';
	result = page_redirect(page, "%s", address.data);
	buffer_free(&address);
	return (result);
}

enum page_result
page_login(struct page *page)
{
	return (detour(page, "/login"));
}

enum page_result
page_sudo(struct page *page)
{
	return (detour(page, "/sudo"));
}
