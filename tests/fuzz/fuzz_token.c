/*
 * token_read() and token_form_valid(): a secret has one text and no other, and
 * a form's token is valid for the secret it was made for, as it was made.
 */
#include "fuzz.h"
#include "model/token.h"

/* What any text may be. */
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

/* A token, and the same with a byte changed. */
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
