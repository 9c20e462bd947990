/* SPDX-License-Identifier: ISC */
/*
 * Two-factor sign-in: turn it on with a code from an app, which scans the
 * secret; make new recovery codes; forget trusted browsers; turn it off.
 *
 * A new secret is stored only when its first code has been shown. Until then it
 * travels in the form, which shows it anyway.
 */
#include <string.h>

#include "base/text.h"
#include "html/qr_code.h"
#include "model/browser.h"
#include "page/page.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/second_factor.h"

#define GROUP 4 /* letters of the secret that are shown together */

static struct query
ask_find(struct page *page)
{
	return (two_factor_find(page->viewer.id));
}

static enum page_result
go_back(struct page *page)
{
	return (page_redirect(page, "/settings/two-factor"));
}

static int
is_on(struct page *page)
{
	return (page_column_of(page, "two_factor_find", "enabled_at") != NULL);
}

/* Return the site's name without colons, which apps take for its end. */
static const char *
issuer_name(struct page *page)
{
	const char *name = page->site->name;
	char *copy = page_keep(page, name, strlen(name) + 1), *c;

	for (c = copy; (c = strchr(c, ':')) != NULL;)
		*c = ' ';
	return (copy);
}

/* Set what the page shows of a new secret: for apps, for people, and for
 * cameras. */
static void
set_secret(struct page *page, const char *secret)
{
	struct buffer groups = { 0 }, path = { 0 }, issuer = { 0 };
	const char *name = issuer_name(page);
	size_t i, length = strlen(secret);
	int size;

	for (i = 0; i < length; i += GROUP)
		buffer_format(
		    &groups, "%s%.*s", i > 0 ? " " : "", GROUP, secret + i);
	/* The template's link says the same. */
	page_set(page, "issuer", name);
	text_url(&issuer, name, strlen(name));
	size = qr_code_path(
	    page_text(page, "otpauth://totp/%s:%s?secret=%s&issuer=%s",
		issuer.data, page->viewer.nickname, secret, issuer.data),
	    &path);
	buffer_free(&issuer);
	page_set(page, "secret", secret);
	page_set(page, "secret_groups", page_text(page, "%s", groups.data));
	page_set(page, "qr_size", page_text(page, "%d", size));
	page_set(page, "qr_path",
	    size == 0 ? NULL : page_text(page, "%s", path.data));
	buffer_free(&groups);
	buffer_free(&path);
}

static enum page_result
show(struct page *page, int status, const char *error)
{
	page_set(page, "title", "Two-factor sign-in");
	page_set(page, "is_on", is_on(page) ? "1" : NULL);
	page_set(page, "error", error);
	return (page_show(page, status, "settings_two_factor"));
}

static enum page_result
show_found(struct page *page)
{
	unsigned char secret[CODE_SECRET];
	char text[CODE_SECRET_TEXT] = "";

	if (!is_on(page)) {
		code_secret(secret);
		code_secret_text(text, secret);
	}
	set_secret(page, page_text(page, "%s", text));
	return (show(page, 200, NULL));
}

/* The page again, with the secret that the app has scanned. */
static enum page_result
reject(struct page *page, int status, const char *error)
{
	set_secret(page, is_on(page) ? "" : page_field(page, "secret"));
	return (show(page, status, error));
}

/* Return the time step of the typed code; -1 if it is wrong. */
static int64_t
first_step(struct page *page, unsigned char secret[CODE_SECRET])
{
	struct code code;

	(void)code_secret_read(secret, page_field(page, "secret"));
	code_read(&code, page_field(page, "code"));
	return (code_step(secret, code.text,
	    page_column_number_of(page, "two_factor_find", "at")));
}

static enum page_result
check_first(struct page *page)
{
	unsigned char secret[CODE_SECRET];

	if (is_on(page))
		return (go_back(page));
	if (code_secret_read(secret, page_field(page, "secret")) == -1)
		return (page_error_saying(page, 400,
		    "The form has lost the secret for your app. Please open "
		    "the page again."));
	if (second_factor_kind(page) != CODE_OF_APP)
		return (reject(page, 422,
		    "Please type the six digits that your app shows."));
	return (first_step(page, secret) == -1
		    ? reject(page, 422, second_factor_wrong())
		    : PAGE_NEXT);
}

