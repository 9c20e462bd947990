/* SPDX-License-Identifier: ISC */
/*
 * What a backup says about itself: no bytes break the reader, and what it
 * accepts is written and read again as the same.
 */
#include "fuzz.h"
#include "operator/manifest.h"

static void
check_text(const uint8_t *data, size_t size)
{
	static struct manifest manifest, again;
	char *text, *other;

	if (manifest_read(&manifest, (const char *)data, size) == -1)
		return;
	assert(manifest.dump >= 0);
	text = manifest_write(&manifest);
	assert(manifest_read(&again, text, strlen(text)) == 0);
	other = manifest_write(&again);
	assert(strcmp(text, other) == 0);
	free(text);
	free(other);
}

static void
check_end(const uint8_t *data, size_t size)
{
	char end[MANIFEST_END + 1], again[MANIFEST_END + 1];
	char hash[MANIFEST_HASH];
	size_t length;

	if (size < MANIFEST_END)
		return;
	memcpy(end, data, MANIFEST_END);
	end[MANIFEST_END] = '\0';
	length = manifest_read_end(end, hash);
	if (length == 0)
		return;
	manifest_write_end(again, length, hash);
	assert(memcmp(again, end, MANIFEST_END) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_text(data, size);
	check_end(data, size);
	return (0);
}
