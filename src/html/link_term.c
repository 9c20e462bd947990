/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "html/link_term.h"

struct range {
	int32_t first, last;
	enum link_term term;
	int32_t opener;
};

static const struct range ranges[] = {
#include "html/link_table.h"
};

static int
compare_range(const void *character, const void *element)
{
	const struct range *range = element;
	int32_t c = *(const int32_t *)character;

	return (c < range->first ? -1 : c > range->last);
}

enum link_term
link_term(int32_t character, int32_t *opener)
{
	const struct range *range;

	*opener = 0;
	if (character < 0x80 && ascii_is_alphanumeric((char)character))
		return (LINK_INCLUDE);
	range = bsearch(&character, ranges, sizeof(ranges) / sizeof(ranges[0]),
	    sizeof(ranges[0]), compare_range);
	if (range != NULL) {
		*opener = range->opener;
		return (range->term);
	}
	switch (utf8proc_category(character)) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return (LINK_HARD);
	default:
		return (LINK_INCLUDE);
	}
}

int
link_is_space(int32_t character)
{
	utf8proc_category_t category = utf8proc_category(character);

	return (character == '\t' || character == '\n' ||
		(category >= UTF8PROC_CATEGORY_ZS &&
		    category <= UTF8PROC_CATEGORY_ZP));
}

size_t
link_read(const char *text, int32_t *character)
{
	utf8proc_ssize_t taken;

	*character = (unsigned char)*text;
	if (*character < 0x80)
		return (*character != 0);
	taken = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, character);
	return (taken > 0 ? (size_t)taken : 0);
}

size_t
link_scheme_length(const char *text)
{
	if ((text[0] != 'h' && text[0] != 'H') ||
	    (text[1] != 't' && text[1] != 'T'))
		return (0);
	if (strncasecmp(text, "http://", 7) == 0)
		return (7);
	if (strncasecmp(text, "https://", 8) == 0)
		return (8);
	return (0);
}
