/* SPDX-License-Identifier: ISC */
#include "page/page_cached.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/http_head.h"
#include "http/site_url.h"
#include "kore/request.h"
#include "page/page_state.h"

#define PROGRAM	    "/proc/self/exe"
#define ADDRESS_MAX 1024 /* bytes; no route and no host is longer */
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

/*
 * Of the query string, only the cursor makes a different page. The page with an
 * announcement is another one, so that it is gone when that ends. Unless the
 * site knows its own address, pages contain the one that the client uses.
 */
static void
address_of(const struct page *page, char address[ADDRESS_MAX])
{
	(void)snprintf(address, ADDRESS_MAX, "%s%s?before=%lld%s",
	    site_url() == NULL ? page->request->host : "", page->request->path,
	    (long long)page_cursor(page),
	    site_announces(page->site, time(NULL)) ? " announcing" : "");
}

static void
write_tag(const unsigned char sum[TAG_BYTES], char tag[PAGE_CACHE_TAG])
{
	tag[0] = '"';
	(void)sodium_bin2hex(tag + 1, 2 * TAG_BYTES + 1, sum, TAG_BYTES);
	(void)strcpy(tag + 1 + 2 * TAG_BYTES, "\"");
}

/*
 * The entity tag covers this program, the address, the version of the site's
 * settings, and every value of the rows; except for those of the settings,
 * because not every page had to ask for them.
 */
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
	(void)crypto_generichash_update(&state,
	    (const unsigned char *)&page->site->version,
	    sizeof(page->site->version));
	for (i = 0; i < page->state->result_count; i++) {
		rows = page->state->results[i];
		if (rows == page->state->site_rows)
			continue;
		for (row = 0; row < PQntuples(rows); row++)
			for (column = 0; column < PQnfields(rows); column++) {
				value = PQgetvalue(rows, row, column);
				(void)crypto_generichash_update(&state,
				    (const unsigned char *)value,
				    strlen(value) + 1);
			}
	}
	(void)crypto_generichash_final(&state, sum, sizeof(sum));
	write_tag(sum, tag);
}

void
page_cached_tag(const struct page *page, char tag[PAGE_CACHE_TAG])
{
	char address[ADDRESS_MAX];

	address_of(page, address);
	tag_of(page, address, tag);
}

void
page_cached_tag_bytes(const void *data, size_t length, char tag[PAGE_CACHE_TAG])
{
	unsigned char sum[TAG_BYTES];

	(void)crypto_generichash(
	    sum, sizeof(sum), data, (unsigned long long)length, NULL, 0);
	write_tag(sum, tag);
}

const struct cached_page *
page_cached_find(const struct page *page)
{
	const char *query = page->request->query_string;
	char address[ADDRESS_MAX], cookie[COOKIE_VALUE];
	char on[HTTP_TARGET_MAX];

	/* A period of somebody's posts is not the page of its address. */
	if (page_posted(page) ||
	    (query != NULL && form_find(query, "on", on)) ||
	    request_cookie(page->request, COOKIE_SESSION, cookie) == 0 ||
	    request_cookie(page->request, COOKIE_FLASH, cookie) == 0)
		return (NULL);
	address_of(page, address);
	return (page_cache_find(address, kore_time_ms()));
}

void
page_cached_render(const struct page *page, const char *name,
    struct cached_page *made, struct buffer *out)
{
	char address[ADDRESS_MAX];

	address_of(page, address);
	tag_of(page, address, made->tag);
	if (page_client_has(page, made->tag))
		return;
	template_render(template_find(name), &page->view, out);
	made->body = out->data;
	made->length = out->length;
	page_cache_keep(address, page->state->topics, made,
	    page->state->asked_at, kore_time_ms());
}
