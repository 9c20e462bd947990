/* SPDX-License-Identifier: ISC */
/* Where a page sends the client. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "http/http_head.h"
#include "page/page_state.h"

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
page_leave(struct page *page, const char *address)
{
	return (send_to(page, 303, address));
}

static enum page_result
redirect(struct page *page, const char *format, va_list arguments)
{
	char address[HTTP_TARGET_MAX + 2]; /* one more: go() notices */

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
page_return(struct page *page, const char *fragment, const char *format, ...)
{
	const char *back = page_field(page, "back");
	enum page_result result;
	va_list arguments;

	if (address_local(back))
		return (page_redirect(page, "%.*s%s%s", (int)strcspn(back, "#"),
		    back, fragment == NULL ? "" : "#",
		    fragment == NULL ? "" : fragment));
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
