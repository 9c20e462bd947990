/* SPDX-License-Identifier: ISC */
/*
 * cookie_find(): what it finds is in the header, and no other cookie hides
 * ours. flash_read(): it returns only text, and reads what flash_write() wrote.
 */
#include <stdio.h>

#include "fuzz.h"
#include "base/text.h"
#include "http/cookie.h"
#include "page/flash.h"

#define OURS COOKIE_FLASH "=YWJj"

static void
check_cookie(const char *header)
{
	char value[COOKIE_VALUE], pair[COOKIE_VALUE + 40];
	struct buffer longer = { 0 };

	if (cookie_find(header, COOKIE_FLASH, value) == 0) {
		assert(strpbrk(value, "; ") == NULL);
		(void)snprintf(
		    pair, sizeof(pair), "%s=%s", COOKIE_FLASH, value);
		assert(strstr(header, pair) != NULL);
		return;
	}
	if (strstr(header, COOKIE_FLASH) != NULL)
		return; /* part of a longer name, or the value is too long */
	buffer_text(&longer, header);
	buffer_text(&longer, "; " OURS);
	assert(cookie_find(longer.data, COOKIE_FLASH, value) == 0);
	assert(strcmp(value, strchr(OURS, '=') + 1) == 0);
	buffer_free(&longer);
}

static void
check_flash(const char *text)
{
	char cookie[COOKIE_VALUE], read[FLASH_MAX];
	size_t length = strlen(text);

	if (flash_read(read, text) == 0) {
		assert(text_valid(read, strlen(read)));
		assert(strlen(read) > 1);
		flash_write(cookie, read);
		assert(strcmp(cookie, text) == 0);
	}
	flash_write(cookie, text);
	assert(cookie[strcspn(cookie, "; ,\"\\\r\n")] == '\0');
	if (length > 1 && text_valid(text, length) &&
	    text_length(text) <= 1 + FLASH_CODE_POINTS) {
		assert(flash_read(read, cookie) == 0);
		assert(strcmp(read, text) == 0);
	} else if (flash_read(read, cookie) == 0)
		assert(strncmp(read, text, strlen(read)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_cookie(text);
	check_flash(text);
	free(text);
	return (0);
}
