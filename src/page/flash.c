/* SPDX-License-Identifier: ISC */
#include "page/flash.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(sodium_base64_ENCODED_LEN(FLASH_MAX - 1, BASE64) <= COOKIE_VALUE,
    "the longest message fits into a cookie");

void
flash_write(char cookie[COOKIE_VALUE], const char *text)
{
	(void)sodium_bin2base64(cookie, COOKIE_VALUE,
	    (const unsigned char *)text, strlen(text), BASE64);
}

int
flash_read(char text[FLASH_MAX], const char *cookie)
{
	char written[COOKIE_VALUE];
	size_t length;

	if (sodium_base642bin((unsigned char *)text, FLASH_MAX - 1, cookie,
		strlen(cookie), NULL, &length, NULL, BASE64) != 0 ||
	    length < 2 || memchr(text, '\0', length) != NULL ||
	    !text_valid(text, length))
		return (-1);
	text[length] = '\0';
	/* libsodium 1.0.18 accepts bytes beyond ASCII as digits, too. */
	flash_write(written, text);
	return (strcmp(cookie, written) == 0 ? 0 : -1);
}
