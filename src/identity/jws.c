/* SPDX-License-Identifier: ISC */
#include "identity/jws.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "identity/bytes.h"
#include "identity/document.h"

#define HALF 32 /* bytes of each of the two numbers of an ES256 signature */

/* Decode one part of a token and parse it. */
static json_t *
read_part(
    const char *text, size_t length, const char *what, char error[FAILURE_MAX])
{
	unsigned char bytes[JWS_MAX];
	ssize_t size = bytes_decode(text, length, bytes, sizeof(bytes));
	json_t *part;

	if (size == -1) {
		(void)failure(error, "%s is not base64url", what);
		return (NULL);
	}
	part = document_read((const char *)bytes, (size_t)size, what, error);
	if (part != NULL && !json_is_object(part)) {
		(void)failure(error, "%s is not a JSON object", what);
		json_decref(part);
		part = NULL;
	}
	return (part);
}

static int
check_header(struct jws *jws, const json_t *header, enum algorithm algorithm,
    char error[FAILURE_MAX])
{
	const char *name = document_text(header, "alg");
	const char *key = document_text(header, "kid");

	if (name == NULL || strcmp(name, algorithm_name(algorithm)) != 0)
		return (failure(error, "the ID token is not signed with %s",
		    algorithm_name(algorithm)));
	if (json_object_get(header, "crit") != NULL)
		return (
		    failure(error, "the ID token has a critical extension"));
	if (json_object_get(header, "kid") != NULL &&
	    (key == NULL || *key == '\0' || strlen(key) >= KEY_ID))
		return (failure(error, "the ID token has an invalid kid"));
	(void)strcpy(jws->key, key == NULL ? "" : key);
	return (0);
}

static int
read_header(struct jws *jws, const char *text, size_t length,
    enum algorithm algorithm, char error[FAILURE_MAX])
{
	json_t *header =
	    read_part(text, length, "the header of the ID token", error);
	int status;

	if (header == NULL)
		return (-1);
	status = check_header(jws, header, algorithm, error);
	json_decref(header);
	return (status);
}

static int
read_signature(struct jws *jws, const char *text, char error[FAILURE_MAX])
{
	ssize_t length = bytes_decode(
	    text, strlen(text), jws->signature, sizeof(jws->signature));

	if (length <= 0)
		return (failure(error, "the ID token has no valid signature"));
	jws->signature_length = (size_t)length;
	return (0);
}

int
jws_read(struct jws *jws, const char *token, enum algorithm algorithm,
    char error[FAILURE_MAX])
{
	const char *payload = strchr(token, '.'), *signature;

	memset(jws, 0, sizeof(*jws));
	signature = payload == NULL ? NULL : strchr(payload + 1, '.');
	if (signature == NULL || strlen(token) > JWS_MAX)
		return (failure(error, "the ID token is not a signed token"));
	jws->text = token;
	jws->length = (size_t)(signature - token);
	if (read_header(jws, token, (size_t)(payload - token), algorithm,
		error) == -1 ||
	    read_signature(jws, signature + 1, error) == -1)
		return (-1);
	payload++;
	jws->payload = read_part(
	    payload, (size_t)(signature - payload), "the ID token", error);
	return (jws->payload == NULL ? -1 : 0);
}

/* OpenSSL wants the two numbers of an ES256 signature in DER. Return the length
 * of ${der}, for OPENSSL_free(); or -1. */
static int
make_der(const struct jws *jws, unsigned char **der)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(jws->signature, HALF, NULL);
	BIGNUM *s = BN_bin2bn(jws->signature + HALF, HALF, NULL);
	int length = -1;

	if (pair != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL; /* the pair has them now */
		length = i2d_ECDSA_SIG(pair, der);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(pair);
	return (length);
}

static int
verify(const struct jws *jws, const EVP_MD *hash, EVP_PKEY *key,
    const unsigned char *signature, size_t length)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	int valid;

	valid = context != NULL &&
		EVP_DigestVerifyInit(context, NULL, hash, NULL, key) == 1 &&
		EVP_DigestVerify(context, signature, length,
		    (const unsigned char *)jws->text, jws->length) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return (valid);
}

int
jws_verify(const struct jws *jws, enum algorithm algorithm, EVP_PKEY *key)
{
	unsigned char *der = NULL;
	int length, valid;

	if (algorithm != ALGORITHM_ES256)
		return (verify(jws,
		    algorithm == ALGORITHM_EDDSA ? NULL : EVP_sha256(), key,
		    jws->signature, jws->signature_length));
	if (jws->signature_length != 2 * HALF)
		return (0);
	length = make_der(jws, &der);
	valid =
	    length > 0 && verify(jws, EVP_sha256(), key, der, (size_t)length);
	OPENSSL_free(der);
	return (valid);
}

void
jws_free(struct jws *jws)
{
	json_decref(jws->payload);
	jws->payload = NULL;
}
