/* Whatever a browser says of itself, its name is made of our words alone. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/browser_name.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[BROWSER_NAME], *text;
	size_t length;

	text = malloc(size + 1);
	assert(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';

	memset(name, 'x', sizeof(name));
	browser_name(name, text);
	length = strnlen(name, sizeof(name));
	assert(length < sizeof(name));
	assert(strspn(name, LETTERS "0123456789 ") == length);
	assert(length == 0 || (name[0] != ' ' && name[length - 1] != ' '));
	free(text);
	return (0);
}
