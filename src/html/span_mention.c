/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "html/link_term.h"
#include "html/span_mention.h"
#include "html/word_class.h"

static int
is_at_sign(int32_t character)
{
	return (character == '@' || character == 0xff20 || character == 0xfe6b);
}

/* Return 1 if a mention may begin behind the text that ends at ${at}. */
static int
may_begin(const char *text, const char *at)
{
	int32_t before = word_base_before(text, at);
	enum word_class class = word_class(before);

	return (class != WORD_LETTER && class != WORD_MORE && before != '/' &&
		!is_at_sign(before));
}

static size_t
nick_length(const char *text)
{
	size_t length = 0;

	while (ascii_is_alphanumeric(text[length]) || text[length] == '_')
		length++;
	return (length);
}

/* Return 1 if the name does not end at ${rest}, else 0. */
static int
name_continues(const char *rest)
{
	int32_t character;

	if (link_read(rest, &character) == 0)
		return (0);
	if (character < 0x80)
		return (character == '@');
	if (is_at_sign(character) || word_is_mark(character))
		return (1);
	switch (utf8proc_category(character)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_PC:
		return (1);
	default:
		return (0);
	}
}

/* Return 1 if ${rest} makes the name before it that of a host, else 0. */
static int
host_continues(const char *rest)
{
	while (*rest == '-' || *rest == ':' || *rest == '.') {
		if (!ascii_is_alphanumeric(rest[1]))
			return (0);
		if (*rest == '.')
			return (1);
		rest++;
		rest += nick_length(rest);
	}
	return (0);
}

size_t
span_mention_length(
    const char *text, const char *at, char key[MENTION_KEY_SIZE])
{
	int32_t character;
	size_t i, length, sign = link_read(at, &character);

	if (sign == 0 || !is_at_sign(character) || !may_begin(text, at))
		return (0);
	length = nick_length(at + sign);
	if (length == 0 || length > NICKNAME_MAX ||
	    name_continues(at + sign + length) ||
	    host_continues(at + sign + length))
		return (0);
	for (i = 0; i < length; i++)
		key[i] = ascii_lower(at[sign + i]);
	key[length] = '\0';
	return (sign + length);
}
