/* SPDX-License-Identifier: ISC */
#include <err.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define FIRST_SIZE  1024
#define FORMAT_ROOM 64

/* Make room for ${length} more bytes and a NUL. */
static void
make_room(struct buffer *buffer, size_t length)
{
	size_t size = buffer->size > 0 ? buffer->size : FIRST_SIZE;

	if (length > SIZE_MAX / 4 - buffer->length)
		errx(1, "cannot build a text of more than %zu bytes", length);
	while (size <= buffer->length + length)
		size *= 2;
	if (size == buffer->size)
		return;

	buffer->data = realloc(buffer->data, size);
	if (buffer->data == NULL)
		err(1, "no memory for a text of %zu bytes", size);
	buffer->size = size;
}

void
buffer_add(struct buffer *buffer, const char *data, size_t length)
{
	make_room(buffer, length);
	if (length > 0)
		memcpy(buffer->data + buffer->length, data, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void
buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	size_t room;
	int length;

	/* There is nearly always enough room to format only once. */
	make_room(buffer, FORMAT_ROOM);
	room = buffer->size - buffer->length;
	va_start(arguments, format);
	length =
	    vsnprintf(buffer->data + buffer->length, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		err(1, "cannot format \"%s\"", format);

	if ((size_t)length >= room) {
		make_room(buffer, (size_t)length);
		va_start(arguments, format);
		(void)vsnprintf(buffer->data + buffer->length,
		    (size_t)length + 1, format, arguments);
		va_end(arguments);
	}
	buffer->length += (size_t)length;
}

void
buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	memset(buffer, 0, sizeof(*buffer));
}
