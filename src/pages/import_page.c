/* SPDX-License-Identifier: ISC */
/*
 * Upload an archive, or lists of people from elsewhere, and see what has become
 * of it. The upload goes to the database while it arrives; the clerk does the
 * work.
 */
#include <string.h>

#include "archive/archive_reader.h"
#include "errand/importer.h"
#include "http/multipart.h"
#include "model/import.h"
#include "page/page.h"
#include "pages/pages.h"

struct upload {
	int64_t import;
	int64_t parts; /* that were asked to be kept */
};

static struct query
ask_import(struct page *page)
{
	return (import_find(page->viewer.id));
}

static struct query
ask_problems(struct page *page)
{
	return (import_problem_list(page->viewer.id));
}

static enum page_result
show_import(struct page *page)
{
	const struct view *view = &page->view;
	int i;

	/* Show all problems, even more than PAGE_SIZE. */
	for (i = 0; i < view->sets; i++)
		if (strcmp(view->set[i].name, "import_problem_list") == 0)
			page->view.set[i].count = PQntuples(view->set[i].rows);
	if (page_column_true(page, "under_way"))
		page_header(page, "refresh", "3");
	page_set(page, "title", "Import");
	return (
	    page_show(page, page_posted(page) ? 422 : 200, "settings_import"));
}

static enum page_result
show_form(struct page *page)
{
	page_set(page, "kind_error", NULL);
	page_set(page, "file_error", NULL);
	return (PAGE_NEXT);
}

/* Set what is wrong with the form. Return 1 if something is. */
static int
check_form(struct page *page)
{
	int unknown = archive_kind(page_field(page, "kind")) == ARCHIVE_UNKNOWN;
	int none = page_upload_ended(page) && page_upload(page)->length == 0;

	page_set(page, "kind_error",
	    unknown ? "Please say what kind of file it is." : NULL);
	page_set(page, "file_error",
	    none ? "Please choose a file that is not empty." : NULL);
	return (unknown || none);
}

static struct query
ask_begin(struct page *page)
{
	if (check_form(page))
		return ((struct query){ 0 });
	return (import_begin(page->viewer.id, page_field(page, "kind"),
	    page_site(page) + strlen("https://")));
}

static enum page_result
begun(struct page *page)
{
	struct upload *upload;

	if (page->rows == NULL)
		return (PAGE_NEXT); /* to show the form again */
	if (PQntuples(page->rows) == 0) {
		page_set(page, "file_error",
		    "Your last import is still under way. Please wait until "
		    "it is done.");
		return (PAGE_NEXT);
	}
	upload = page->job = kore_calloc(1, sizeof(*upload));
	upload->import = page_column_number(page, "id");
	return (PAGE_NEXT);
}

static struct query
ask_part(struct page *page)
{
	const struct buffer *piece = page_upload(page);
	struct upload *upload = page->job;

	if (upload == NULL || piece->length == 0)
		return ((struct query){ 0 });
	return (import_part_add(page->viewer.id, upload->import,
	    upload->parts++, piece->data, piece->length));
}

static enum page_result
replaced(struct page *page)
{
	page_flash_alert(page, "You began another upload meanwhile, so this "
			       "one was not imported.");
	return (page_redirect(page, "/settings/import"));
}

static enum page_result
kept(struct page *page)
{
	if (page->job == NULL)
		return (PAGE_NEXT);
	if (page_upload_ended(page) == -1)
		return (page_error(page, 400));
	if (page->rows != NULL && PQntuples(page->rows) == 0)
		return (replaced(page));
	return (page_upload_ended(page) ? PAGE_NEXT : PAGE_AGAIN);
}

static struct query
ask_arrived(struct page *page)
{
	const struct upload *upload = page->job;

	if (upload == NULL)
		return ((struct query){ 0 });
	return (import_arrived(page->viewer.id, upload->import));
}

static enum page_result
arrived(struct page *page)
{
	if (page->job == NULL)
		return (PAGE_NEXT);
	if (PQntuples(page->rows) == 0)
		return (replaced(page));
	page_flash(page, "Your file has arrived.");
	return (page_redirect(page, "/settings/import"));
}

int
page_import(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_form },
		{ .ask = ask_import,
		    .ask_too = ask_problems,
		    .respond = show_import },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_begin, .respond = begun },
		{ .ask = ask_part, .respond = kept, .receives = 1 },
		{ .ask = ask_arrived, .respond = arrived },
		{ .ask = ask_import,
		    .ask_too = ask_problems,
		    .respond = show_import },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.upload = IMPORT_BYTES_MAX + MULTIPART_FIELDS };

	return (page_run(request, &plan));
}
