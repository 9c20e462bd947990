/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "base/punycode.h"
#include "html/host_name.h"
#include "html/link_term.h"

#define LONGEST_NAME 253  /* characters; DNS has no longer ones */
#define MIDDLE_DOT   0xb7 /* as in Catalan names */
#define MAPPED_MAX   20	  /* U+FDFA is mapped to the most: 18 characters */

/* A host name as characters. */
struct name {
	int32_t at[LONGEST_NAME];
	int length;
};

static int
is_mark(int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return (category >= UTF8PROC_CATEGORY_MN &&
		category <= UTF8PROC_CATEGORY_ME);
}

/*
 * What UTS #46 disallows, in some version, though it is a letter or symbol:
 * capitals that became such after 2003, descriptions of ideographs, characters
 * that stand for another, and ideographs whose normal form was corrected; and
 * the capital sharp s, of which each version makes something else.
 */
static int
is_disallowed(int32_t c)
{
	static const int32_t ranges[][2] = { { 0x4c0, 0x4c0 },
		{ 0x10a0, 0x10c5 }, { 0x1e9e, 0x1e9e }, { 0x2132, 0x2132 },
		{ 0x2183, 0x2183 }, { 0x2ff0, 0x2fff }, { 0x31ef, 0x31ef },
		{ 0xfffc, 0xfffd }, { 0x2f868, 0x2f868 }, { 0x2f874, 0x2f874 },
		{ 0x2f91f, 0x2f91f }, { 0x2f95f, 0x2f95f },
		{ 0x2f9bf, 0x2f9bf } };
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return (1);
	return (0);
}

int
host_name_is_letter(int32_t c)
{
	utf8proc_category_t category;

	if (c < 0x80)
		return (0);
	/* The punctuation that IDNA 2008 allows. */
	if (c == MIDDLE_DOT || c == 0x5f3 || c == 0x5f4 || c == 0xf0b ||
	    c == 0x30fb)
		return (1);
	category = utf8proc_category(c);
	return ((category >= UTF8PROC_CATEGORY_LU &&
		    category <= UTF8PROC_CATEGORY_NO) ||
		(category >= UTF8PROC_CATEGORY_SM &&
		    category <= UTF8PROC_CATEGORY_SO));
}

/* Return 1 if the mapping may lead to ${c}. */
static int
is_allowed(int32_t c)
{
	return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
		c == '_' || host_name_is_letter(c));
}

/*
 * Map ${c} as IDNA does to ${mapped}, which has MAPPED_MAX elements. Return how
 * many characters it becomes, or -1 if it is not allowed in a host name.
 */
static int
map_character(int32_t c, int32_t *mapped)
{
	utf8proc_ssize_t i, count;
	int ignored = UTF8PROC_BOUNDCLASS_START;

	*mapped = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
	if (c < 0x80)
		return (is_allowed(*mapped) ? 1 : -1);
	/* Sharp s and final sigma stay, unlike in other case foldings. */
	if (c == 0xdf || c == 0x3c2)
		return (1);
	if (is_disallowed(c))
		return (-1);
	count = utf8proc_decompose_char(c, mapped, MAPPED_MAX,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		UTF8PROC_IGNORE,
	    &ignored);
	/* Emoji have variation selectors; nothing else may be invisible. */
	if (count == 0 && c != 0xfe0e && c != 0xfe0f)
		return (-1);
	for (i = 0; i < count; i++)
		if (!is_allowed(mapped[i]))
			return (-1);
	return ((int)count);
}

int
host_name_is_latin(int32_t c)
{
	int32_t mapped[MAPPED_MAX];

	if (map_character(c, mapped) < 1)
		return (0);
	if (utf8proc_category(mapped[0]) > UTF8PROC_CATEGORY_NO &&
	    mapped[0] != MIDDLE_DOT)
		return (0);
	/* The Latin blocks, with the combining marks between them. */
	return (
	    mapped[0] < 0x370 || (mapped[0] >= 0x1e00 && mapped[0] < 0x1f00));
}

int
host_name_is_dot(int32_t c)
{
	return (c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61);
}

/* Return 1 if all of ${text} could be mapped to ${name}. */
static int
map_name(struct name *name, const char *text, size_t length)
{
	int32_t c, mapped[MAPPED_MAX];
	size_t i, taken;
	int count;

	name->length = 0;
	for (i = 0; i < length; i += taken) {
		if ((taken = link_read(text + i, &c)) == 0)
			return (0);
		if (host_name_is_dot(c)) {
			mapped[0] = '.';
			count = 1;
		} else if ((count = map_character(c, mapped)) == -1) {
			return (0);
		}
		if (count > LONGEST_NAME - name->length)
			return (0);
		memcpy(name->at + name->length, mapped,
		    (size_t)count * sizeof(*mapped));
		name->length += count;
	}
	return (1);
}

/* Return the length of the label at ${text}. */
static int
label_length(const int32_t *text, int length)
{
	int i;

	for (i = 0; i < length && text[i] != '.'; i++)
		;
	return (i);
}

static int
is_ascii(const int32_t *text, int length)
{
	int i;

	for (i = 0; i < length; i++)
		if (text[i] >= 0x80)
			return (0);
	return (1);
}

/* Return 1 if neither mapping nor normalisation would change the label. */
static int
is_canonical(const int32_t *label, int length)
{
	struct name mapped = { .length = 0 };
	int32_t *at = mapped.at;
	int i, count;

	for (i = 0; i < length; i++) {
		if (mapped.length + MAPPED_MAX > LONGEST_NAME)
			return (0);
		count = map_character(label[i], at + mapped.length);
		if (count < 1)
			return (0);
		mapped.length += count;
	}
	for (i = 1; i < mapped.length; i++) {
		count = utf8proc_get_property(at[i])->combining_class;
		if (count > 0 &&
		    utf8proc_get_property(at[i - 1])->combining_class > count)
			return (0);
	}
	return (utf8proc_normalize_utf32(at, mapped.length,
		    UTF8PROC_COMPOSE | UTF8PROC_STABLE) == length &&
		memcmp(at, label, (size_t)length * sizeof(*at)) == 0);
}

