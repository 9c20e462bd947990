/* SPDX-License-Identifier: ISC */
/*
 * The people you muted.
 */
#include "model/mute.h"
#include "page/page.h"
#include "pages/pages.h"

static struct query
ask_mutes(struct page *page)
{
	return (mute_list(page->viewer.id, page_cursor(page)));
}

static enum page_result
show_mutes(struct page *page)
{
	page_set(page, "title", "People you muted");
	return (page_show(page, 200, "mutes"));
}

int
page_mutes(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_mutes, .respond = show_mutes },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}
