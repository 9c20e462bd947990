/* SPDX-License-Identifier: ISC */
#include "signing.h"

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

EVP_PKEY *
signing_key(enum algorithm algorithm)
{
	EVP_PKEY *key = algorithm == ALGORITHM_RS256
			    ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048)
			: algorithm == ALGORITHM_ES256
			    ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
			    : EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

	assert(key != NULL);
	return (key);
}

static void
add_base64(struct buffer *out, const unsigned char *data, size_t length)
{
	char text[8192];

	assert(sodium_base64_ENCODED_LEN(length,
		   sodium_base64_VARIANT_URLSAFE_NO_PADDING) <= sizeof(text));
	(void)sodium_bin2base64(text, sizeof(text), data, length,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buffer_text(out, text);
}

static void
add_number(
    struct buffer *out, EVP_PKEY *key, const char *name, const char *parameter)
{
	unsigned char bytes[1024];
	BIGNUM *number = NULL;
	int length;

	assert(EVP_PKEY_get_bn_param(key, parameter, &number) == 1);
	length = strlen(name) == 1 && *name >= 'x' ? 32 : BN_num_bytes(number);
	assert(BN_bn2binpad(number, bytes, length) == length);
	buffer_format(out, ",\"%s\":\"", name);
	add_base64(out, bytes, (size_t)length);
	buffer_text(out, "\"");
	BN_free(number);
}

static void
add_raw(struct buffer *out, EVP_PKEY *key)
{
	unsigned char bytes[32];
	size_t length = sizeof(bytes);

	assert(EVP_PKEY_get_raw_public_key(key, bytes, &length) == 1);
	buffer_text(out, ",\"x\":\"");
	add_base64(out, bytes, length);
	buffer_text(out, "\"");
}

char *
signing_set(EVP_PKEY *key, enum algorithm algorithm, const char *id)
{
	struct buffer out = { 0 };

	buffer_format(&out, "{\"keys\":[{\"kid\":\"%s\",\"use\":\"sig\"", id);
	switch (algorithm) {
	case ALGORITHM_RS256:
		buffer_text(&out, ",\"kty\":\"RSA\"");
		add_number(&out, key, "n", OSSL_PKEY_PARAM_RSA_N);
		add_number(&out, key, "e", OSSL_PKEY_PARAM_RSA_E);
		break;
	case ALGORITHM_ES256:
		buffer_text(&out, ",\"kty\":\"EC\",\"crv\":\"P-256\"");
		add_number(&out, key, "x", OSSL_PKEY_PARAM_EC_PUB_X);
		add_number(&out, key, "y", OSSL_PKEY_PARAM_EC_PUB_Y);
		break;
	default:
		buffer_text(&out, ",\"kty\":\"OKP\",\"crv\":\"Ed25519\"");
		add_raw(&out, key);
	}
	buffer_text(&out, "}]}");
	return (out.data);
}

/* From DER to the two numbers of 32 bytes each. */
static size_t
flatten(unsigned char *signature, size_t length)
{
	const unsigned char *der = signature;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)length);
	unsigned char flat[64];

	assert(pair != NULL);
	assert(BN_bn2binpad(ECDSA_SIG_get0_r(pair), flat, 32) == 32);
	assert(BN_bn2binpad(ECDSA_SIG_get0_s(pair), flat + 32, 32) == 32);
	memcpy(signature, flat, sizeof(flat));
	ECDSA_SIG_free(pair);
	return (sizeof(flat));
}

char *
signing_token(EVP_PKEY *key, enum algorithm algorithm, const char *header,
    const char *payload)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[1024];
	size_t length = sizeof(signature);
	struct buffer out = { 0 };

	add_base64(&out, (const unsigned char *)header, strlen(header));
	buffer_text(&out, ".");
	add_base64(&out, (const unsigned char *)payload, strlen(payload));
	assert(EVP_DigestSignInit(context, NULL,
		   algorithm == ALGORITHM_EDDSA ? NULL : EVP_sha256(), NULL,
		   key) == 1);
	assert(EVP_DigestSign(context, signature, &length,
		   (unsigned char *)out.data, out.length) == 1);
	EVP_MD_CTX_free(context);
	if (algorithm == ALGORITHM_ES256)
		length = flatten(signature, length);
	buffer_text(&out, ".");
	add_base64(&out, signature, length);
	return (out.data);
}
