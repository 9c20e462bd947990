/* SPDX-License-Identifier: ISC */
#include "pages/visit.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "identity/known.h"
#include "kore/error_log.h"
#include "model/provider_sign_in.h"

#define OK 200

enum page_result
visit_open(struct page *page, int n)
{
	const struct provider *provider = provider_find(page_part(page, n));
	struct visit *visit;

	if (provider == NULL)
		return (page_error(page, 404));
	page->job = visit = kore_calloc(1, sizeof(*visit));
	visit->provider = provider;
	visit->purpose = PURPOSE_SIGN_IN;
	visit->next = "/";
	return (PAGE_NEXT);
}

struct visit *
visit_of(const struct page *page)
{
	return (page->job);
}

int64_t
visit_clock(void)
{
	return ((int64_t)(kore_time_ms() / 1000));
}

struct fetch
visit_fetch_addresses(struct page *page)
{
	const struct provider *provider = visit_of(page)->provider;

	if (known_addresses(provider, visit_clock()) != NULL)
		return ((struct fetch){ 0 });
	return ((struct fetch){
	    .address = provider->discovery, .roots = provider->roots });
}

/* The document may be forgotten before the visit is over, so copy it. */
enum page_result
visit_learn_addresses(struct page *page)
{
	struct visit *visit = visit_of(page);
	const struct discovery *known =
	    known_addresses(visit->provider, visit_clock());
	char error[FAILURE_MAX];

	if (known != NULL) {
		visit->addresses = *known;
		return (PAGE_NEXT);
	}
	if (visit_check_response(page, "its addresses") == PAGE_DONE)
		return (PAGE_DONE);
	if (discovery_read(&visit->addresses, visit->provider->issuer,
		page->fetched.data, page->fetched.length, error) == -1)
		return (visit_distrust(page, error));
	known_learn_addresses(
	    visit->provider, &visit->addresses, visit_clock());
	return (PAGE_NEXT);
}

/* The form for signing in again, with the reason above it. */
static enum page_result
show_login(struct page *page, const char *sentence)
{
	if (page->viewer.id != 0)
		return (page_error_saying(page, 422, sentence));
	page_form(page);
	visit_buttons(page);
	page_set(page, "title", "Sign in");
	page_set(page, "nickname", "");
	page_set(page, "error", NULL);
	page_set(page, "provider_error", sentence);
	page_set(page, "remember_me", NULL);
	page_set(page, "next", visit_of(page)->next);
	return (page_show(page, 422, "login"));
}

static enum page_result
return_to_proving(struct page *page)
{
	struct buffer next = { 0 };
	enum page_result result;

	text_url(&next, visit_of(page)->next, strlen(visit_of(page)->next));
	result = page_redirect(page, PROVING_PATH "?next=%s", next.data);
	buffer_free(&next);
	return (result);
}

enum page_result
visit_reject(struct page *page, const char *sentence)
{
	const char *purpose = visit_of(page)->purpose;

	if (strcmp(purpose, PURPOSE_SIGN_IN) == 0 || page->viewer.id == 0)
		return (show_login(page, sentence));
	page_flash_alert(page, "%s", sentence);
	if (strcmp(purpose, PURPOSE_PROVE) == 0)
		return (return_to_proving(page));
	return (page_redirect(page, LINKING_PATH));
}

static void
log_error(struct page *page, const char *error)
{
	error_log(
	    422, "provider %s: %s", visit_of(page)->provider->name, error);
}

enum page_result
visit_distrust(struct page *page, const char *error)
{
	log_error(page, error);
	return (visit_reject(page,
	    page_text(page,
		"We cannot trust what %s told us, so nothing was changed. "
		"Please try again. If it happens again, please tell the "
		"operator of this site.",
		visit_of(page)->provider->label)));
}

enum page_result
visit_check_response(struct page *page, const char *what)
{
	const struct fetched *fetched = &page->fetched;

	if (fetched->status == OK)
		return (PAGE_NEXT);
	if (fetched->status == 0)
		log_error(page, page_text(page, "no response with %s: %s", what,
				    fetched->reason));
	else
		log_error(page,
		    page_text(page, "status %d instead of a response with %s",
			fetched->status, what));
	return (visit_reject(page,
	    page_text(page,
		"%s does not respond as it should at the moment. Please try "
		"again later, or sign in another way.",
		visit_of(page)->provider->label)));
}

/* Rows as a query would return them; made once, since providers never change.
 */
static const PGresult *
make_rows(void)
{
	PGresAttDesc columns[2] = { 0 };
	char name[] = "name", label[] = "label";
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	struct provider provider;
	int i;

	columns[0].name = name;
	columns[1].name = label;
	if (rows == NULL || !PQsetResultAttrs(rows, 2, columns))
		fatal("providers: out of memory");
	for (i = 0; i < provider_count(); i++) {
		provider = *provider_at(i);
		if (!PQsetvalue(rows, i, 0, provider.name,
			(int)strlen(provider.name)) ||
		    !PQsetvalue(rows, i, 1, provider.label,
			(int)strlen(provider.label)))
			fatal("providers: out of memory");
	}
	return (rows);
}

void
visit_buttons(struct page *page)
{
	static const PGresult *rows;

	if (rows == NULL)
		rows = make_rows();
	view_rows(&page->view, "providers", rows, provider_count());
}
