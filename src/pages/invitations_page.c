/* SPDX-License-Identifier: ISC */
/*
 * For admins: make invitations, see who came by which, take them back. The
 * address of a new one is shown once, since the database has only its hash.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/registration.h"
#include "model/token.h"
#include "page/page.h"
#include "pages/pages.h"

#define USUAL_USES "1"
#define USUAL_DAYS "7"

/* The ${job} of the page that makes one. */
struct making {
	unsigned char secret[SECRET_BYTES];
	unsigned char hash[SECRET_BYTES];
};

static struct query
ask_list(struct page *page)
{
	int64_t before = page_posted(page) ? INT64_MAX : page_cursor(page);

	return (invitation_list(before, PAGE_SIZE + 1));
}

static enum page_result
show(struct page *page, int status)
{
	page_set(page, "title", "Invitations");
	page_set(
	    page, "closed", page->site->door == DOOR_CLOSED ? "yes" : NULL);
	return (page_show(page, status, "admin_invitations"));
}

static enum page_result
show_list(struct page *page)
{
	page_set(page, "typed_note", "");
	page_set(page, "typed_uses", USUAL_USES);
	page_set(page, "typed_days", USUAL_DAYS);
	return (show(page, 200));
}

/* Return the number in a field, or 0 if it is none from 1 to ${most}. */
static int64_t
number_in(struct page *page, const char *field, int64_t most)
{
	const char *text = page_clean(page, field);
	char *end;
	long long number = strtoll(text, &end, 10);

	return (*end == '\0' && number >= 1 && number <= most ? number : 0);
}

static int64_t
uses(struct page *page)
{
	return (number_in(page, "uses", INVITATION_USES));
}

static int64_t
days(struct page *page)
{
	return (number_in(page, "days", INVITATION_DAYS));
}

/* Is the form about an invitation that exists? */
static int
revokes(struct page *page)
{
	return (*page_field(page, "invitation") != '\0');
}

static const char *
note_problem(struct page *page)
{
	const char *note = page_clean(page, "note");

	if (text_length(note) > INVITATION_NOTE || text_forbidden(note))
		return ("Please write at most 200 characters, without control "
			"characters.");
	return (NULL);
}

/* Check what the admin typed; if something is wrong, go on to show it. */
static enum page_result
check(struct page *page)
{
	struct making *making;
	const char *note = note_problem(page);

	if (revokes(page))
		return (PAGE_NEXT);
	page_set(page, "note_error", note);
	page_set(page, "uses_error",
	    uses(page) == 0 ? "Please write a number from 1 to 1000." : NULL);
	page_set(page, "days_error",
	    days(page) == 0 ? "Please write a number from 1 to 365." : NULL);
	page_set(page, "typed_note", page_clean(page, "note"));
	page_set(page, "typed_uses", page_clean(page, "uses"));
	page_set(page, "typed_days", page_clean(page, "days"));
	if (note == NULL && uses(page) != 0 && days(page) != 0) {
		page->job = making = kore_calloc(1, sizeof(*making));
		token_secret(making->secret);
		token_hash(making->hash, making->secret);
	}
	return (PAGE_NEXT);
}

static struct query
ask_change(struct page *page)
{
	const struct making *making = page->job;

	if (revokes(page))
		return (invitation_revoke(
		    strtoll(page_field(page, "invitation"), NULL, 10)));
	if (making == NULL)
		return ((struct query){ 0 });
	return (invitation_add(making->hash, page->viewer.id,
	    page_clean(page, "note"), uses(page), days(page)));
}

static enum page_result
report(struct page *page)
{
	const struct making *making = page->job;
	char text[SECRET_TEXT];

	if (revokes(page)) {
		if (PQntuples(page->rows) == 1)
			page_flash(page, "The invitation was taken back.");
		return (page_redirect(page, "/admin/invitations"));
	}
	if (making != NULL) {
		token_text(text, making->secret);
		page_set(page, "link",
		    page_text(page, "%s/invitation/%s", page_site(page), text));
	}
	return (PAGE_NEXT);
}

static enum page_result
show_made(struct page *page)
{
	if (page->job == NULL)
		return (show(page, 422));
	return (show_list(page));
}

int
page_admin_invitations(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct step post[] = {
		{ .respond = check },
		{ .ask = ask_change, .respond = report },
		{ .ask = ask_list, .respond = show_made },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get, .post = post };

	return (page_run(request, &plan));
}
