/* SPDX-License-Identifier: ISC */
#include "base/punycode.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/ascii.h"

/* The parameters of RFC 3492, section 5. */
#define BASE	     36
#define T_MIN	     1
#define T_MAX	     26
#define SKEW	     38
#define DAMP	     700
#define INITIAL_BIAS 72
#define INITIAL_N    128

#define LABEL_MAX 63 /* bytes of a label of a domain name, and characters */
#define DELTA_MAX (0x110000 * (LABEL_MAX + 1))

struct label {
	utf8proc_int32_t characters[LABEL_MAX];
	int count;
};

static int
digit_value(char c)
{
	if (ascii_is_digit(c))
		return (c - '0' + 26);
	if (c >= 'a' && c <= 'z')
		return (c - 'a');
	return (c >= 'A' && c <= 'Z' ? c - 'A' : BASE);
}

/* RFC 3492, section 6.1. */
static int
adapt(int delta, int count, int first)
{
	int k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / count;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return (k + (BASE - T_MIN + 1) * delta / (delta + SKEW));
}

/*
 * Read a number of variable length at ${*text} and advance ${*text} behind it.
 * Return -1 if it is cut or too large.
 */
static int
read_delta(const char **text, const char *end, int bias)
{
	int64_t delta = 0, weight = 1;
	int k, digit, threshold;

	for (k = BASE;; k += BASE) {
		if (*text == end || (digit = digit_value(*(*text)++)) == BASE)
			return (-1);
		delta += digit * weight;
		if (delta > DELTA_MAX)
			return (-1);
		threshold = k <= bias		? T_MIN
			    : k >= bias + T_MAX ? T_MAX
						: k - bias;
		if (digit < threshold)
			return ((int)delta);
		weight *= BASE - threshold;
	}
}

static void
insert(struct label *label, int at, utf8proc_int32_t character)
{
	memmove(&label->characters[at + 1], &label->characters[at],
	    (size_t)(label->count - at) * sizeof(label->characters[0]));
	label->characters[at] = character;
	label->count++;
}

/* RFC 3492, section 6.2. Return 0, or -1 if the text is not Punycode. */
static int
decode(struct label *label, const char *text, const char *end)
{
	int delta, i = 0, bias = INITIAL_BIAS;
	utf8proc_int32_t n = INITIAL_N;

	while (text < end) {
		delta = read_delta(&text, end, bias);
		if (delta == -1 || label->count == LABEL_MAX)
			return (-1);
		bias = adapt(delta, label->count + 1, i == 0 && n == INITIAL_N);
		i += delta;
		n += i / (label->count + 1);
		i %= label->count + 1;
		if (!utf8proc_codepoint_valid(n))
			return (-1);
		insert(label, i++, n);
	}
	return (0);
}

int
punycode_decode(struct buffer *out, const char *text, size_t length)
{
	const char *end = text + length, *hyphen = memrchr(text, '-', length);
	struct label label = { .count = 0 };
	utf8proc_uint8_t bytes[4];
	int i;

	if (length == 0 || length > LABEL_MAX)
		return (-1);
	for (; hyphen != NULL && text < hyphen; text++)
		label.characters[label.count++] = *text;
	if (hyphen != NULL)
		text++;
	if (text == end || decode(&label, text, end) == -1)
		return (-1);
	for (i = 0; i < label.count; i++)
		buffer_add(out, (const char *)bytes,
		    (size_t)utf8proc_encode_char(label.characters[i], bytes));
	return (0);
}
