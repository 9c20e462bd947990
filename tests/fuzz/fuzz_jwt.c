/* SPDX-License-Identifier: ISC */
/*
 * jws_read(), jws_verify(), claims_read(): a made-up token is never valid. A
 * payload that was signed is valid, and with a changed byte it is not; what is
 * then read of it has the sizes and the issuer that were asked for.
 */
#include "fuzz.h"
#include "identity/claims.h"
#include "identity/jws.h"

#include <sodium.h>

static EVP_PKEY *
key(void)
{
	static const unsigned char seed[32] = "the same key each time";
	static EVP_PKEY *made;

	if (made == NULL)
		made = EVP_PKEY_new_raw_private_key(
		    EVP_PKEY_ED25519, NULL, seed, sizeof(seed));
	assert(made != NULL);
	return (made);
}

static void
check_made_up(const char *text)
{
	char error[FAILURE_MAX];
	enum algorithm i;
	struct jws jws;

	for (i = 0; i < ALGORITHMS; i++) {
		if (jws_read(&jws, text, i, error) == 0) {
			assert(json_is_object(jws.payload));
			assert(jws.signature_length <= JWS_SIGNATURE);
			assert(i != ALGORITHM_EDDSA ||
			       !jws_verify(&jws, i, key()));
		}
		jws_free(&jws);
	}
}

static void
add_base64(struct buffer *out, const void *data, size_t length)
{
	char text[2048];

	(void)sodium_bin2base64(text, sizeof(text), data, length,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buffer_text(out, text);
}

/* Make a token with the payload ${data}. */
static void
sign(struct buffer *out, const uint8_t *data, size_t size)
{
	static const char header[] = "{\"alg\":\"EdDSA\"}";
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[64];
	size_t length = sizeof(signature);

	add_base64(out, header, strlen(header));
	buffer_text(out, ".");
	add_base64(out, data, size);
	assert(EVP_DigestSignInit(context, NULL, NULL, NULL, key()) == 1);
	assert(EVP_DigestSign(context, signature, &length,
		   (unsigned char *)out->data, out->length) == 1);
	EVP_MD_CTX_free(context);
	buffer_text(out, ".");
	add_base64(out, signature, length);
}

static void
check_claims(const json_t *payload)
{
	const struct claims_expected expected = { "https://a", "me", "n", 100 };
	char error[FAILURE_MAX];
	struct claims claims;

	if (claims_read(&claims, payload, &expected, error) == -1)
		return;
	assert(*claims.subject != '\0');
	assert(strlen(claims.subject) < CLAIMS_SUBJECT);
	assert(strlen(claims.nickname) < CLAIMS_TEXT);
	assert(strlen(claims.email) < CLAIMS_TEXT);
	assert(strcmp(json_string_value(json_object_get(payload, "iss")),
		   "https://a") == 0);
}

static void
check_signed(const uint8_t *data, size_t size)
{
	struct buffer token = { 0 };
	char error[FAILURE_MAX];
	struct jws jws;
	size_t place;

	sign(&token, data, size);
	if (jws_read(&jws, token.data, ALGORITHM_EDDSA, error) == 0) {
		assert(jws_verify(&jws, ALGORITHM_EDDSA, key()));
		check_claims(jws.payload);
		place = (size_t)data[0] % token.length;
		token.data[place] = token.data[place] == 'A' ? 'B' : 'A';
		jws_free(&jws);
		assert(
		    jws_read(&jws, token.data, ALGORITHM_EDDSA, error) == -1 ||
		    !jws_verify(&jws, ALGORITHM_EDDSA, key()));
	}
	jws_free(&jws);
	buffer_free(&token);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_made_up(text);
	if (size > 0 && size <= 1024)
		check_signed(data, size);
	free(text);
	return (0);
}
