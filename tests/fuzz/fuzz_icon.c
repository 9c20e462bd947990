/* SPDX-License-Identifier: ISC */
/*
 * icon_problem(): it reads nothing outside the file, and what it accepts is a
 * PNG that is not too large; no file that begins with it is accepted too.
 */
#include "fuzz.h"
#include "model/icon.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char problem[FAILURE_MAX] = "";
	uint8_t *more;

	if (icon_problem(data, size, problem) == -1) {
		assert(problem[0] != '\0');
		return (0);
	}
	assert(size > 8 && size <= ICON_BYTES_MAX);
	assert(memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0);
	assert(memcmp(data + size - 8, "IEND", 4) == 0);
	more = malloc(size + 1);
	assert(more != NULL);
	memcpy(more, data, size);
	more[size] = 'x';
	assert(icon_problem(more, size + 1, problem) == -1);
	assert(icon_problem(data, size - 1, problem) == -1);
	free(more);
	return (0);
}
