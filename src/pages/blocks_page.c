/* SPDX-License-Identifier: ISC */
/*
 * The people you blocked.
 */
#include "model/block.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_blocks(struct page *page)
{
	return (block_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_blocks(struct page *page)
{
	page_set(page, "title", "People you blocked");
	return (page_show(page, 200, "blocks"));
}

int
page_blocks(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_blocks, .respond = show_blocks },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
