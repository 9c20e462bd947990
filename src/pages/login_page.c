/* SPDX-License-Identifier: ISC */
/*
 * Sign in and sign out. A wrong nickname takes as long as a wrong password, and
 * both get the same message.
 */
#include <sodium.h>
#include <string.h>

#include "base/address.h"
#include "model/password.h"
#include "model/person.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/refusal.h"
#include "pages/sign_in.h"
#include "pages/visit.h"

#define ACCOUNTS 4 /* of one e-mail address; as in person_by_login.sql */

/* Copies for the thread, because the request may end before it does. */
struct check {
	struct password password;
	char encoded[ACCOUNTS][PASSWORD_ENCODED]; /* or "": none */
	char rehashed[PASSWORD_ENCODED];	  /* or "" */
	int64_t person[ACCOUNTS];
	int waiting[ACCOUNTS]; /* it is an applicant */
	int count;
	int tries;   /* how many to compare, whether or not there are so many */
	int matched; /* which of them has this password, or -1 */
};

static enum page_result
show_form(struct page *page)
{
	const char *next = page_argument(page, "next");

	if (page->viewer.id != 0)
		return (page_redirect(page, "/"));
	page_form(page);
	visit_buttons(page);
	page_set(page, "title", "Sign in");
	page_set(page, "nickname", "");
	page_set(page, "error", NULL);
	page_set(page, "remember_me", NULL);
	page_set(page, "next", address_local(next) ? next : "/");
	return (page_show(page, 200, "login"));
}

static enum page_result
reject(struct page *page, int status, const char *error)
{
	const char *next = page_field(page, "next");

	page_form(page);
	visit_buttons(page);
	page_set(page, "title", "Sign in");
	page_set(page, "nickname", page_field(page, "nickname"));
	page_set(page, "error", error);
	page_set(page, "remember_me", page_field(page, "remember_me"));
	page_set(page, "next", address_local(next) ? next : "/");
	return (page_show(page, status, "login"));
}

/*
 * Of an address with more than ACCOUNTS members, those whom the browser does
 * not know cannot sign in with it. The hint is for them, but everybody gets it:
 * it must not reveal how many there are.
 */
static enum page_result
reject_wrong(struct page *page)
{
	if (strchr(page_nickname(page), '@') == NULL)
		return (reject(page, 422, "Wrong nickname or password."));
	return (reject(page, 422,
	    "Wrong e-mail address or password. If you have several accounts "
	    "with this address, please sign in with your nickname."));
}

static struct query
ask_attempt(struct page *page)
{
	return (sign_in_count_attempt(page, page_nickname(page)));
}

static enum page_result
check_rate(struct page *page)
{
	const char *wait = sign_in_wait(page);

	return (wait == NULL ? PAGE_NEXT : reject(page, 429, wait));
}

static struct query
ask_person(struct page *page)
{
	return (sign_in_find_people(page, page_nickname(page)));
}

static enum page_result
prepare_check(struct page *page)
{
	struct check *check = kore_calloc(1, sizeof(*check));
	PGresult *rows = page->rows;
	int i;

	page->job = check;
	check->matched = -1;
	check->tries = strchr(page_nickname(page), '@') == NULL ? 1 : ACCOUNTS;
	(void)password_prepare(&check->password, page_field(page, "password"));
	check->count = PQntuples(rows) < ACCOUNTS ? PQntuples(rows) : ACCOUNTS;
	for (i = 0; i < check->count; i++) {
		check->person[i] = strtoll(
		    PQgetvalue(rows, i, PQfnumber(rows, "id")), NULL, 10);
		check->waiting[i] =
		    *PQgetvalue(rows, i, PQfnumber(rows, "waiting")) == 't';
		(void)snprintf(check->encoded[i], PASSWORD_ENCODED, "%s",
		    PQgetvalue(rows, i, PQfnumber(rows, "password")));
	}
	return (PAGE_NEXT);
}

/* If memory is short, the old hash stays; the next sign-in tries again. */
static void
rehash(struct check *check)
{
	if (*check->password.prepared == '\0' ||
	    password_hash(check->rehashed, &check->password) == -1)
		*check->rehashed = '\0';
}

static void
verify(void *job)
{
	struct check *check = job;
	enum password_result result = PASSWORD_WRONG;
	int i;

	/* The time must reveal neither how many people have an address, nor
	 * who has no password. */
	for (i = 0; i < check->tries && check->matched == -1; i++) {
		result = password_verify(
		    *check->encoded[i] != '\0' ? check->encoded[i] : NULL,
		    &check->password);
		if (result != PASSWORD_WRONG)
			check->matched = i;
	}
	if (result == PASSWORD_OUTDATED)
		rehash(check);
	sodium_memzero(&check->password, sizeof(check->password));
}

static enum page_result
check_password(struct page *page)
{
	const struct check *check = page->job;

	if (check->matched == -1)
		return (reject_wrong(page));
	if (check->waiting[check->matched])
		return (reject(page, 422, refusal_find("waiting")->sentence));
	return (PAGE_NEXT);
}

static struct query
ask_reset_rate(struct page *page)
{
	return (sign_in_reset_rate(page, page_nickname(page)));
}

static struct query
ask_rehash(struct page *page)
{
	const struct check *check = page->job;

	if (*check->rehashed == '\0')
		return ((struct query){ 0 });
	return (person_rehash(check->person[check->matched],
	    check->encoded[check->matched], check->rehashed));
}

static struct query
ask_trust(struct page *page)
{
	const struct check *check = page->job;

	return (sign_in_trust_browser(page, check->person[check->matched]));
}

static int
remembered(struct page *page)
{
	return (*page_field(page, "remember_me") != '\0');
}

static struct query
ask_session(struct page *page)
{
	const struct check *check = page->job;

	return (sign_in_open_session(page, check->person[check->matched],
	    *check->rehashed != '\0' ? check->rehashed
				     : check->encoded[check->matched],
	    remembered(page)));
}

/* No row: the password was changed meanwhile. */
static enum page_result
check_session(struct page *page)
{
	return (page_column(page, "person") == NULL ? reject_wrong(page)
						    : PAGE_NEXT);
}

static enum page_result
enter(struct page *page)
{
	return (
	    sign_in_finish(page, remembered(page), page_field(page, "next")));
}

static enum page_result
confirm_sign_out(struct page *page)
{
	return (page_confirm(page, "Sign out?", NULL, "Sign out", "/"));
}

static enum page_result
leave(struct page *page)
{
	/*
	 * Not "cookies": that would clear those of the whole domain. Nor
	 * "cache": private pages are in none (no-store), and with 12,000 files
	 * in it, Chromium takes 3.2 s instead of 1.0 to clear it.
	 */
	page_session_clear(page);
	page_header(page, "clear-site-data", "\"storage\"");
	page_flash(page, "You have signed out.");
	return (page_redirect(page, "/"));
}

int
page_sign_in(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = show_form },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_attempt, .respond = check_rate },
		{ .ask = ask_person, .respond = prepare_check },
		{ .work = verify, .respond = check_password },
		{ .ask = ask_reset_rate },
		{ .ask = ask_rehash },
		{ .ask = sign_out_ask },
		{ .ask = ask_session, .respond = check_session },
		{ .ask = ask_trust, .respond = enter },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_sign_out(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = confirm_sign_out },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = sign_out_ask, .respond = leave },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post };

	return (page_run(request, &plan));
}
