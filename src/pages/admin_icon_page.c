/* SPDX-License-Identifier: ISC */
/* Upload the site's icon, or go back to the built-in one. */
#include "model/site.h"
#include "page/page.h"
#include "pages/pages.h"

/* Somebody who chooses a photo should read why it is too large, and not only
 * that: so receive more than an icon may have. */
#define UPLOAD_MAX (8 * 1024 * 1024)

struct upload {
	struct buffer data;
};

static void
free_upload(void *job)
{
	buffer_free(&((struct upload *)job)->data);
}

static enum page_result
show_form(struct page *page)
{
	page_set(page, "title", "Icon");
	return (page_show(page, page_posted(page) ? 422 : 200, "admin_icon"));
}

static enum page_result
show_empty(struct page *page)
{
	page_set(page, "file_error", NULL);
	return (show_form(page));
}

/* Keep no more of the file than it takes to know that it is too large. */
static enum page_result
receive(struct page *page)
{
	const struct buffer *piece = page_upload(page);
	struct upload *upload = page->job;

	if (upload == NULL) {
		upload = page->job = kore_calloc(1, sizeof(*upload));
		page->job_end = free_upload;
	}
	if (upload->data.length <= ICON_BYTES_MAX && piece->length > 0)
		buffer_add(&upload->data, piece->data, piece->length);
	if (page_upload_ended(page) == -1)
		return (page_error(page, 400));
	return (page_upload_ended(page) ? PAGE_NEXT : PAGE_AGAIN);
}

static struct query
ask_set(struct page *page)
{
	const struct buffer *data = &((struct upload *)page->job)->data;
	char problem[FAILURE_MAX], name[ICON_NAME];

	if (icon_problem(data->data, data->length, problem) == -1) {
		page_set(page, "file_error", page_text(page, "%s", problem));
		return ((struct query){ 0 });
	}
	icon_name(data->data, data->length, name);
	return (site_icon_set(data->data, data->length,
	    page_text(page, "%s", name), page->viewer.id));
}

static enum page_result
saved(struct page *page)
{
	if (page->rows == NULL)
		return (show_form(page));
	page_flash(page, "Saved. Everyone sees it now.");
	return (page_redirect(page, "/admin/site/icon"));
}

static struct query
ask_remove(struct page *page)
{
	return (site_icon_set(NULL, 0, "", page->viewer.id));
}

int
page_admin_icon(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_empty },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = receive, .receives = 1 },
		{ .ask = ask_set, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post,
		.upload = UPLOAD_MAX };

	return (page_run(request, &plan));
}

int
page_admin_icon_remove(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_remove, .respond = saved },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .post = post };

	return (page_run(request, &plan));
}
