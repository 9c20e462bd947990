/* SPDX-License-Identifier: ISC */
/*
 * rel_me_finds(): what follows a link does not hide it, and there is none in a
 * comment, or without a tag.
 */
#include "fuzz.h"
#include "html/rel_me.h"

#define LINK "<a rel=me href=https://example.org/user/john>"

static const struct rel_me wanted = { "https://example.org", "john" };

static int
finds(const struct buffer *page)
{
	return (rel_me_finds(
	    page->data, page->length, "https://john.example/", &wanted));
}

static void
replace(struct buffer *page, char from, char to)
{
	size_t i;

	for (i = 0; i < page->length; i++)
		if (page->data[i] == from)
			page->data[i] = to;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer page = { 0 };

	buffer_text(&page, LINK);
	buffer_add(&page, (const char *)data, size);
	assert(finds(&page));
	replace(&page, '<', ' ');
	assert(!finds(&page));

	page.length = 0;
	buffer_text(&page, "<!-- ");
	buffer_add(&page, (const char *)data, size);
	replace(&page, '-', '~');
	memcpy(page.data, "<!--", 4);
	assert(!finds(&page));

	page.length = 0;
	buffer_add(&page, (const char *)data, size);
	if (size > 0)
		(void)finds(&page);
	buffer_free(&page);
	return (0);
}
