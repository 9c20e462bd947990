/* SPDX-License-Identifier: ISC */
/* What the site says about itself: about, rules, privacy and contact. */
#include <string.h>

#include "model/site.h"
#include "operator/contact.h"
#include "page/page.h"
#include "pages/pages.h"

/* Of the site's texts, the part of the path is the name. */
static struct query
ask_text(struct page *page)
{
	const char *name = page_part(page, 0);

	return (site_text_show(name, site_text_first(name)));
}

static enum page_result
show_text(struct page *page)
{
	const char *heading = page->plan->subject;

	/* Show all of it, even more than PAGE_SIZE paragraphs. */
	view_rows(
	    &page->view, "site_text_show", page->rows, PQntuples(page->rows));
	page_set(page, "heading",
	    heading != NULL ? heading
			    : page_text(page, "About %s", page->site->name));
	page_set(page, "title", heading != NULL ? heading : "About");
	page_set(page, "security", NULL);
	page_cacheable(page, "site");
	return (page_show(page, 200, "site_text"));
}

/* The operator's contact is no row, so no entity tag covers it. */
static enum page_result
show_contact(struct page *page)
{
	const char *security = contact();

	if (security == NULL)
		return (show_text(page));
	view_rows(
	    &page->view, "site_text_show", page->rows, PQntuples(page->rows));
	page_set(page, "heading", "Contact");
	page_set(page, "title", "Contact");
	page_set(page, "security",
	    strncmp(security, "https:", 6) == 0 ? security
						: strchr(security, ':') + 1);
	return (page_show(page, 200, "site_text"));
}

int
page_about(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_text, .respond = show_text },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get };

	return (page_run(request, &plan));
}

int
page_rules(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_text, .respond = show_text },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get,
		.subject = "Rules" };

	return (page_run(request, &plan));
}

int
page_privacy(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_text, .respond = show_text },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get,
		.subject = "Privacy" };

	return (page_run(request, &plan));
}

int
page_contact(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_text, .respond = show_contact },
		{ 0 },
	};
	static const struct plan plan = { EVERYONE, .get = get,
		.subject = "Contact" };

	return (page_run(request, &plan));
}
