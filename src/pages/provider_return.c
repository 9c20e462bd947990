/* SPDX-License-Identifier: ISC */
/*
 * A browser comes back from a provider: exchange the code for an ID token,
 * verify that (visit_token.c), and do what the visit was for. Nothing that the
 * browser brings is believed until the attempt was found (so it began here, in
 * this browser, and is used once), and nothing of the token until its signature
 * is verified.
 */
#include <sodium.h>
#include <string.h>

#include "http/cookie.h"
#include "kore/request.h"
#include "model/identity.h"
#include "model/login.h"
#include "model/person.h"
#include "model/provider_sign_in.h"
#include "model/session.h"
#include "page/page_session.h"
#include "pages/pages.h"
#include "pages/refusal.h"
#include "pages/sign_in.h"
#include "pages/visit.h"
#include "pages/visit_token.h"

static enum page_result
reject_expired(struct page *page)
{
	return (visit_reject(page,
	    "This sign-in did not begin in this browser, took longer than ten "
	    "minutes, or was finished before. Please try again."));
}

static enum page_result
arrive(struct page *page)
{
	const char *state = page_argument(page, "state");
	unsigned char secret[SECRET_BYTES];
	char cookie[COOKIE_VALUE];

	if (visit_open(page, 1) == PAGE_DONE)
		return (PAGE_DONE);
	if (state == NULL ||
	    request_cookie(page->request, COOKIE_PROVIDER, cookie) == -1 ||
	    token_read(secret, cookie) == -1 ||
	    attempt_resume(&visit_of(page)->attempt, secret, state) == -1)
		return (reject_expired(page));
	return (PAGE_NEXT);
}

static struct query
ask_attempt(struct page *page)
{
	const struct visit *visit = visit_of(page);

	return (provider_sign_in_take(visit->attempt.state_hash,
	    visit->attempt.browser_hash, visit->provider->name));
}

static int
is_for(const struct page *page, const char *purpose)
{
	return (strcmp(visit_of(page)->purpose, purpose) == 0);
}

/* Return the hash that these hexadecimal digits are, or NULL for NULL. */
static const unsigned char *
read_hash(struct page *page, const char *digits)
{
	unsigned char hash[SECRET_BYTES];

	if (digits == NULL || sodium_hex2bin(hash, sizeof(hash), digits,
				  strlen(digits), NULL, NULL, NULL) == -1)
		return (NULL);
	return (page_keep(page, hash, sizeof(hash)));
}

static enum page_result
check_attempt(struct page *page)
{
	struct visit *visit = visit_of(page);

	if (page_column(page, "purpose") == NULL)
		return (reject_expired(page));
	visit->purpose = page_column(page, "purpose");
	visit->person = page_column_number(page, "person");
	visit->next = page_column(page, "next");
	visit->words = page_column(page, "words");
	visit->invitation = read_hash(page, page_column(page, "invitation"));
	visit->left_at = page_column_number(page, "started_at");
	if (!is_for(page, PURPOSE_SIGN_IN) && page->viewer.id != visit->person)
		return (visit_reject(page,
		    "You have signed out in the meantime, so nothing was "
		    "changed. Please sign in and try again."));
	return (PAGE_NEXT);
}

/* An error that the provider reports (RFC 6749, 4.1.2.1). */
static enum page_result
reject_error(struct page *page, const char *error)
{
	const char *label = visit_of(page)->provider->label;

	if (strcmp(error, "access_denied") == 0)
		return (visit_reject(
		    page, page_text(page, "You cancelled signing in with %s.",
			      label)));
	return (visit_reject(page,
	    page_text(page,
		"%s did not let you sign in. Please try again, or sign in "
		"another way.",
		label)));
}

/* If the response says who sent it, it must be the provider that we asked (RFC
 * 9207): otherwise it could bring the code of another one. */
static enum page_result
check_arrival(struct page *page)
{
	const struct visit *visit = visit_of(page);
	const char *issuer = page_argument(page, "iss");
	const char *error = page_argument(page, "error");

	if (visit_learn_addresses(page) == PAGE_DONE)
		return (PAGE_DONE);
	if (issuer == NULL ? visit->addresses.names_its_issuer
			   : strcmp(issuer, visit->provider->issuer) != 0)
		return (visit_distrust(page, "the response is from another"
					     " issuer (iss)"));
	if (error != NULL)
		return (reject_error(page, error));
	if (page_argument(page, "code") == NULL)
		return (visit_distrust(page, "the response has no code"));
	return (PAGE_NEXT);
}

static struct query
ask_identity(struct page *page)
{
	const struct visit *visit = visit_of(page);

	return (identity_find(visit->provider->issuer, visit->claims.subject));
}

/*
 * To prove who they are, the member must have signed in again: max_age in the
 * address made the provider say when that was. Not all providers do.
 */
static enum page_result
check_identity(struct page *page)
{
	const struct visit *visit = visit_of(page);
	const char *label = visit->provider->label;

	if (!is_for(page, PURPOSE_PROVE))
		return (PAGE_NEXT);
	if (page_column_number(page, "person") != page->viewer.id)
		return (visit_reject(page,
		    page_text(page,
			"You are signed in to %s as somebody else. Please "
			"sign in there with the account that is linked to "
			"this one.",
			label)));
	if (visit->claims.proved_at != 0 &&
	    visit->claims.proved_at < visit->left_at - CLAIMS_SKEW)
		return (visit_distrust(page, "the sign-in there is too old"
					     " (auth_time)"));
	return (PAGE_NEXT);
}

