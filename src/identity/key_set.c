/* SPDX-License-Identifier: ISC */
#include "identity/key_set.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <string.h>

#include "identity/bytes.h"
#include "identity/document.h"

#define RSA_BITS_MIN 2048 /* RFC 7518, 3.3 */
#define RSA_BYTES    1024 /* of 8,192 bits; more only take time */
#define CURVE_BYTES  32	  /* of P-256 and of Ed25519 */

/* Decode the value called ${name}. Return its length, or -1. */
static ssize_t
decode(const json_t *jwk, const char *name, unsigned char *out, size_t size)
{
	const char *text = document_text(jwk, name);

	return (
	    text == NULL ? -1 : bytes_decode(text, strlen(text), out, size));
}

static BIGNUM *
decode_number(const json_t *jwk, const char *name)
{
	unsigned char bytes[RSA_BYTES];
	ssize_t length = decode(jwk, name, bytes, sizeof(bytes));

	return (length <= 0 ? NULL : BN_bin2bn(bytes, (int)length, NULL));
}

/* Make a key of this type from what is in ${builder}. */
static EVP_PKEY *
build(const char *type, OSSL_PARAM_BLD *builder)
{
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (parameters != NULL && context != NULL &&
	    EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(
		    context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(parameters);
	return (key);
}

static EVP_PKEY *
read_rsa(const json_t *jwk)
{
	BIGNUM *n = decode_number(jwk, "n"), *e = decode_number(jwk, "e");
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	EVP_PKEY *key = NULL;

	if (n != NULL && e != NULL && builder != NULL &&
	    BN_num_bits(n) >= RSA_BITS_MIN &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		key = build("RSA", builder);
	OSSL_PARAM_BLD_free(builder);
	BN_free(n);
	BN_free(e);
	return (key);
}

static EVP_PKEY *
read_p256(const json_t *jwk)
{
	unsigned char point[1 + 2 * CURVE_BYTES] = {
		POINT_CONVERSION_UNCOMPRESSED
	};
	OSSL_PARAM_BLD *builder;
	EVP_PKEY *key = NULL;

	if (decode(jwk, "x", point + 1, CURVE_BYTES) != CURVE_BYTES ||
	    decode(jwk, "y", point + 1 + CURVE_BYTES, CURVE_BYTES) !=
		CURVE_BYTES)
		return (NULL);
	builder = OSSL_PARAM_BLD_new();
	if (builder != NULL &&
	    OSSL_PARAM_BLD_push_utf8_string(
		builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(
		builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)) == 1)
		key = build("EC", builder);
	OSSL_PARAM_BLD_free(builder);
	return (key);
}

static EVP_PKEY *
read_ed25519(const json_t *jwk)
{
	unsigned char bytes[CURVE_BYTES];

	if (decode(jwk, "x", bytes, sizeof(bytes)) != CURVE_BYTES)
		return (NULL);
	return (EVP_PKEY_new_raw_public_key(
	    EVP_PKEY_ED25519, NULL, bytes, sizeof(bytes)));
}

static const struct {
	const char *type;
	const char *curve; /* NULL: the type has none */
	EVP_PKEY *(*read)(const json_t *);
} kinds[ALGORITHMS] = {
	[ALGORITHM_RS256] = { "RSA", NULL, read_rsa },
	[ALGORITHM_ES256] = { "EC", "P-256", read_p256 },
	[ALGORITHM_EDDSA] = { "OKP", "Ed25519", read_ed25519 },
};

/* Is the value called ${name} this text? If it is missing, the answer is
 * ${otherwise}. */
static int
is(const json_t *jwk, const char *name, const char *text, int otherwise)
{
	const char *value = document_text(jwk, name);

	if (json_object_get(jwk, name) == NULL)
		return (otherwise);
	return (value != NULL && strcmp(value, text) == 0);
}

static int
suits(const json_t *jwk, enum algorithm algorithm)
{
	return (is(jwk, "kty", kinds[algorithm].type, 0) &&
		(kinds[algorithm].curve == NULL ||
		    is(jwk, "crv", kinds[algorithm].curve, 0)) &&
		is(jwk, "use", "sig", 1) &&
		is(jwk, "alg", algorithm_name(algorithm), 1));
}

static void
add(struct key_set *set, enum algorithm algorithm, const json_t *jwk)
{
	const char *id = document_text(jwk, "kid");
	EVP_PKEY *key;

	if (set->count == KEY_SET_MAX || !suits(jwk, algorithm) ||
	    (id != NULL && strlen(id) >= KEY_ID))
		return;
	key = kinds[algorithm].read(jwk);
	ERR_clear_error();
	if (key == NULL)
		return;
	set->keys[set->count].key = key;
	(void)strcpy(set->keys[set->count].id, id == NULL ? "" : id);
	set->count++;
}

int
key_set_read(struct key_set *set, enum algorithm algorithm, const char *data,
    size_t length, char error[FAILURE_MAX])
{
	json_t *document = document_read(data, length, "the key set", error);
	json_t *keys = json_object_get(document, "keys");
	size_t i;

	memset(set, 0, sizeof(*set));
	if (document == NULL)
		return (-1);
	for (i = 0; i < json_array_size(keys); i++)
		add(set, algorithm, json_array_get(keys, i));
	json_decref(document);
	if (set->count == 0)
		return (failure(error, "the key set has no key for %s",
		    algorithm_name(algorithm)));
	return (0);
}

EVP_PKEY *
key_set_find(const struct key_set *set, const char *id)
{
	int i;

	if (*id == '\0')
		return (set->count == 1 ? set->keys[0].key : NULL);
	for (i = 0; i < set->count; i++)
		if (strcmp(set->keys[i].id, id) == 0)
			return (set->keys[i].key);
	return (NULL);
}

void
key_set_free(struct key_set *set)
{
	while (set->count > 0)
		EVP_PKEY_free(set->keys[--set->count].key);
}
