/* SPDX-License-Identifier: ISC */
/*
 * code_read() and code_secret_read(): what they accept is nothing but digits or
 * letters, and is the same when it is written and read again.
 */
#include <string.h>

#include "fuzz.h"
#include "model/code.h"

static void
check_code(const char *text)
{
	struct code code, again;

	code_read(&code, text);
	assert(strlen(code.text) <= CODE_LETTERS);
	if (code.kind == CODE_NONE)
		return;
	assert(strlen(code.text) ==
	       (code.kind == CODE_OF_APP ? CODE_DIGITS : CODE_LETTERS));
	assert(strspn(code.text, "abcdefghijklmnopqrstuvwxyz0123456789") ==
	       strlen(code.text));
	code_read(&again, code.text);
	assert(again.kind == code.kind && strcmp(again.text, code.text) == 0);
}

static void
check_secret(const char *text)
{
	unsigned char secret[CODE_SECRET];
	char written[CODE_SECRET_TEXT];

	if (code_secret_read(secret, text) == -1)
		return;
	code_secret_text(written, secret);
	assert(strcmp(written, text) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_code(text);
	check_secret(text);
	free(text);
	return (0);
}
