/* SPDX-License-Identifier: ISC */
/*
 * What a page reads: the request, the rows, and the memory to keep them.
 */
#include "page/page_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "http/http_head.h"
#include "http/site_url.h"
#include "kore/request.h"
#include "model/cursor.h"

struct page_text {
	struct page_text *next;
	char text[];
};

static char *
keep(struct page *page, size_t length)
{
	struct page_text *kept = kore_calloc(1, sizeof(*kept) + length);

	kept->next = page->state->texts;
	page->state->texts = kept;
	return (kept->text);
}

const char *
page_text(struct page *page, const char *format, ...)
{
	va_list arguments;
	size_t length;
	char *text;

	va_start(arguments, format);
	length = (size_t)vsnprintf(NULL, 0, format, arguments) + 1;
	va_end(arguments);

	text = keep(page, length);
	va_start(arguments, format);
	(void)vsnprintf(text, length, format, arguments);
	va_end(arguments);
	return (text);
}

void *
page_keep(struct page *page, const void *data, size_t length)
{
	return (memcpy(keep(page, length), data, length));
}

void
page_free_texts(struct page *page)
{
	struct page_text *text;

	while ((text = page->state->texts) != NULL) {
		page->state->texts = text->next;
		kore_free(text);
	}
}

int
page_posted(const struct page *page)
{
	return (page->request->method == HTTP_METHOD_POST);
}

const char *
page_field(const struct page *page, const char *name)
{
	const char *value = form_field(&page->state->form, name);

	return (value == NULL ? "" : value);
}

char *
page_clean(struct page *page, const char *name)
{
	const char *value = page_field(page, name);
	char *text = page_keep(page, value, strlen(value) + 1);

	text_normalise(text);
	return (text);
}

const char *
page_part(struct page *page, int n)
{
	size_t length;
	const char *part = address_part(page->request->path, n, &length);

	if (part == NULL)
		return ("");
	return (page_text(page, "%.*s", (int)length, part));
}

int64_t
page_number(struct page *page, int n)
{
	const char *text = page_part(page, n);
	int64_t number = cursor_read(text);

	return (number == CURSOR_FIRST ? 0 : number);
}

const char *
page_address(struct page *page)
{
	char address[NETWORK_NAME];

	request_address(page->request, address);
	return (page_text(page, "%s", address));
}

const char *
page_argument(struct page *page, const char *name)
{
	const char *query = page->request->query_string;
	char *value;

	if (query == NULL)
		return (NULL);
	value = page_keep(page, query, strlen(query) + 1);
	return (form_find(query, name, value) ? value : NULL);
}

/* Without page_argument(), which allocates: cached pages need this, too. */
const char *
page_site(struct page *page)
{
	if (site_url() != NULL)
		return (site_url());
	return (page_text(page, "https://%s", page->request->host));
}

int64_t
page_cursor(const struct page *page)
{
	const char *query = page->request->query_string;
	char value[HTTP_TARGET_MAX];

	if (query == NULL || (!form_find(query, "before", value) &&
				 !form_find(query, "after", value)))
		return (CURSOR_FIRST);
	return (cursor_read(value));
}

/* If-None-Match is a list of tags, or * (RFC 9110, 13.1.2). */
int
page_client_has(const struct page *page, const char *tag)
{
	const char *list;

	if (!http_request_header(page->request, "if-none-match", &list))
		return (0);
	return (strcmp(list, "*") == 0 || strstr(list, tag) != NULL);
}

static const char *
first_row(const PGresult *rows, const char *name)
{
	int column;

	if (rows == NULL || PQntuples(rows) == 0)
		return (NULL);
	column = PQfnumber(rows, name);
	if (column == -1 || PQgetisnull(rows, 0, column))
		return (NULL);
	return (PQgetvalue(rows, 0, column));
}

static int64_t
number(const char *text)
{
	return (text == NULL ? 0 : strtoll(text, NULL, 10));
}

const char *
page_column(const struct page *page, const char *name)
{
	return (first_row(page->rows, name));
}

int64_t
page_column_number(const struct page *page, const char *name)
{
	return (number(page_column(page, name)));
}

int
page_column_true(const struct page *page, const char *name)
{
	const char *text = page_column(page, name);

	return (text != NULL && strcmp(text, "t") == 0);
}

const char *
page_column_of(const struct page *page, const char *query, const char *name)
{
	int i;

	for (i = 0; i < page->view.sets; i++)
		if (strcmp(page->view.set[i].name, query) == 0)
			return (first_row(page->view.set[i].rows, name));
	return (NULL);
}

int64_t
page_column_number_of(
    const struct page *page, const char *query, const char *name)
{
	return (number(page_column_of(page, query, name)));
}
