/* SPDX-License-Identifier: ISC */
/*
 * What a page knows: fields, parts of its address, columns, values.
 */
#include "page/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "kore/request.h"
#include "model/cursor.h"
#include "model/news.h"

struct page_text {
	struct page_text *next;
	char text[];
};

static char *
keep(struct page *page, size_t length)
{
	struct page_text *kept = kore_calloc(1, sizeof(*kept) + length);

	kept->next = page->texts;
	page->texts = kept;
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
page_forget_texts(struct page *page)
{
	struct page_text *text;

	while ((text = page->texts) != NULL) {
		page->texts = text->next;
		kore_free(text);
	}
}

const char *
page_field(const struct page *page, const char *name)
{
	const char *value = form_field(&page->form, name);

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

int64_t
page_cursor(const struct page *page)
{
	return (cursor_read(form_field(&page->arguments, "before")));
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

void
page_set(struct page *page, const char *name, const char *text)
{
	view_value(&page->view, name, text);
}

void
page_cacheable(struct page *page, const char *format, ...)
{
	char topic[NEWS_TOPIC];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(topic, sizeof(topic), format, arguments);
	va_end(arguments);
	page->topic = page_text(page, "%s", topic);
}

const char *
page_column_of(const struct page *page, const char *question, const char *name)
{
	int i;

	for (i = 0; i < page->view.sets; i++)
		if (strcmp(page->view.set[i].name, question) == 0)
			return (first_row(page->view.set[i].rows, name));
	return (NULL);
}

int64_t
page_column_number_of(
    const struct page *page, const char *question, const char *name)
{
	return (number(page_column_of(page, question, name)));
}
