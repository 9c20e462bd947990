/* SPDX-License-Identifier: ISC */
/* browser_name(): whatever a browser sends, its name consists of our words. */
#include "fuzz.h"
#include "model/browser_name.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[BROWSER_NAME], *text = fuzz_text(data, size);
	size_t length;

	memset(name, 'x', sizeof(name));
	browser_name(name, text);
	length = strnlen(name, sizeof(name));
	assert(length < sizeof(name));
	assert(strspn(name, LETTERS "0123456789 ") == length);
	assert(length == 0 || (name[0] != ' ' && name[length - 1] != ' '));
	free(text);
	return (0);
}
