#include "flash.h"

#include <sodium.h>
#include <string.h>

#include "text.h"

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(sodium_base64_ENCODED_LEN(FLASH_MAX - 1, BASE64) <= COOKIE_VALUE,
    "the longest message goes into a cookie");

void
flash_write(char cookie[COOKIE_VALUE], const char *text)
{
	(void)sodium_bin2base64(cookie, COOKIE_VALUE,
	    (const unsigned char *)text, strlen(text), BASE64);
}

int
flash_read(char text[COOKIE_VALUE], const char *cookie)
{
	size_t length;

	if (sodium_base642bin((unsigned char *)text, COOKIE_VALUE - 1, cookie,
		strlen(cookie), NULL, &length, NULL, BASE64) != 0 ||
	    length < 2 || memchr(text, '\0', length) != NULL ||
	    !text_valid(text, length))
		return (-1);
	text[length] = '\0';
	return (0);
}
