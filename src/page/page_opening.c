/* SPDX-License-Identifier: ISC */
#include "page/page_opening.h"

#include "cache/session_hint.h"
#include "cache/site_cache.h"
#include "kore/request.h"
#include "model/notice.h"
#include "model/person.h"
#include "model/session.h"
#include "model/site.h"
#include "page/page_draft.h"
#include "page/page_kept.h"
#include "page/page_session.h"
#include "page/page_state.h"

static struct query ask_session(struct page *);
static enum page_result identify_viewer(struct page *);
static struct query ask_site(struct page *);
static enum page_result take_site(struct page *);
static struct query ask_notices(struct page *);
static struct query ask_mark_seen(struct page *);
static enum page_result authorize(struct page *);

/* What comes before the steps of every plan. */
const struct step page_opening[] = {
	{ .ask = ask_session, .respond = identify_viewer },
	{ .ask = ask_site, .respond = take_site },
	{ .ask = ask_notices },
	{ .ask = ask_mark_seen, .respond = authorize },
	{ 0 },
};
const struct step *const page_opening_end = &page_opening[4];

static struct query
ask_session(struct page *page)
{
	if (!page->state->has_session)
		return ((struct query){ 0 });
	return (session_find(page->state->session));
}

static enum page_result
identify_viewer(struct page *page)
{
	struct page_state *state = page->state;

	state->identified = 1;
	if (page->rows == NULL || PQntuples(page->rows) == 0) {
		page_session_none(page);
		return (PAGE_NEXT);
	}
	page->viewer.id = page_column_number(page, "id");
	page->viewer.nickname = page_column(page, "nickname");
	page->viewer.role = role_read(page_column(page, "role"));
	if (page_column_number(page, "waiting") > 0)
		page->viewer.waiting = page_column(page, "waiting");
	state->stale = page_column_true(page, "stale");
	state->proved = page_column_true(page, "proved");
	state->told = page_column_true(page, "told");
	state->private = 1;
	session_hint_save(state->session, page->viewer.id);
	page_session_found(
	    page, state->stale && page_column_true(page, "remembered"));
	return (PAGE_NEXT);
}

/* Nearly always, this worker knows the settings. */
static struct query
ask_site(struct page *page)
{
	if (page->plan->access == STATIC || site_cache_current())
		return ((struct query){ 0 });
	page->state->site_asked_at = site_cache_now();
	return (site_find());
}

static enum page_result
take_site(struct page *page)
{
	page->state->site_rows = page->rows;
	if (page->rows != NULL)
		site_cache_save(page->rows, page->state->site_asked_at);
	return (PAGE_NEXT);
}

/* The layout shows them. */
static struct query
ask_notices(struct page *page)
{
	if (!page->state->told)
		return ((struct query){ 0 });
	return (notice_unseen(page->viewer.id));
}

static struct query
ask_mark_seen(struct page *page)
{
	if (page->viewer.id == 0 || !page->state->stale)
		return ((struct query){ 0 });
	return (person_mark_seen(page->viewer.id, page->state->session));
}

/* Did our own page send this form without any cookie? That page set one. */
static int
lacks_cookies(struct page *page)
{
	const char *cookies;

	return (request_sender(page->request) == SENDER_OURS &&
		!http_request_header(page->request, "cookie", &cookies));
}

static int
is_for_members(const struct page *page)
{
	enum access access = page->plan->access;

	return (access == MEMBERS || access == PROVEN ||
		(access == EVERYONE && page->site->members_only));
}

/* Does this address exist only for people with a higher role? */
static int
is_hidden(const struct page *page)
{
	return (
	    (page->plan->access == MODERATORS &&
		page->viewer.role < ROLE_MODERATOR) ||
	    (page->plan->access == ADMINS && page->viewer.role < ROLE_ADMIN));
}

static enum page_result
prove(struct page *page)
{
	if (page_posted(page))
		page_flash_alert(page,
		    "Nothing was changed, because it has been a while since"
		    " you said who you are. Please do, then send the form"
		    " again.");
	return (page_sudo(page));
}

/* Did our own page send this form, which somebody filled in before their
 * session ended? (For others, who only try, a hidden page does not exist.) */
static int
session_ended(struct page *page)
{
	return (page->viewer.id == 0 && page_posted(page) &&
		request_sender(page->request) == SENDER_OURS &&
		*page_kept_typed(page) != '\0');
}

/* May this reader do this? */
static enum page_result
authorize(struct page *page)
{
	if (page->plan->access == NOT_FOUND || page->plan->access == SECRET)
		return (PAGE_NEXT);
	if ((is_for_members(page) || is_hidden(page)) && session_ended(page))
		return (page_kept_show(page));
	if (is_hidden(page))
		return (page_error(page, 404));
	if (is_for_members(page) && page->viewer.id == 0)
		return (page_posted(page) ? page_draft_login(page)
					  : page_login(page));
	if (!page_posted(page) || page_token_valid(page))
		return (page->plan->access == PROVEN && !page->state->proved
			    ? prove(page)
			    : PAGE_NEXT);
	if (lacks_cookies(page))
		return (page_error_saying(page, 403,
		    "Your browser sent no cookies, and without them we cannot "
		    "tell that this form comes from you. Nothing was changed. "
		    "Please allow cookies for this site, open the page again "
		    "and retry."));
	return (page_error(page, 403));
}
