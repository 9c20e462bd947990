/* SPDX-License-Identifier: ISC */
#include "http/slice.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"

static int
is_token(char c)
{
	return (ascii_is_alphanumeric(c) ||
		(c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL));
}

struct slice
slice_cut(struct slice *rest, const char *end)
{
	struct slice front = { rest->bytes, (size_t)(end - rest->bytes) };

	rest->bytes = end;
	rest->length -= front.length;
	return (front);
}

struct slice
slice_until(struct slice *rest, char byte)
{
	const char *end = memchr(rest->bytes, byte, rest->length);
	struct slice front;

	if (end == NULL)
		end = rest->bytes + rest->length;
	front = slice_cut(rest, end);
	(void)slice_skip(rest, byte);
	return (front);
}

struct slice
slice_token(struct slice *rest)
{
	const char *c = rest->bytes, *end = c + rest->length;

	while (c < end && is_token(*c))
		c++;
	return (slice_cut(rest, c));
}

int
slice_skip(struct slice *rest, char byte)
{
	if (rest->length == 0 || rest->bytes[0] != byte)
		return (0);
	(void)slice_cut(rest, rest->bytes + 1);
	return (1);
}

struct slice
slice_trim(struct slice slice)
{
	const char *last;

	while (slice_skip(&slice, ' ') || slice_skip(&slice, '\t'))
		;
	for (; slice.length > 0; slice.length--) {
		last = &slice.bytes[slice.length - 1];
		if (*last != ' ' && *last != '\t')
			break;
	}
	return (slice);
}

int
slice_equals(struct slice slice, const char *text)
{
	return (slice.length == strlen(text) &&
		memcmp(slice.bytes, text, slice.length) == 0);
}

int
slice_equals_nocase(struct slice slice, const char *text)
{
	return (slice.length == strlen(text) && slice_begins(slice, text));
}

int
slice_begins(struct slice slice, const char *text)
{
	size_t length = strlen(text);

	return (slice.length >= length &&
		strncasecmp(slice.bytes, text, length) == 0);
}
