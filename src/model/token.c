/* SPDX-License-Identifier: ISC */
#include "model/token.h"

#include <sodium.h>
#include <string.h>

#define NONCE_BYTES 16

_Static_assert(sodium_base64_ENCODED_LEN(SECRET_BYTES,
		   sodium_base64_VARIANT_URLSAFE_NO_PADDING) == SECRET_TEXT,
    "SECRET_TEXT must be the length of an encoded secret");

void
token_id(char id[17])
{
	unsigned char random[8];

	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(id, 17, random, sizeof(random));
}

void
token_secret(unsigned char secret[SECRET_BYTES])
{
	randombytes_buf(secret, SECRET_BYTES);
}

void
token_text(char text[SECRET_TEXT], const unsigned char secret[SECRET_BYTES])
{
	(void)sodium_bin2base64(text, SECRET_TEXT, secret, SECRET_BYTES,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int
token_read(unsigned char secret[SECRET_BYTES], const char *text)
{
	char written[SECRET_TEXT];
	size_t length;

	if (sodium_base642bin(secret, SECRET_BYTES, text, strlen(text), NULL,
		&length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    length != SECRET_BYTES)
		return (-1);
	/* libsodium 1.0.18 also decodes bytes beyond ASCII, so compare. */
	token_text(written, secret);
	return (strcmp(text, written) == 0 ? 0 : -1);
}

void
token_hash(
    unsigned char hash[SECRET_BYTES], const unsigned char secret[SECRET_BYTES])
{
	(void)crypto_generichash(
	    hash, SECRET_BYTES, secret, SECRET_BYTES, NULL, 0);
}

/* Fill in the second part of ${token}: the keyed hash of the first. */
static void
seal(
    unsigned char token[SECRET_BYTES], const unsigned char secret[SECRET_BYTES])
{
	(void)crypto_generichash(token + NONCE_BYTES,
	    SECRET_BYTES - NONCE_BYTES, token, NONCE_BYTES, secret,
	    SECRET_BYTES);
}

void
token_form(char text[SECRET_TEXT], const unsigned char secret[SECRET_BYTES])
{
	unsigned char token[SECRET_BYTES];

	randombytes_buf(token, NONCE_BYTES);
	seal(token, secret);
	token_text(text, token);
}

int
token_form_valid(const char *text, const unsigned char secret[SECRET_BYTES])
{
	unsigned char given[SECRET_BYTES], expected[SECRET_BYTES];

	if (token_read(given, text) == -1)
		return (0);
	memcpy(expected, given, NONCE_BYTES);
	seal(expected, secret);
	return (sodium_memcmp(given, expected, SECRET_BYTES) == 0);
}
