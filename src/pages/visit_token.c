/* SPDX-License-Identifier: ISC */
#include "pages/visit_token.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "identity/document.h"
#include "identity/jws.h"
#include "identity/known.h"
#include "pages/visit.h"

/* Of an access token, which becomes part of a header (RFC 6750, 2.1). */
#define TOKEN_CHARACTERS                                                       \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/" \
	"="

struct fetch
visit_fetch_token(struct page *page)
{
	const struct visit *visit = visit_of(page);
	struct buffer form = { 0 }, credentials = { 0 };
	struct fetch fetch = { .address = visit->addresses.token,
		.roots = visit->provider->roots };

	attempt_exchange(&form, &visit->attempt, visit->provider,
	    &visit->addresses, page_argument(page, "code"));
	fetch.form = page_text(page, "%s", form.data);
	if (!visit->addresses.secret_in_form) {
		attempt_credentials(&credentials, visit->provider);
		fetch.authorization = page_text(page, "%s", credentials.data);
		sodium_memzero(credentials.data, credentials.length);
	}
	sodium_memzero(form.data, form.length);
	buffer_free(&form);
	buffer_free(&credentials);
	return (fetch);
}

/* Keep the tokens of the response. */
static int
read_tokens(struct page *page, char error[FAILURE_MAX])
{
	struct visit *visit = visit_of(page);
	json_t *response = document_read(page->fetched.data,
	    page->fetched.length, "the token response", error);
	const char *token = document_text(response, "id_token");
	const char *access = document_text(response, "access_token");

	if (token != NULL)
		visit->token = page_text(page, "%s", token);
	if (access != NULL && access[strspn(access, TOKEN_CHARACTERS)] == '\0')
		visit->bearer = page_text(page, "Bearer %s", access);
	json_decref(response);
	if (response != NULL && token == NULL)
		return (failure(error, "the token response has no ID token"));
	return (response == NULL ? -1 : 0);
}

enum page_result
visit_take_token(struct page *page)
{
	struct visit *visit = visit_of(page);
	char error[FAILURE_MAX];
	struct jws jws = { 0 };
	int status;

	if (visit_check_response(page, "the ID token") == PAGE_DONE)
		return (PAGE_DONE);
	if (read_tokens(page, error) == -1)
		return (visit_distrust(page, error));
	status =
	    jws_read(&jws, visit->token, visit->provider->algorithm, error);
	(void)strcpy(visit->key, jws.key);
	jws_free(&jws);
	return (status == -1 ? visit_distrust(page, error) : PAGE_NEXT);
}

struct fetch
visit_fetch_keys(struct page *page)
{
	const struct visit *visit = visit_of(page);

	if (known_keys(visit->provider, visit->key, visit_clock()) != NULL)
		return ((struct fetch){ 0 });
	return ((struct fetch){ .address = visit->addresses.keys,
	    .roots = visit->provider->roots });
}

/* Remember the keys, if they were fetched. */
static int
learn_keys(struct page *page, char error[FAILURE_MAX])
{
	const struct visit *visit = visit_of(page);
	struct key_set keys;

	if (known_keys(visit->provider, visit->key, visit_clock()) != NULL)
		return (0);
	if (key_set_read(&keys, visit->provider->algorithm, page->fetched.data,
		page->fetched.length, error) == -1)
		return (-1);
	known_learn_keys(visit->provider, &keys, visit_clock());
	return (0);
}

static int
verify_signature(
    const struct visit *visit, const struct jws *jws, char error[FAILURE_MAX])
{
	const struct key_set *keys =
	    known_keys(visit->provider, visit->key, visit_clock());
	EVP_PKEY *key = keys == NULL ? NULL : key_set_find(keys, visit->key);

	if (key == NULL)
		return (failure(error,
		    "the provider has no key that could have signed the ID"
		    " token"));
	if (!jws_verify(jws, visit->provider->algorithm, key))
		return (
		    failure(error, "the signature of the ID token is wrong"));
	return (0);
}

static int
verify_token(struct visit *visit, char error[FAILURE_MAX])
{
	const struct claims_expected expected = { visit->provider->issuer,
		visit->provider->client_id, visit->attempt.nonce, time(NULL) };
	struct jws jws;
	int status = -1;

	if (jws_read(&jws, visit->token, visit->provider->algorithm, error) ==
		0 &&
	    verify_signature(visit, &jws, error) == 0)
		status =
		    claims_read(&visit->claims, jws.payload, &expected, error);
	jws_free(&jws);
	return (status);
}

enum page_result
visit_check_token(struct page *page)
{
	struct visit *visit = visit_of(page);
	char error[FAILURE_MAX];

	if (known_keys(visit->provider, visit->key, visit_clock()) == NULL &&
	    visit_check_response(page, "its keys") == PAGE_DONE)
		return (PAGE_DONE);
	if (learn_keys(page, error) == -1 || verify_token(visit, error) == -1)
		return (visit_distrust(page, error));
	return (PAGE_NEXT);
}
