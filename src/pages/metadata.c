/* SPDX-License-Identifier: ISC */
#include "pages/metadata.h"

#include "model/cursor.h"

void
metadata_set(struct page *page, const struct metadata *metadata)
{
	const char *site = page_site(page);
	int64_t before = page_cursor(page);

	page_set(page, "site", site);
	page_set(page, "canonical",
	    before == CURSOR_FIRST
		? page_text(page, "%s%s", site, metadata->path)
		: page_text(page, "%s%s?before=%lld", site, metadata->path,
		      (long long)before));
	page_set(page, "og_type", metadata->type);
	page_set(page, "description", metadata->description);
	page_set(page, "published", metadata->published);
	page_set(page, "feed", metadata->feed);
}
