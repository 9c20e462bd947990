/* SPDX-License-Identifier: ISC */
/*
 * How a page answers: its headers, its HTML, its messages, its errors.
 */
#include "page/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kore/error_log.h"
#include "kore/request.h"
#include "kore/response.h"
#include "page/flash.h"
#include "page/page_cached.h"
#include "page/page_draft.h"

#define ADDRESS_MAX 8192 /* bytes; Kore takes 2,000, percent-encoded here */

/* The site's words for what went wrong. */
static const struct failure {
	int status;
	const char *heading;
	const char *message;
} failures[] = {
	{ 400, "That did not arrive well",
	    "Your browser sent something we could not read. Please go back and "
	    "try again." },
	{ 403, "That form is no longer valid",
	    "It was opened a long time ago, before you signed in or out, or by "
	    "another site. Nothing was changed. Please open the page anew and "
	    "try again." },
	{ 404, "Not found", "There is nothing at this address." },
	{ 405, "Not this way", "This address cannot be used that way." },
	{ 413, "Too much at once",
	    "What you sent is larger than this site accepts. Please go back "
	    "and make it shorter." },
	{ 415, "Not a form", "This address takes forms only." },
	{ 429, "Not so fast", "Please wait a little before you try again." },
	{ 500, "That was our fault",
	    "Something went wrong here, and it has been noted. Please try "
	    "again later." },
	{ 503, "Out of breath",
	    "The site cannot answer right now. Please try again in a moment." },
};

void
page_header(struct page *page, const char *name, const char *value)
{
	response_header(&page->headers, name, value);
}

enum page_result
page_bytes(struct page *page, int status, const char *type, const void *data,
    size_t length)
{
	page_header(page, "x-request-id", page->id);
	if (type != NULL)
		page_header(page, "content-type", type);
	response_send(page->request, status, &page->headers, data, length);
	page->stage = PAGE_RESPONDED;
	return (PAGE_DONE);
}

/* Show a message once: here, or not at all. */
static void
show_flash(struct page *page)
{
	char cookie[COOKIE_VALUE], text[FLASH_MAX];

	if (request_cookie(page->request, COOKIE_FLASH, cookie) == -1)
		return;
	cookie_set(&page->headers, COOKIE_FLASH, "", 0);
	page->private = 1;
	if (flash_read(text, cookie) == 0)
		page_set(page, text[0] == FLASH_ALERT ? "flash_alert" : "flash",
		    page_text(page, "%s", text + 1));
}

