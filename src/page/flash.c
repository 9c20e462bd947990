/* SPDX-License-Identifier: ISC */
#include "page/flash.h"

#include <string.h>
#include <utf8proc.h>

#define DIGITS 7 /* for one pair of code points */

_Static_assert(FLASH_PAIRS *DIGITS < COOKIE_VALUE,
    "the longest message fits into a cookie");

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Return the code point at ${text} and advance it; 0 at the end. */
static uint64_t
take(const char **text)
{
	utf8proc_int32_t character;
	utf8proc_ssize_t taken;

	taken =
	    utf8proc_iterate((const utf8proc_uint8_t *)*text, -1, &character);
	if (taken <= 0 || character == 0)
		return (0);
	*text += taken;
	return ((uint64_t)character);
}

void
flash_write(char cookie[COOKIE_VALUE], const char *text)
{
	uint64_t pair, first;
	int i, shift;

	for (i = 0; i < FLASH_PAIRS && (first = take(&text)) != 0; i++) {
		pair = first << 21 | take(&text);
		for (shift = 6 * (DIGITS - 1); shift >= 0; shift -= 6)
			*cookie++ = digits[pair >> shift & 63];
	}
	*cookie = '\0';
}

/* Read the pair of code points at ${cookie}; 0 if these are not digits. */
static uint64_t
read_pair(const char *cookie)
{
	const char *digit;
	uint64_t pair = 0;
	int i;

	for (i = 0; i < DIGITS; i++) {
		if (cookie[i] == '\0' ||
		    (digit = strchr(digits, cookie[i])) == NULL)
			return (0);
		pair = pair << 6 | (uint64_t)(digit - digits);
	}
	return (pair);
}

/* Add a code point to ${text}, and return the end of it. */
static char *
put(char *text, uint64_t character)
{
	return (text + utf8proc_encode_char((utf8proc_int32_t)character,
			   (utf8proc_uint8_t *)text));
}

int
flash_read(char text[FLASH_MAX], const char *cookie)
{
	char written[COOKIE_VALUE];
	char *end = text;
	uint64_t pair;
	int i;

	for (i = 0; i < FLASH_PAIRS; i++) {
		if ((pair = read_pair(cookie + i * DIGITS)) == 0)
			break;
		end = put(end, pair >> 21);
		end = put(end, pair & 0x1fffff);
	}
	*end = '\0';
	if (strlen(text) < 2)
		return (-1);
	/* Nothing but what flash_write() makes of valid text is the same. */
	flash_write(written, text);
	return (strcmp(cookie, written) == 0 ? 0 : -1);
}
