/* SPDX-License-Identifier: ISC */
/*
 * token_read(): a secret has exactly one text. token_form_valid(): a form token
 * is valid only unchanged, and only for the secret that it was made for.
 */
#include "fuzz.h"
#include "model/token.h"

/* A made-up text is not a form token, and at most the text of one secret. */
static void
check_text(const char *text, const unsigned char secret[SECRET_BYTES])
{
	unsigned char read[SECRET_BYTES];
	char again[SECRET_TEXT];

	assert(!token_form_valid(text, secret));
	if (token_read(read, text) == -1)
		return;
	token_text(again, read);
	assert(strcmp(again, text) == 0);
}

/* A form token is valid, and invalid with a byte changed. */
static void
check_form(const unsigned char secret[SECRET_BYTES], size_t place, char change)
{
	char token[SECRET_TEXT];

	token_form(token, secret);
	assert(token_form_valid(token, secret));
	if (change == '\0')
		return;
	token[place % (SECRET_TEXT - 1)] ^= change;
	assert(!token_form_valid(token, secret));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char secret[SECRET_BYTES] = { 0 }, read[SECRET_BYTES];
	char *text = fuzz_text(data, size), written[SECRET_TEXT];

	memcpy(secret, data, size < SECRET_BYTES ? size : SECRET_BYTES);
	token_text(written, secret);
	assert(token_read(read, written) == 0);
	assert(memcmp(read, secret, SECRET_BYTES) == 0);

	check_text(text, secret);
	if (size > 1)
		check_form(secret, data[0], (char)data[1]);
	free(text);
	return (0);
}
