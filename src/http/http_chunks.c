/* SPDX-License-Identifier: ISC */
#include "http/http_chunks.h"

#include <string.h>

#include "base/ascii.h"

/* Limit what sizes, extensions and trailers make us read, in bytes. */
#define OVERHEAD_MAX 16384

enum {
	SIZE_FIRST, /* the first digit of a chunk's size */
	SIZE,
	EXTENSION, /* ignored to the end of the line */
	SIZE_END,
	DATA,
	DATA_CR,
	DATA_LF,
	TRAILER_FIRST, /* a line of the trailer, or the final empty line */
	TRAILER,
	TRAILER_END,
	LAST_LF
};

/* Return 1 if ${c} is the ${wanted} character, and go on to state ${next}. */
static int
expect(struct http_chunks *chunks, char c, char wanted, int next)
{
	chunks->state = next;
	return (c == wanted);
}

/* Return 1 if ${c} is allowed in an extension or a trailer, which CR ends. */
static int
skip_ignored(struct http_chunks *chunks, char c, int end)
{
	if (c == '\r')
		chunks->state = end;
	return (c == '\r' || c == '\t' || (unsigned char)c >= ' ');
}

static int
read_size(struct http_chunks *chunks, char c)
{
	int value = ascii_hex_value(c);

	if (value >= 0) {
		chunks->state = SIZE;
		chunks->left = chunks->left * 16 + (size_t)value;
		return (1);
	}
	if (chunks->state == SIZE && (c == '\r' || c == ';')) {
		chunks->state = c == ';' ? EXTENSION : SIZE_END;
		return (1);
	}
	return (0);
}

/* Read a byte that is not data. Return 0 if it is malformed. */
static int
step(struct http_chunks *chunks, char c)
{
	switch (chunks->state) {
	case SIZE_FIRST:
	case SIZE:
		return (read_size(chunks, c));
	case EXTENSION:
		return (skip_ignored(chunks, c, SIZE_END));
	case SIZE_END:
		return (expect(
		    chunks, c, '\n', chunks->left > 0 ? DATA : TRAILER_FIRST));
	case DATA_CR:
		return (expect(chunks, c, '\r', DATA_LF));
	case DATA_LF:
		return (expect(chunks, c, '\n', SIZE_FIRST));
	case TRAILER_FIRST:
		if (c == '\r')
			return (expect(chunks, c, '\r', LAST_LF));
		chunks->state = TRAILER;
		/* FALLTHROUGH */
	case TRAILER:
		return (skip_ignored(chunks, c, TRAILER_END));
	case TRAILER_END:
		return (expect(chunks, c, '\n', TRAILER_FIRST));
	}
	return (c == '\n');
}

/* Move data of the current chunk to ${to}. Return the number of bytes. */
static size_t
take_data(struct http_chunks *chunks, char *to, const char *from, size_t length)
{
	size_t count = length < chunks->left ? length : chunks->left;

	memmove(to, from, count);
	chunks->left -= count;
	chunks->length += count;
	if (chunks->left == 0)
		chunks->state = DATA_CR;
	return (count);
}

int
http_chunks_read(struct http_chunks *chunks, size_t most, char *bytes,
    size_t length, size_t *rest)
{
	char *to = bytes;
	size_t i = 0, count;
	int last;

	while (i < length) {
		if (chunks->state == DATA) {
			count = take_data(chunks, to, bytes + i, length - i);
			to += count;
			i += count;
			continue;
		}
		last = chunks->state == LAST_LF;
		if (!step(chunks, bytes[i++]))
			return (400);
		if (last) {
			*rest = length - i;
			return (HTTP_CHUNKS_DONE);
		}
		if (chunks->left > most - chunks->length ||
		    ++chunks->overhead > OVERHEAD_MAX)
			return (413);
	}
	return (HTTP_CHUNKS_MORE);
}
