/* SPDX-License-Identifier: ISC */
/*
 * cursor_read(): it reads numbers exactly as printf() writes them, and anything
 * else is the first page.
 */
#include <errno.h>
#include <stdio.h>

#include "fuzz.h"
#include "model/cursor.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), printed[24];
	long long number;

	errno = 0;
	number = strtoll(text, NULL, 10);
	(void)snprintf(printed, sizeof(printed), "%lld", number);
	if (errno == 0 && number > 0 && strcmp(printed, text) == 0)
		assert(cursor_read(text) == number);
	else
		assert(cursor_read(text) == CURSOR_FIRST);
	free(text);
	return (0);
}