/*
 * Check a label and add it to ${shown}, decoded and with a dot behind it.
 * Return 1, or 0 if it is invalid.
 */
static int
add_label(struct name *shown, const int32_t *label, int length)
{
	static const int32_t prefix[] = { 'x', 'n', '-', '-' };
	int32_t *at = shown->at + shown->length;
	int room = LONGEST_NAME - shown->length - 1;

	if (length == 0 || length > room || label[0] == '-' ||
	    label[length - 1] == '-')
		return (0);
	if (length < 4 || memcmp(label, prefix, sizeof(prefix)) != 0) {
		memcpy(at, label, (size_t)length * sizeof(*at));
	} else {
		if (!is_ascii(label, length))
			return (0);
		length = punycode_decode(label + 4, length - 4, at, room);
		if (length <= 0 || is_ascii(at, length) ||
		    !is_canonical(at, length))
			return (0);
	}
	at[length] = '.';
	shown->length += length + 1;
	return (!is_mark(at[0]));
}

/* Return the bit of the character's class in the bidirectional algorithm. */
static unsigned
direction(int32_t c)
{
	return (1U << utf8proc_get_property(c)->bidi_class);
}

#define BIT(class)    (1U << UTF8PROC_BIDI_CLASS_##class)
#define RIGHT_TO_LEFT (BIT(R) | BIT(AL))
#define NEUTRAL \
	(BIT(EN) | BIT(ES) | BIT(CS) | BIT(ET) | BIT(ON) | BIT(BN) | BIT(NSM))

/* Return 1 if the label follows the Bidi Rule of RFC 5893, section 2. */
static int
label_reads_one_way(const int32_t *label, int length)
{
	unsigned first = direction(label[0]), all = 0, last;
	int i;

	for (i = 0; i < length; i++)
		all |= direction(label[i]);
	while (length > 1 && direction(label[length - 1]) == BIT(NSM))
		length--;
	last = direction(label[length - 1]);
	if (first == BIT(L))
		return (
		    !(all & ~(BIT(L) | NEUTRAL)) && last & (BIT(L) | BIT(EN)));
	return (first & RIGHT_TO_LEFT &&
		!(all & ~(RIGHT_TO_LEFT | BIT(AN) | NEUTRAL)) &&
		last & (RIGHT_TO_LEFT | BIT(EN) | BIT(AN)) &&
		!(all & BIT(EN) && all & BIT(AN)));
}

/* Return 1 if no label is right-to-left, or all follow the Bidi Rule. */
static int
reads_one_way(const struct name *shown)
{
	unsigned all = 0;
	int i, length;

	if (is_ascii(shown->at, shown->length))
		return (1);
	for (i = 0; i < shown->length; i++)
		all |= direction(shown->at[i]);
	if (!(all & (RIGHT_TO_LEFT | BIT(AN))))
		return (1);
	for (i = 0; i < shown->length; i += length + 1) {
		length = label_length(shown->at + i, shown->length - i);
		if (!label_reads_one_way(shown->at + i, length))
			return (0);
	}
	return (1);
}

#define TOO_LARGE ((int64_t)UINT32_MAX + 1)

/*
 * Return the value of a number in an IPv4 address: decimal, octal after 0, or
 * hexadecimal after 0x; at most TOO_LARGE. Return -1 if it is invalid.
 */
static int64_t
read_number(const int32_t *text, int length)
{
	int64_t number = 0;
	int i = 0, base = 10, digit;

	if (length > 1 && text[0] == '0') {
		base = text[1] == 'x' ? 16 : 8;
		i = base == 16 ? 2 : 1;
	}
	for (; i < length; i++) {
		digit = text[i] < 0x80 ? ascii_hex_value((char)text[i]) : -1;
		if (digit == -1 || digit >= base)
			return (-1);
		number = number * base + digit;
		if (number > TOO_LARGE)
			number = TOO_LARGE;
	}
	return (length > 0 ? number : -1);
}

/* Return 1 if the label makes the URL standard expect an IPv4 address. */
static int
is_number(const int32_t *label, int length)
{
	int i;

	for (i = 0; i < length && label[i] >= '0' && label[i] <= '9'; i++)
		;
	return (i == length || read_number(label, length) != -1);
}

/* Return 1 for an IPv4 address: up to four numbers, the last fills the rest. */
static int
is_ipv4(const struct name *name)
{
	int64_t number = 0;
	int i, length, count = 0;

	for (i = 0; i < name->length; i += length + 1) {
		length = label_length(name->at + i, name->length - i);
		if (number > 255 || ++count > 4)
			return (0);
		number = read_number(name->at + i, length);
		if (number == -1)
			return (0);
	}
	return (number < (int64_t)1 << (8 * (5 - count)));
}

int
host_name_valid(const char *text, size_t length)
{
	struct name name, shown = { .length = 0 };
	const int32_t *label = NULL;
	int i, taken = 0;

	if (!map_name(&name, text, length))
		return (0);
	if (name.length > 0 && name.at[name.length - 1] == '.')
		name.length--;
	for (i = 0; i < name.length; i += taken + 1) {
		label = name.at + i;
		taken = label_length(label, name.length - i);
		if (!add_label(&shown, label, taken))
			return (0);
	}
	if (label == NULL)
		return (0);
	if (is_number(label, taken))
		return (is_ipv4(&name));
	return (reads_one_way(&shown));
}
