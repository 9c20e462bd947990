/* SPDX-License-Identifier: ISC */
/*
 * The archive of what belongs to a member. It is made while it is
 * sent: the next few hundred rows are asked for when the client has taken the
 * last ones.
 */
#include "archive/archive_writer.h"
#include "page/page.h"
#include "pages/pages.h"

/* Archives that a worker makes at once: each takes about half a megabyte, and a
 * client may take hours. */
#define EXPORTS_MAX 8

static int under_way; /* in this worker */

static enum page_result
show_export(struct page *page)
{
	page_set(page, "title", "Export");
	return (page_show(page, 200, "settings_export"));
}

static void
end(void *writer)
{
	archive_writer_free(writer);
	under_way--;
}

static enum page_result
begin(struct page *page)
{
	if (under_way == EXPORTS_MAX)
		return (page_error_saying(page, 429,
		    page_wait(page, REFUSED_ARCHIVES,
			"Several people are exporting their data right now.",
			60)));
	under_way++;
	page->job = kore_calloc(1, sizeof(struct archive_writer));
	page->job_end = end;
	if (archive_writer_open(page->job, page->viewer.id, page_site(page),
		page->site->name) == -1)
		return (page_fail(page, 500, "no memory for an archive"));
	page_header(page, "content-disposition",
	    page_text(page, "attachment; filename=\"%s.zip\"",
		page->viewer.nickname));
	return (page_stream(page, "application/zip"));
}

static struct query
ask_rows(struct page *page)
{
	return (archive_writer_ask(page->job));
}

static enum page_result
send_rows(struct page *page)
{
	struct archive_writer *writer = page->job;

	if (archive_writer_take(writer, page->rows) == -1)
		return (page_fail(page, 500, "no memory for an archive"));
	page_stream_piece(page, &writer->out);
	if (archive_writer_ask(writer).text != NULL)
		return (PAGE_AGAIN);
	return (page_stream_end(page));
}

int
page_export(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_export },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get };

	return (page_run(request, &plan));
}

int
page_export_archive(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = begin },
		{ .ask = ask_rows, .respond = send_rows },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get };

	return (page_run(request, &plan));
}
