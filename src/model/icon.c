/* SPDX-License-Identifier: ISC */
#include "model/icon.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

/* PNG, third edition, 5.2 and 5.3: a signature, then chunks of a length, a
 * type, so many bytes, and a checksum. */
#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define CHUNK	  12 /* bytes of a chunk without its data */
#define HEADER	  13 /* bytes of the data of the first chunk */

static const size_t start = sizeof(SIGNATURE) - 1;

static uint32_t
read_number(const unsigned char *at)
{
	return ((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
		(uint32_t)at[2] << 8 | at[3]);
}

/* Return the bytes of the chunk at ${at}, of which ${left} are there; 0 if it
 * does not end within them. */
static size_t
chunk_size(const unsigned char *at, size_t left)
{
	if (left < CHUNK || read_number(at) > left - CHUNK)
		return (0);
	return (CHUNK + read_number(at));
}

static int
is_type(const unsigned char *at, const char *type)
{
	return (memcmp(at + 4, type, 4) == 0);
}

/* Return 1 if the chunks, from IHDR to IEND, fill the file. */
static int
is_complete(const unsigned char *data, size_t length)
{
	const unsigned char *at = data + start, *end = data + length;
	size_t size = chunk_size(at, (size_t)(end - at));
	int pictures = 0;

	if (size != CHUNK + HEADER || !is_type(at, "IHDR"))
		return (0);
	while (size > 0 && !is_type(at, "IEND")) {
		pictures += is_type(at, "IDAT");
		at += size;
		size = chunk_size(at, (size_t)(end - at));
	}
	return (size == CHUNK && at + size == end && pictures > 0);
}

int
icon_problem(const void *data, size_t length, char problem[FAILURE_MAX])
{
	const unsigned char *bytes = data;
	uint32_t width, height;

	if (length == 0)
		return (failure(
		    problem, "Please choose a file that is not empty."));
	if (length > ICON_BYTES_MAX)
		return (failure(problem,
		    "The icon can have at most 64 KB. Please make it smaller,"
		    " for example 192 by 192 pixels."));
	if (length < start || memcmp(data, SIGNATURE, start) != 0)
		return (failure(problem,
		    "This is not a PNG. Please convert the picture to PNG."));
	if (!is_complete(bytes, length))
		return (failure(problem,
		    "This PNG is damaged or incomplete. Please save it"
		    " again."));
	width = read_number(bytes + start + 8);
	height = read_number(bytes + start + 12);
	if (width == 0 || height == 0 || width > ICON_SIDE_MAX ||
	    height > ICON_SIDE_MAX)
		return (failure(problem,
		    "The icon can have at most 512 by 512 pixels; this one has"
		    " %u by %u.",
		    width, height));
	return (0);
}

void
icon_name(const void *data, size_t length, char name[ICON_NAME])
{
	unsigned char hash[crypto_generichash_BYTES];

	(void)crypto_generichash(hash, sizeof(hash), data, length, NULL, 0);
	(void)sodium_bin2hex(name, ICON_NAME, hash, ICON_NAME / 2);
}