/* Many providers tell a name and an address only there. They are needed once,
 * for a new account. */
static struct fetch
fetch_profile(struct page *page)
{
	const struct visit *visit = visit_of(page);

	if (!is_for(page, PURPOSE_SIGN_IN) ||
	    page_column_of(page, "identity_find", "person") != NULL ||
	    visit->claims.nickname[0] != '\0' ||
	    visit->claims.email[0] != '\0' || visit->bearer == NULL ||
	    visit->addresses.userinfo[0] == '\0')
		return ((struct fetch){ 0 });
	return ((struct fetch){ .address = visit->addresses.userinfo,
	    .authorization = visit->bearer,
	    .roots = visit->provider->roots });
}

static enum page_result
learn_profile(struct page *page)
{
	struct visit *visit = visit_of(page);
	char error[FAILURE_MAX];

	if (fetch_profile(page).address == NULL)
		return (PAGE_NEXT);
	if (visit_check_response(page, "the profile") == PAGE_DONE)
		return (PAGE_DONE);
	if (claims_add(&visit->claims, page->fetched.data, page->fetched.length,
		error) == -1)
		return (visit_distrust(page, error));
	return (PAGE_NEXT);
}

static struct identity
describe(struct page *page)
{
	const struct visit *visit = visit_of(page);
	const struct claims *claims = &visit->claims;
	char nickname[NICKNAME_MAX + 1], key[LOGIN_KEY];
	struct identity identity = { .issuer = visit->provider->issuer,
		.subject = claims->subject,
		.label = visit->provider->label,
		.invitation = visit->invitation,
		.words = visit->words };

	person_nickname_from_email(
	    *claims->nickname != '\0' ? claims->nickname : claims->email,
	    nickname);
	identity.nickname = page_text(page, "%s", nickname);
	if (person_email_problem(claims->email) != NULL)
		return (identity);
	login_key(claims->email, key);
	identity.email = claims->email;
	identity.email_key = page_text(page, "%s", key);
	identity.email_verified = claims->email_verified;
	return (identity);
}

static struct query
ask_outcome(struct page *page)
{
	struct identity identity = describe(page);

	if (is_for(page, PURPOSE_PROVE))
		return (session_prove(page_session_hash(page), NULL));
	if (is_for(page, PURPOSE_LINK))
		return (identity_link(page->viewer.id, &identity));
	return (identity_sign_in(&identity, page_address(page)));
}

static enum page_result
linked(struct page *page, const char *outcome)
{
	const char *label = visit_of(page)->provider->label;

	if (strcmp(outcome, "taken") == 0)
		page_flash_alert(page,
		    "This account of %s belongs to another member here.",
		    label);
	else if (strcmp(outcome, "full") == 0)
		page_flash_alert(page,
		    "You can link at most ten accounts. Please remove one "
		    "first.");
	else
		page_flash(page, "You can sign in with %s now.", label);
	return (page_redirect(page, LINKING_PATH));
}

static enum page_result
check_outcome(struct page *page)
{
	const char *outcome = page_column(page, "outcome");

	if (is_for(page, PURPOSE_PROVE))
		return (page_redirect(page, "%s", visit_of(page)->next));
	if (is_for(page, PURPOSE_LINK))
		return (linked(page, outcome));
	if (strcmp(outcome, "later") == 0)
		return (visit_reject(page,
		    page_wait(page, "Too many new accounts from your network.",
			page_column_number(page, "wait"))));
	if (strcmp(outcome, "applied") == 0)
		return (page_redirect(page, "/signup/applied"));
	if (strcmp(outcome, "known") != 0 && strcmp(outcome, "added") != 0)
		return (visit_reject(page, refusal_find(outcome)->sentence));
	return (PAGE_NEXT);
}

static int64_t
person(struct page *page)
{
	return (page_column_number_of(page, "identity_sign_in", "person"));
}

static struct query
ask_trust(struct page *page)
{
	return (sign_in_trust_browser(page, person(page)));
}

static struct query
ask_session(struct page *page)
{
	return (sign_in_open_session(page, person(page), NULL, 0));
}

static enum page_result
check_session(struct page *page)
{
	if (page_column(page, "person") != NULL)
		return (PAGE_NEXT);
	return (visit_reject(page, "This account has just been deleted."));
}

static enum page_result
enter(struct page *page)
{
	if (strcmp(page_column_of(page, "identity_sign_in", "outcome"),
		"added") == 0)
		page_flash(page, "Welcome, %s!",
		    page_column_of(page, "identity_sign_in", "nickname"));
	return (sign_in_finish(page, 0, visit_of(page)->next));
}

int
page_provider_return(struct http_request *request)
{
	static const struct step get[] = {
		{ .respond = arrive },
		{ .ask = ask_attempt, .respond = check_attempt },
		{ .fetch = visit_fetch_addresses, .respond = check_arrival },
		{ .fetch = visit_fetch_token, .respond = visit_take_token },
		{ .fetch = visit_fetch_keys, .respond = visit_check_token },
		{ .ask = ask_identity, .respond = check_identity },
		{ .fetch = fetch_profile, .respond = learn_profile },
		{ .ask = ask_outcome, .respond = check_outcome },
		{ .ask = sign_out_ask },
		{ .ask = ask_session, .respond = check_session },
		{ .ask = ask_trust, .respond = enter },
		{ 0 },
	};
	static const struct plan plan = { PUBLIC, .get = get };

	return (page_run(request, &plan));
}
