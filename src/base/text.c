/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "base/text.h"

/*
 * Read the code point at ${text} and return its length in bytes. An invalid
 * byte is read as U+FFFD.
 */
static size_t
next_character(const char *text, size_t length, utf8proc_int32_t *character)
{
	utf8proc_ssize_t taken;

	taken = utf8proc_iterate((const utf8proc_uint8_t *)text,
	    (utf8proc_ssize_t)length, character);
	if (taken > 0)
		return ((size_t)taken);
	*character = 0xfffd;
	return (1);
}

static int
is_space(utf8proc_int32_t character)
{
	switch (utf8proc_category(character)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return (1);
	default:
		return ((character >= '\t' && character <= '\r') ||
			character == 0x85);
	}
}

/*
 * Characters that Unicode counts as symbols, letters or unassigned, although
 * nothing is drawn for them.
 */
static const struct {
	utf8proc_int32_t first, last;
} undrawn[] = {
	{ 0x2065, 0x2065 },   /* reserved for an invisible operator */
	{ 0x2800, 0x2800 },   /* the empty Braille cell */
	{ 0xfff0, 0xfff8 },   /* reserved for invisible controls */
	{ 0xfffc, 0xfffc },   /* stands for an object that is not there */
	{ 0x13441, 0x13442 }, /* blank hieroglyphs */
	{ 0x1d159, 0x1d159 }, /* a note without a head */
	{ 0xe0000, 0xe0fff }, /* tags, and reserved for more of them */
};

static int
is_undrawn(utf8proc_int32_t character)
{
	size_t i;

	for (i = 0; i < sizeof(undrawn) / sizeof(undrawn[0]); i++)
		if (character >= undrawn[i].first &&
		    character <= undrawn[i].last)
			return (1);
	return (0);
}

/* Marks belong to another character; without one there is nothing to read. */
static int
is_visible(utf8proc_int32_t character)
{
	switch (utf8proc_category(character)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return (0);
	default:
		return (!utf8proc_get_property(character)->ignorable &&
			!is_undrawn(character));
	}
}

/* The bidirectional controls, and all others but LF and TAB. */
static int
is_forbidden(utf8proc_int32_t character)
{
	return ((character >= 0x202a && character <= 0x202e) ||
		(character >= 0x2066 && character <= 0x2069) ||
		(utf8proc_category(character) == UTF8PROC_CATEGORY_CC &&
		    character != '\n' && character != '\t'));
}

int
text_valid(const char *data, size_t length)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)data;
	const utf8proc_uint8_t *end = at + length;
	utf8proc_int32_t character;
	utf8proc_ssize_t taken;

	while (at < end) {
		taken = utf8proc_iterate(at, end - at, &character);
		if (taken <= 0)
			return (0);
		at += taken;
	}
	return (1);
}

/* Turn CR LF and CR into LF and return the new length of ${text}. */
static size_t
join_line_ends(char *text)
{
	const char *from;
	char *to = text;

	for (from = text; *from != '\0'; from++) {
		if (*from == '\r' && from[1] == '\n')
			continue;
		*to++ = *from == '\r' ? '\n' : *from;
	}
	*to = '\0';
	return (to - text);
}

void
text_normalise(char *text)
{
	size_t length = join_line_ends(text);
	size_t i, taken, start = length, end = 0;
	utf8proc_int32_t character;

	for (i = 0; i < length; i += taken) {
		taken = next_character(text + i, length - i, &character);
		if (is_space(character))
			continue;
		if (start > i)
			start = i;
		end = i + taken;
	}
	if (end == 0)
		start = 0;
	memmove(text, text + start, end - start);
	text[end - start] = '\0';
}

int
text_has_word(const char *words, const char *word, size_t length)
{
	size_t each;

	for (words += strspn(words, TEXT_WHITE); *words != '\0';
	     words += strspn(words, TEXT_WHITE)) {
		each = strcspn(words, TEXT_WHITE);
		if (each == length && strncasecmp(words, word, length) == 0)
			return (1);
		words += each;
	}
	return (0);
}

size_t
text_length(const char *text)
{
	size_t length = 0;

	/* Each byte that is not 10xxxxxx begins a code point. */
	for (; *text != '\0'; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return (length);
}

size_t
text_characters(const char *text)
{
	utf8proc_int32_t previous = 0, next, state = 0;
	size_t i, length = strlen(text), count = 0;

	for (i = 0; i < length; previous = next) {
		i += next_character(text + i, length - i, &next);
		if (count == 0 ||
		    utf8proc_grapheme_break_stateful(previous, next, &state))
			count++;
	}
	return (count);
}

size_t
text_prefix(const char *text, size_t characters)
{
	utf8proc_int32_t previous = 0, next, state = 0;
	size_t i, taken, length = strlen(text), count = 0;

	for (i = 0; i < length; i += taken, previous = next) {
		taken = next_character(text + i, length - i, &next);
		if (count == 0 ||
		    utf8proc_grapheme_break_stateful(previous, next, &state))
			count++;
		if (count > characters)
			break;
	}
	return (i);
}

int
text_too_long(const char *text, const char *what, size_t characters,
    size_t code_points, char problem[FAILURE_MAX])
{
	size_t count = text_characters(text);

	if (count > characters)
		return (failure(problem,
		    "%s can have at most %zu characters; this one has %zu.",
		    what, characters, count));
	count = text_length(text);
	if (count > code_points)
		return (failure(problem,
		    "%s can have at most %zu code points, which include each"
		    " accent and joiner; this one has %zu.",
		    what, code_points, count));
	return (0);
}

static int
has_character(const char *text, int (*matches)(utf8proc_int32_t))
{
	size_t length = strlen(text);
	utf8proc_int32_t character;
	size_t i;

	for (i = 0; i < length;) {
		i += next_character(text + i, length - i, &character);
		if (matches(character))
			return (1);
	}
	return (0);
}

int
text_blank(const char *text)
{
	return (!has_character(text, is_visible));
}

int
text_forbidden(const char *text)
{
	return (has_character(text, is_forbidden));
}

/* The characters that HTML text and quoted attributes cannot contain. */
static const char entities[UCHAR_MAX + 1][8] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

void
text_escape(struct buffer *out, const char *text, size_t length)
{
	size_t i, done = 0;
	const char *entity;

	for (i = 0; i < length; i++) {
		entity = entities[(unsigned char)text[i]];
		if (*entity == '\0')
			continue;
		buffer_add(out, text + done, i - done);
		buffer_text(out, entity);
		done = i + 1;
	}
	buffer_add(out, text + done, length - done);
}

static int
is_unreserved(char c)
{
	return (ascii_is_alphanumeric(c) || c == '-' || c == '.' || c == '_' ||
		c == '~');
}

void
text_url(struct buffer *out, const char *text, size_t length)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i, done = 0;
	unsigned char byte;

	for (i = 0; i < length; i++) {
		if (is_unreserved(text[i]))
			continue;
		buffer_add(out, text + done, i - done);
		byte = (unsigned char)text[i];
		buffer_add(out,
		    (char[]){ '%', digits[byte >> 4], digits[byte & 15] }, 3);
		done = i + 1;
	}
	buffer_add(out, text + done, length - done);
}
