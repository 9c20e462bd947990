/* SPDX-License-Identifier: ISC */
/*
 * The ways in which a member can sign in: a password, and accounts at
 * providers. The last one cannot be removed.
 */
#include <string.h>

#include "model/identity.h"
#include "model/person.h"
#include "pages/pages.h"
#include "pages/visit.h"

static struct query
ask_settings(struct page *page)
{
	return (person_settings(page->viewer.id));
}

static struct query
ask_identities(struct page *page)
{
	return (identity_list(page->viewer.id));
}

static enum page_result
show(struct page *page)
{
	visit_buttons(page);
	page_set(page, "title", "Ways to sign in");
	return (page_show(page, 200, "settings_ways_in"));
}

static enum page_result
confirm(struct page *page)
{
	return (page_confirm(page, "Remove this way to sign in?",
	    "You can link the account again later.", "Remove", LINKING_PATH));
}

static struct query
ask_unlink(struct page *page)
{
	return (identity_unlink(page->viewer.id, page_number(page, 2)));
}

static enum page_result
unlinked(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (page_error(page, 404));
	if (strcmp(outcome, "last") == 0)
		page_flash_alert(page,
		    "This is your only way to sign in. Please set a password "
		    "first, or link another account.");
	else
		page_flash(page, "You can no longer sign in with %s.",
		    page_column(page, "label"));
	return (page_redirect(page, LINKING_PATH));
}

int
page_ways_in(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_settings,
		    .ask_too = ask_identities,
		    .respond = show },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get };

	return (page_run(request, &plan));
}

int
page_way_in_remove(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = confirm },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unlink, .respond = unlinked },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}
