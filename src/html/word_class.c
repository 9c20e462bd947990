/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <utf8proc.h>

#include "html/link_term.h"
#include "html/word_class.h"

struct range {
	int32_t first, last;
	enum word_class class;
};

/* Most hashtags are ASCII, and so is what stands around most others. */
static const unsigned char ascii[0x80] = {
	['a' ... 'z'] = WORD_LETTER,
	['A' ... 'Z'] = WORD_LETTER,
	['0' ... '9'] = WORD_MORE,
	['_'] = WORD_MORE,
	['+'] = WORD_JOINER,
	['-'] = WORD_HYPHEN,
};

/* The others. */
static const struct range ranges[] = {
#include "html/word_table.h"
};

static int
compare_range(const void *character, const void *element)
{
	const struct range *range = element;
	int32_t c = *(const int32_t *)character;

	return (c < range->first ? -1 : c > range->last);
}

enum word_class
word_class(int32_t character)
{
	const struct range *range;

	if (character >= 0 && character < 0x80)
		return (ascii[character]);
	range = bsearch(&character, ranges, sizeof(ranges) / sizeof(ranges[0]),
	    sizeof(ranges[0]), compare_range);
	if (range != NULL)
		return (range->class);
	switch (utf8proc_category(character)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		return (WORD_LETTER);
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_PC:
		return (WORD_MORE);
	default:
		return (WORD_OTHER);
	}
}

int
word_is_mark(int32_t character)
{
	return (character >= 0x80 && !utf8proc_grapheme_break('#', character));
}

int32_t
word_read_before(const char *text, const char *at)
{
	int32_t character;

	if (at == text)
		return (0);
	do
		at--;
	while (at > text && ((unsigned char)*at & 0xc0) == 0x80);
	(void)link_read(at, &character);
	return (character);
}

int32_t
word_base_before(const char *text, const char *at)
{
	int32_t character;

	while (word_is_mark(character = word_read_before(text, at)))
		do
			at--;
		while (at > text && ((unsigned char)*at & 0xc0) == 0x80);
	return (character);
}
