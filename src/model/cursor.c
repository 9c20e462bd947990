/* SPDX-License-Identifier: ISC */
#include "model/cursor.h"

#include <stddef.h>

#include "base/ascii.h"

int64_t
cursor_read(const char *text)
{
	int64_t number = 0;
	int digit;

	if (text == NULL || *text == '\0' || *text == '0')
		return (CURSOR_FIRST);
	for (; *text != '\0'; text++) {
		if (!ascii_is_digit(*text))
			return (CURSOR_FIRST);
		digit = *text - '0';
		if (number > (INT64_MAX - digit) / 10)
			return (CURSOR_FIRST);
		number = number * 10 + digit;
	}
	return (number);
}