static void
set_flash(struct page *page, char kind, const char *format, va_list arguments)
{
	char text[FLASH_MAX], cookie[COOKIE_VALUE];

	text[0] = kind;
	(void)vsnprintf(text + 1, sizeof(text) - 1, format, arguments);
	flash_write(cookie, text);
	cookie_set(&page->headers, COOKIE_FLASH, cookie, COOKIE_BROWSER);
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

void
page_form(struct page *page)
{
	char cookie[SECRET_TEXT];

	if (!page->has_secret) {
		token_secret(page->secret);
		page->has_secret = 1;
		token_text(cookie, page->secret);
		cookie_set(
		    &page->headers, COOKIE_VISITOR, cookie, COOKIE_BROWSER);
	}
	page->private = 1;
}

static void
set_common_values(struct page *page)
{
	char token[SECRET_TEXT] = "";

	if (page->has_secret && page->private)
		token_form(token, page->secret);
	page_set(page, "token", page_text(page, "%s", token));
	page_set(
	    page, "viewer", page->viewer.id == 0 ? "" : page->viewer.nickname);
	page_set(page, "viewer_id",
	    page_text(page, "%lld", (long long)page->viewer.id));
	page_set(page, "path", page->request->path);
	page_set(page, "request_id", page->id);
	page_set(page, "flash", NULL);
	page_set(page, "flash_alert", NULL);
	show_flash(page);
}

enum page_result
page_show(struct page *page, int status, const char *name)
{
	struct buffer out = { 0 };
	enum page_result result;

	set_common_values(page);
	if (page->topic != NULL && page->viewer.id == 0 && !page->private)
		return (page_cached_show(page, name));

	template_render(template_find(name), &page->view, &out);
	page_header(
	    page, "cache-control", page->private ? "no-store" : "no-cache");
	page_header(page, "vary", "cookie");
	result = page_bytes(page, status, PAGE_HTML, out.data, out.length);
	buffer_free(&out);
	return (result);
}

static enum page_result
go(struct page *page, int status, const char *format, va_list arguments)
{
	char address[ADDRESS_MAX];

	(void)vsnprintf(address, sizeof(address), format, arguments);
	page_header(page, "location", address);
	page_header(page, "cache-control", "no-store");
	return (page_bytes(page, status, NULL, NULL, 0));
}

enum page_result
page_redirect(struct page *page, const char *format, ...)
{
	enum page_result result;
	va_list arguments;

	va_start(arguments, format);
	result = go(page, 303, format, arguments);
	va_end(arguments);
	return (result);
}

enum page_result
page_moved(struct page *page, const char *format, ...)
{
	enum page_result result;
	va_list arguments;

	va_start(arguments, format);
	result = go(page, 301, format, arguments);
	va_end(arguments);
	return (result);
}

enum page_result
page_confirm_saying(struct page *page, const char *question,
    const char *message, const char *button, const char *back)
{
	page_form(page);
	page_set(page, "title", page_text(page, "%s · microblog", question));
	page_set(page, "question", question);
	page_set(page, "message", message);
	page_set(page, "action", page->request->path);
	page_set(page, "button", button);
	page_set(page, "back", back);
	return (page_show(page, 200, "confirm"));
}

enum page_result
page_confirm(struct page *page, const char *question, const char *button,
    const char *back)
{
	return (page_confirm_saying(page, question, NULL, button, back));
}

enum page_result
page_login(struct page *page)
{
	const char *query = page->request->query_string;
	struct buffer next = { 0 };
	enum page_result result;

	text_url(&next, page->request->path, strlen(page->request->path));
	if (query != NULL) {
		buffer_text(&next, "%3F");
		text_url(&next, query, strlen(query));
	}
	result = page_redirect(page, "/login?next=%s", next.data);
	buffer_free(&next);
	return (result);
}

static const struct failure *
failure_of(int status)
{
	size_t i, count = sizeof(failures) / sizeof(failures[0]);

	for (i = 0; i < count; i++)
		if (failures[i].status == status)
			return (&failures[i]);
	return (failure_of(500));
}

enum page_result
page_error_saying(struct page *page, int status, const char *message)
{
	const struct failure *failure = failure_of(status);

	if (status >= 500)
		error_log(status, "request %s: %s: %d %s", page->id,
		    page->request->path, status, page->why);
	/* Not all after the same time, or they come as one flood again. */
	if (status == 503)
		page_header(page, "retry-after",
		    page_text(page, "%u", 2 + arc4random_uniform(4)));
	page->private = 1;
	page_set(
	    page, "title", page_text(page, "%s · microblog", failure->heading));
	page_set(page, "heading", failure->heading);
	page_set(page, "message", message);
	page_draft_show(page, status);
	return (page_show(page, failure->status, "error"));
}

enum page_result
page_error(struct page *page, int status)
{
	return (page_error_saying(page, status, failure_of(status)->message));
}

enum page_result
page_fail(struct page *page, int status, const char *why)
{
	page->why = why;
	return (page_error(page, status));
}

const char *
page_wait(struct page *page, const char *why, int64_t seconds)
{
	const char *unit = "second";
	int64_t count = seconds;

	page_header(
	    page, "retry-after", page_text(page, "%lld", (long long)seconds));
	if (count > 100) {
		count = (count + 59) / 60;
		unit = "minute";
	}
	if (count > 100) {
		count = (count + 59) / 60;
		unit = "hour";
	}
	return (page_text(page, "%s Please try again in %lld %s%s.", why,
	    (long long)count, unit, count == 1 ? "" : "s"));
}
