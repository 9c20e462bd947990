/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "html/link_term.h"
#include "html/span_tag.h"
#include "html/word_class.h"

/* Code points before they are composed: three for each syllable of Korean. */
#define DECOMPOSED_MAX TAG_KEY_SIZE

static int
is_number_sign(int32_t character)
{
	return (character == '#' || character == 0xff03 || character == 0xfe5f);
}

/* Return 1 if a hashtag may begin behind the text that ends at ${at}. */
static int
may_begin(const char *text, const char *at)
{
	int32_t before = word_base_before(text, at);
	enum word_class class = word_class(before);

	return (class != WORD_LETTER && class != WORD_MORE && before != '/' &&
		before != ')' && before != '&' && !is_number_sign(before));
}

/*
 * Return how many of the ${length} bytes at ${text}, which follow a #, are a
 * hashtag. Marks right there would change how the # looks.
 */
static size_t
word_length(const char *text, size_t length)
{
	enum word_class class;
	int32_t character;
	size_t i, taken, end = 0;
	int visible = 0, hyphen = 1;

	for (i = 0; i < length; i += taken) {
		taken = link_read(text + i, &character);
		if (taken == 0 || (i == 0 && word_is_mark(character)))
			break;
		class = word_class(character);
		if (class == WORD_OTHER || (class == WORD_HYPHEN && hyphen))
			break;
		hyphen = class == WORD_HYPHEN;
		if (!hyphen)
			end = i + taken;
		if (class == WORD_LETTER || class == WORD_EMOJI)
			visible = 1;
	}
	return (visible ? end : 0);
}

/* Return 1 and write ${key}, if the text is short and ASCII, else 0. */
static int
lower_ascii(char *key, const char *text, size_t length)
{
	size_t i;

	if (length >= TAG_KEY_SIZE)
		return (0);
	for (i = 0; i < length; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return (0);
		key[i] = ascii_lower(text[i]);
	}
	key[length] = '\0';
	return (1);
}

/* Write the text's NFKC_Casefold to ${key}. Return its length, or 0. */
static size_t
casefold(char key[TAG_KEY_SIZE], const char *text, size_t length)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE |
					  UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
					  UTF8PROC_IGNORE;
	utf8proc_int32_t characters[DECOMPOSED_MAX];
	utf8proc_uint8_t encoded[4];
	utf8proc_ssize_t i, count, taken;
	size_t end = 0;

	count = utf8proc_decompose((const utf8proc_uint8_t *)text,
	    (utf8proc_ssize_t)length, characters, DECOMPOSED_MAX, options);
	if (count < 0 || count > DECOMPOSED_MAX)
		return (0);
	count = utf8proc_normalize_utf32(characters, count, options);
	for (i = 0; i < count; i++) {
		taken = utf8proc_encode_char(characters[i], encoded);
		if (end + (size_t)taken >= TAG_KEY_SIZE)
			return (0);
		memcpy(key + end, encoded, (size_t)taken);
		end += (size_t)taken;
	}
	key[end] = '\0';
	return (end);
}

int
span_tag_key(char key[TAG_KEY_SIZE], const char *text, size_t length)
{
	size_t end = length;

	if (!lower_ascii(key, text, length))
		end = casefold(key, text, length);
	return (end > 0 && word_length(key, end) == end ? 0 : -1);
}

size_t
span_tag_length(const char *text, const char *at, char key[TAG_KEY_SIZE])
{
	int32_t character;
	size_t length, sign = link_read(at, &character);

	if (sign == 0 || !is_number_sign(character) || !may_begin(text, at))
		return (0);
	length = word_length(at + sign, SIZE_MAX);
	if (length == 0)
		return (0);
	/* Lower-case letters are as good in a hashtag as capital ones. */
	if (!lower_ascii(key, at + sign, length) &&
	    span_tag_key(key, at + sign, length) == -1)
		return (0);
	return (sign + length);
}
