/* SPDX-License-Identifier: ISC */
#include "pages/atom.h"

#include <string.h>

#include "model/cursor.h"

#define ENDING ".atom"
#define NEVER  "1970-01-01 00:00:00+00" /* when an empty feed was updated */

/* Return the later of ${newest} and a time in this row, which may be missing.
 */
static const char *
later(const PGresult *rows, int row, const char *name, const char *newest)
{
	int column = PQfnumber(rows, name);
	const char *time = column < 0 ? "" : PQgetvalue(rows, row, column);

	/* PostgreSQL's times in UTC sort as text. */
	return (strcmp(time, newest) > 0 ? time : newest);
}

/* Return when the rows of ${query} last changed. */
static const char *
updated(const struct page *page, const char *query)
{
	const struct view *view = &page->view;
	const char *newest = NEVER;
	int i, row;

	for (i = 0; i < view->sets; i++) {
		if (strcmp(view->set[i].name, query) != 0)
			continue;
		for (row = 0; row < view->set[i].count; row++) {
			newest =
			    later(view->set[i].rows, row, "created_at", newest);
			newest =
			    later(view->set[i].rows, row, "edited_at", newest);
		}
	}
	return (newest);
}

enum page_result
atom_show(struct page *page, const struct atom *atom)
{
	const char *site = page_site(page);
	const char *first = page_text(page, "%s%s", site, page->request->path);
	int64_t before = page_cursor(page);

	page_set(page, "site", site);
	page_set(page, "feed_id", atom->id);
	page_set(page, "feed_title",
	    page_text(page, "%s · %s", atom->title, page->site->name));
	page_set(page, "feed_subtitle", atom->subtitle);
	page_set(page, "feed_updated", updated(page, atom->query));
	page_set(page, "feed_page", page_text(page, "%s%s", site, atom->page));
	page_set(page, "feed_first", first);
	page_set(page, "feed_self",
	    before == CURSOR_FIRST
		? first
		: page_text(page, "%s?before=%lld", first, (long long)before));
	return (page_show(page, 200, atom->template));
}

const char *
atom_name(struct page *page)
{
	const char *part = page_part(page, 1);
	size_t length = strlen(part);

	if (length >= strlen(ENDING))
		length -= strlen(ENDING);
	return (page_text(page, "%.*s", (int)length, part));
}
