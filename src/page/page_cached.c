/* SPDX-License-Identifier: ISC */
#include "page/page_cached.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cache/page_cache.h"
#include "kore/request.h"

#define PROGRAM	    "/proc/self/exe"
#define ADDRESS_MAX 400 /* bytes; longer ones are nobody's */
#define TAG_BYTES   16

static unsigned char program[crypto_generichash_BYTES];

int
page_cached_start(void)
{
	crypto_generichash_state state;
	unsigned char slice[65536];
	int file = open(PROGRAM, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (file == -1)
		return (-1);
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(program));
	while ((length = read(file, slice, sizeof(slice))) > 0)
		(void)crypto_generichash_update(
		    &state, slice, (unsigned long long)length);
	(void)crypto_generichash_final(&state, program, sizeof(program));
	(void)close(file);
	return (length == 0 ? 0 : -1);
}

/* Of all that a query string may say only the cursor makes another page. */
static void
address_of(const struct page *page, char address[ADDRESS_MAX])
{
	(void)snprintf(address, ADDRESS_MAX, "%s?before=%lld",
	    page->request->path, (long long)page_cursor(page));
}

/* The entity tag: of this program, this address and all that the rows say. */
static void
tag_of(const struct page *page, const char *address, char tag[PAGE_CACHE_TAG])
{
	crypto_generichash_state state;
	unsigned char sum[TAG_BYTES];
	const PGresult *rows;
	const char *value;
	int i, row, column;

	(void)crypto_generichash_init(
	    &state, program, sizeof(program), sizeof(sum));
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)address, strlen(address) + 1);
	for (i = 0; i < page->result_count; i++) {
		rows = page->results[i];
		for (row = 0; row < PQntuples(rows); row++)
			for (column = 0; column < PQnfields(rows); column++) {
				value = PQgetvalue(rows, row, column);
				(void)crypto_generichash_update(&state,
				    (const unsigned char *)value,
				    strlen(value) + 1);
			}
	}
	(void)crypto_generichash_final(&state, sum, sizeof(sum));

	tag[0] = '"';
	(void)sodium_bin2hex(tag + 1, 2 * TAG_BYTES + 1, sum, sizeof(sum));
	(void)strcpy(tag + 1 + 2 * TAG_BYTES, "\"");
}

/* If-None-Match is a list of tags, or * (RFC 9110, 13.1.2). */
int
page_has(const struct page *page, const char *tag)
{
	const char *list;

	if (!http_request_header(page->request, "if-none-match", &list))
		return (0);
	return (strcmp(list, "*") == 0 || strstr(list, tag) != NULL);
}

static enum page_result
answer(struct page *page, const struct cached_page *made)
{
	page_header(page, "etag", made->tag);
	page_header(page, "cache-control", "no-cache");
	page_header(page, "vary", "cookie");
	if (page_has(page, made->tag))
		return (page_bytes(page, 304, NULL, NULL, 0));
	return (page_bytes(page, 200, PAGE_HTML, made->body, made->length));
}

int
page_cached_find(struct page *page)
{
	const struct cached_page *made;
	char address[ADDRESS_MAX], cookie[COOKIE_VALUE];

	if (page->request->method == HTTP_METHOD_POST ||
	    request_cookie(page->request, COOKIE_SESSION, cookie) == 0 ||
	    request_cookie(page->request, COOKIE_FLASH, cookie) == 0)
		return (0);
	address_of(page, address);
	made = page_cache_find(address, kore_time_ms());
	if (made != NULL)
		(void)answer(page, made);
	return (made != NULL);
}

enum page_result
page_cached_show(struct page *page, const char *name)
{
	struct cached_page made = { 0 };
	struct buffer out = { 0 };
	char address[ADDRESS_MAX];
	enum page_result result;

	address_of(page, address);
	tag_of(page, address, made.tag);
	if (!page_has(page, made.tag)) {
		template_render(template_find(name), &page->view, &out);
		made.body = out.data;
		made.length = out.length;
		page_cache_keep(address, page->topic, &made, page->asked_at,
		    kore_time_ms());
	}
	result = answer(page, &made);
	buffer_free(&out);
	return (result);
}
