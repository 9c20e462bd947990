/* SPDX-License-Identifier: ISC */
/*
 * text.c: UTF-8 is valid as in RFC 3629; normalising twice changes nothing
 * more; lines have no character in common; escaped text has no characters that
 * are special in HTML or a URL, and can be read back.
 */
#include "fuzz.h"
#include "base/text.h"
#include "http/form.h"

/* Return the length of a character, or 0 if invalid (RFC 3629, section 4). */
static size_t
character_length(const uint8_t *at, size_t left)
{
	static const struct {
		uint8_t first, last, from, to;
		size_t length;
	} rows[] = {
		{ 0x00, 0x7f, 0x00, 0x00, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	size_t i, k;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (*at < rows[i].first || *at > rows[i].last)
			continue;
		if (rows[i].length > left)
			return (0);
		if (rows[i].length > 1 &&
		    (at[1] < rows[i].from || at[1] > rows[i].to))
			return (0);
		for (k = 2; k < rows[i].length; k++)
			if (at[k] < 0x80 || at[k] > 0xbf)
				return (0);
		return (rows[i].length);
	}
	return (0);
}

/* Return the number of characters, or -1 if this is not UTF-8. */
static long
count_characters(const uint8_t *data, size_t size)
{
	size_t i, taken;
	long count = 0;

	for (i = 0; i < size; i += taken) {
		taken = character_length(data + i, size - i);
		if (taken == 0)
			return (-1);
		count++;
	}
	return (count);
}

static void
check_normal(const char *text)
{
	char *normal = strdup(text), *again;

	assert(normal != NULL);
	text_normalise(normal);
	again = strdup(normal);
	assert(again != NULL);
	text_normalise(again);
	assert(strcmp(again, normal) == 0);
	assert(text_valid(normal, strlen(normal)));
	assert(text_length(normal) <= text_length(text));
	assert(strchr(normal, '\r') == NULL);
	assert(text_blank(normal) == text_blank(text));
	if (!text_forbidden(text))
		assert(!text_forbidden(normal));
	free(normal);
	free(again);
}

/*
 * A character has at least one code point. A line end is a character by itself
 * and joins nothing, so the lines can be counted one by one.
 */
static void
check_characters(const char *text)
{
	size_t count = text_characters(text), sum = 0;
	char *lines = strdup(text), *rest = lines, *line;

	assert(lines != NULL);
	assert((count > 0) == (*text != '\0') && count <= text_length(text));
	text_normalise(rest);
	count = text_characters(rest);
	while ((line = strsep(&rest, "\n")) != NULL)
		sum += text_characters(line) + (rest != NULL);
	assert(sum == count);
	free(lines);
}

static void
check_forbidden(const char *text)
{
	const char *c;

	if (text_forbidden(text))
		return;
	for (c = text; *c != '\0'; c++)
		assert(((unsigned char)*c >= ' ' && *c != 0x7f) || *c == '\n' ||
		       *c == '\t');
	assert(strstr(text, "\xe2\x80\xae") == NULL); /* right to left */
}

static void
check_escaped(const char *text, size_t length)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "&#39;" };
	struct buffer out = { 0 };
	size_t i = 0, k;
	const char *c;

	buffer_text(&out, "");
	text_escape(&out, text, length);
	for (c = out.data; *c != '\0'; c++, i++) {
		assert(strchr("<>\"'", *c) == NULL);
		if (*c != '&') {
			assert(*c == text[i]);
			continue;
		}
		for (k = 0; strncmp(c, entities[k], strlen(entities[k])); k++)
			assert(k < 4);
		assert(text[i] == "&<>\"'"[k]);
		c += strlen(entities[k]) - 1;
	}
	assert(i == length);
	buffer_free(&out);
}

static void
check_address(const char *text, size_t length)
{
	struct buffer out = { 0 };
	struct form form;

	buffer_text(&out, "a=");
	text_url(&out, text, length);
	assert(out.data[2 + strspn(out.data + 2,
				"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
				"qrstuvwxyz0123456789-._~%")] == '\0');
	if (text_valid(text, length)) {
		assert(form_parse(&form, out.data, out.length) == FORM_OK);
		assert(form.count == 1);
		assert(strcmp(form.fields[0].value, text) == 0);
	}
	buffer_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t length = strlen(text);
	long count = count_characters(data, size);

	assert(text_valid((const char *)data, size) == (count != -1));
	check_escaped(text, length);
	check_address(text, length);
	if (text_valid(text, length)) {
		check_normal(text);
		check_characters(text);
		check_forbidden(text);
	}
	if (count != -1 && length == size)
		assert(text_length(text) == (size_t)count);
	free(text);
	return (0);
}