/* Make recovery codes and set them for the template. Return their hashes. */
static const unsigned char *
new_codes(struct page *page)
{
	unsigned char hashes[CODE_RECOVERIES * CODE_HASH];
	char text[CODE_RECOVERY_TEXT];
	struct buffer list = { 0 };
	struct code code;
	int i;

	for (i = 0; i < CODE_RECOVERIES; i++) {
		code_recovery(text);
		code_read(&code, text);
		code_hash(hashes + i * CODE_HASH, code.text);
		buffer_format(&list, "%s%s", i > 0 ? "\n" : "", text);
	}
	page_set(page, "codes", page_text(page, "%s", list.data));
	buffer_free(&list);
	return (page_keep(page, hashes, sizeof(hashes)));
}

static struct query
ask_enable(struct page *page)
{
	unsigned char secret[CODE_SECRET];
	int64_t step = first_step(page, secret);

	return (two_factor_enable(page->viewer.id, page_session_hash(page),
	    page_keep(page, secret, sizeof(secret)), step, new_codes(page)));
}

static enum page_result
show_codes(struct page *page, const char *enabled)
{
	page_set(page, "title", "Your recovery codes");
	page_set(page, "enabled", enabled);
	return (page_show(page, 200, "recovery_codes"));
}

static enum page_result
enabled(struct page *page)
{
	if (strcmp(page_column(page, "outcome"), "already") == 0)
		return (go_back(page));
	return (show_codes(page, "1"));
}

static struct query
ask_renew(struct page *page)
{
	return (two_factor_renew(page->viewer.id, new_codes(page)));
}

static enum page_result
renewed(struct page *page)
{
	return (page_column_true(page, "renewed") ? show_codes(page, NULL)
						  : go_back(page));
}

static struct query
ask_forget(struct page *page)
{
	return (browser_forget_code(page->viewer.id));
}

static enum page_result
forgotten(struct page *page)
{
	page_flash(page, "All your browsers need a code again.");
	return (go_back(page));
}

static enum page_result
check_format(struct page *page)
{
	const char *problem = second_factor_format(page);

	if (!is_on(page))
		return (go_back(page));
	return (problem == NULL ? PAGE_NEXT : reject(page, 422, problem));
}

static struct query
ask_attempt(struct page *page)
{
	return (two_factor_attempt(page->viewer.id, second_factor_kind(page)));
}

static const struct proof_code *
proof(struct page *page)
{
	return (second_factor_proof(page, "two_factor_attempt"));
}

static enum page_result
check_attempt(struct page *page)
{
	const char *wait;

	if (page_column(page, "secret") == NULL)
		return (go_back(page));
	wait = second_factor_wait(page);
	if (wait != NULL)
		return (reject(page, 429, wait));
	return (proof(page) == NULL ? reject(page, 422, second_factor_wrong())
				    : PAGE_NEXT);
}

static struct query
ask_disable(struct page *page)
{
	return (two_factor_disable(page->viewer.id, proof(page)));
}

static enum page_result
disabled(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (outcome != NULL && strcmp(outcome, "used") == 0)
		return (reject(page, 422, second_factor_used(page)));
	page_flash(page, "You now sign in without a code.");
	return (go_back(page));
}

/* After a detour to prove who it is, a form's address leads to its page. */
static const struct step back[] = {
	{ .respond = go_back },
	{ 0 },
};

int
page_two_factor(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_find, .respond = show_found },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_find, .respond = check_first },
		{ .ask = ask_enable, .respond = enabled },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = get, .post = post };

	return (page_run(request, &plan));
}

int
page_two_factor_codes(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_renew, .respond = renewed },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = back, .post = post };

	return (page_run(request, &plan));
}

int
page_two_factor_browsers(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_forget, .respond = forgotten },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = back, .post = post };

	return (page_run(request, &plan));
}

int
page_two_factor_off(struct http_request *request)
{
	static const struct step post[] = {
		{ .ask = ask_find, .respond = check_format },
		{ .ask = ask_attempt, .respond = check_attempt },
		{ .ask = ask_disable, .respond = disabled },
		{ 0 },
	};
	static const struct plan plan = { PROVEN, .get = back, .post = post };

	return (page_run(request, &plan));
}
