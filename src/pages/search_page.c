/* SPDX-License-Identifier: ISC */
/* Search: posts, and on the first page people, too. */
#include "cache/page_limit.h"
#include "kore/kore_loop.h"
#include "model/cursor.h"
#include "model/search.h"
#include "page/page.h"
#include "pages/pages.h"

static enum page_result
show(struct page *page, int status, const char *problem)
{
	page_set(page, "problem", problem);
	page_header(page, "x-robots-tag", "noindex");
	return (page_show(page, status, "search"));
}

/* Searches are what costs the database most, so visitors have a limit for them.
 */
static int
wait_of(struct page *page)
{
	if (page->viewer.id != 0)
		return (0);
	return (page_limit(RATE_SEARCHES, page_address(page), kore_time_ms()));
}

/* Read the search into ${page->job}; without one, show the form. */
static enum page_result
read_search(struct page *page)
{
	const char *typed = page_argument(page, "q");
	char problem[FAILURE_MAX];
	int wait;

	if (page->viewer.id == 0 && !page->site->visitors_search)
		return (page_login(page));
	page_set(page, "title", "Search");
	page_set(page, "q", typed == NULL ? "" : typed);
	page_set(page, "searched", NULL);
	if (typed == NULL || text_blank(typed))
		return (show(page, 200, NULL));
	page->job = kore_calloc(1, sizeof(struct search));
	if (search_read(page->job, typed, problem) == -1)
		return (show(page, 422, page_text(page, "%s", problem)));
	if ((wait = wait_of(page)) > 0)
		return (show(page, 429,
		    page_wait(page, REFUSED_SEARCHES,
			"You have searched a lot in a short time.", wait)));
	return (PAGE_NEXT);
}

static struct query
ask_posts(struct page *page)
{
	return (search_posts(page->job, page->viewer.id, page_cursor(page)));
}

static struct query
ask_people(struct page *page)
{
	if (page_cursor(page) != CURSOR_FIRST ||
	    !search_finds_people(page->job))
		return ((struct query){ 0 });
	return (search_people(page->job, page->viewer.id));
}

/* The last row may be no post, but where the search ended. */
static enum page_result
show_found(struct page *page)
{
	const PGresult *rows = page->rows;
	int last = PQntuples(rows) - 1;
	int column = PQfnumber(rows, "further");
	int ended = last >= 0 && !PQgetisnull(rows, last, column);

	page_set(page, "searched", "yes");
	if (ended)
		page_set(page, "next", NULL);
	page_set(page, "found", last >= ended ? "yes" : NULL);
	page_set(
	    page, "older", page_cursor(page) != CURSOR_FIRST ? "yes" : NULL);
	page_set(
	    page, "further", ended ? PQgetvalue(rows, last, column) : NULL);
	page_set(page, "further_at",
	    ended ? PQgetvalue(rows, last, PQfnumber(rows, "further_at"))
		  : NULL);
	return (show(page, 200, NULL));
}

int
page_search(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = read_search },
		{ .ask = ask_posts,
		    .ask_too = ask_people,
		    .respond = show_found },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}
