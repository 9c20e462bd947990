/* SPDX-License-Identifier: ISC */
#include "fuzz.h"

#include <ctype.h>

char *
fuzz_text(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);

	assert(text != NULL);
	return (text);
}

void
fuzz_undo_percent(struct buffer *out, const char *text, size_t length)
{
	char digits[3] = "";
	size_t i;
	char c;

	for (i = 0; i < length; i++) {
		c = text[i];
		if (c == '%' && length - i > 2 &&
		    isxdigit((unsigned char)text[i + 1]) &&
		    isxdigit((unsigned char)text[i + 2])) {
			memcpy(digits, text + i + 1, 2);
			c = (char)strtol(digits, NULL, 16);
			i += 2;
		}
		buffer_add(out, &c, 1);
	}
}
