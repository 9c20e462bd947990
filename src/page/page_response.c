/* SPDX-License-Identifier: ISC */
/* What a page sends: headers, messages, and responses that are no redirects. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kore/request.h"
#include "kore/response.h"
#include "model/news.h"
#include "page/flash.h"
#include "page/page_cached.h"
#include "page/page_flow.h"
#include "page/page_session.h"
#include "page/page_state.h"
#include "page/page_values.h"

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
	char topics[PAGE_CACHE_TOPICS * NEWS_TOPIC];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(topics, sizeof(topics), format, arguments);
	va_end(arguments);
	page->state->topics = page_text(page, "%s", topics);
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

	page_set_common(page, name);
	if (state->topics != NULL && page->viewer.id == 0 && !state->private) {
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
