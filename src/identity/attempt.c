/* SPDX-License-Identifier: ISC */
#include "identity/attempt.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Derive one of the attempt's secrets: a hash of the state for this ${purpose},
 * keyed with the browser's secret. */
static void
derive(char text[SECRET_TEXT], const unsigned char browser[SECRET_BYTES],
    const char *purpose, const char *state)
{
	crypto_generichash_state hash;
	unsigned char secret[SECRET_BYTES];

	(void)crypto_generichash_init(
	    &hash, browser, SECRET_BYTES, SECRET_BYTES);
	(void)crypto_generichash_update(
	    &hash, (const unsigned char *)purpose, strlen(purpose));
	(void)crypto_generichash_update(
	    &hash, (const unsigned char *)state, strlen(state));
	(void)crypto_generichash_final(&hash, secret, SECRET_BYTES);
	token_text(text, secret);
	sodium_memzero(secret, sizeof(secret));
}

int
attempt_resume(struct attempt *attempt,
    const unsigned char browser[SECRET_BYTES], const char *state)
{
	unsigned char secret[SECRET_BYTES];

	if (token_read(secret, state) == -1)
		return (-1);
	(void)strcpy(attempt->state, state);
	token_hash(attempt->state_hash, secret);
	token_hash(attempt->browser_hash, browser);
	derive(attempt->nonce, browser, "nonce ", state);
	derive(attempt->verifier, browser, "verifier ", state);
	return (0);
}

void
attempt_start(
    struct attempt *attempt, const unsigned char browser[SECRET_BYTES])
{
	unsigned char secret[SECRET_BYTES];
	char state[SECRET_TEXT];

	token_secret(secret);
	token_text(state, secret);
	(void)attempt_resume(attempt, browser, state);
}

/* Add "name=value", with & before it unless it is the first. */
static void
add(struct buffer *out, const char *name, const char *value)
{
	if (out->length > 0 && strchr("?&", out->data[out->length - 1]) == NULL)
		buffer_text(out, "&");
	buffer_text(out, name);
	buffer_text(out, "=");
	text_url(out, value, strlen(value));
}

/* RFC 7636, 4.2. */
static void
add_challenge(struct buffer *out, const char *verifier)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char challenge[SECRET_TEXT];

	(void)crypto_hash_sha256(
	    hash, (const unsigned char *)verifier, strlen(verifier));
	token_text(challenge, hash);
	add(out, "code_challenge", challenge);
	add(out, "code_challenge_method", "S256");
}

void
attempt_address(struct buffer *out, const struct attempt *attempt,
    const struct provider *provider, const struct discovery *discovery,
    int again)
{
	buffer_text(out, discovery->authorization);
	if (strchr(discovery->authorization, '?') == NULL)
		buffer_text(out, "?");
	add(out, "response_type", "code");
	add(out, "scope", "openid profile email");
	add(out, "client_id", provider->client_id);
	add(out, "redirect_uri", provider->back);
	add(out, "state", attempt->state);
	add(out, "nonce", attempt->nonce);
	add_challenge(out, attempt->verifier);
	if (!again)
		return;
	add(out, "prompt", "login");
	add(out, "max_age", "0");
}

void
attempt_exchange(struct buffer *out, const struct attempt *attempt,
    const struct provider *provider, const struct discovery *discovery,
    const char *code)
{
	add(out, "grant_type", "authorization_code");
	add(out, "code", code);
	add(out, "redirect_uri", provider->back);
	add(out, "code_verifier", attempt->verifier);
	if (!discovery->secret_in_form)
		return;
	add(out, "client_id", provider->client_id);
	add(out, "client_secret", provider->client_secret);
}

void
attempt_credentials(struct buffer *out, const struct provider *provider)
{
	struct buffer pair = { 0 };
	char *encoded;
	size_t size;

	text_url(&pair, provider->client_id, strlen(provider->client_id));
	buffer_text(&pair, ":");
	text_url(
	    &pair, provider->client_secret, strlen(provider->client_secret));
	size = sodium_base64_ENCODED_LEN(
	    pair.length, sodium_base64_VARIANT_ORIGINAL);
	encoded = malloc(size);
	if (encoded != NULL) {
		(void)sodium_bin2base64(encoded, size,
		    (unsigned char *)pair.data, pair.length,
		    sodium_base64_VARIANT_ORIGINAL);
		buffer_format(out, "Basic %s", encoded);
		sodium_memzero(encoded, size);
	}
	free(encoded);
	sodium_memzero(pair.data, pair.length);
	buffer_free(&pair);
}
