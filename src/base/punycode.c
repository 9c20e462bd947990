/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "base/punycode.h"

/* The parameters that RFC 3492 chooses for host names. */
#define BASE	      36
#define THRESHOLD_MIN 1
#define THRESHOLD_MAX 26
#define SKEW	      38
#define DAMP	      700
#define FIRST_BIAS    72
#define FIRST_BEYOND  0x80
#define LAST	      0x10ffff

/* Return the value of a digit, a to z and 0 to 9, or -1. */
static int
digit_value(int32_t c)
{
	if (c >= 'a' && c <= 'z')
		return (c - 'a');
	return (c >= '0' && c <= '9' ? c - '0' + 26 : -1);
}

/* Return the bias after a number that moved on by ${delta}. */
static int64_t
adapt(int64_t delta, int count, int first)
{
	int64_t k = 0;

	delta /= first ? DAMP : 2;
	delta += delta / count;
	for (; delta > (BASE - THRESHOLD_MIN) * THRESHOLD_MAX / 2; k += BASE)
		delta /= BASE - THRESHOLD_MIN;
	return (k + (BASE - THRESHOLD_MIN + 1) * delta / (delta + SKEW));
}

/*
 * Read a number of variable length at ${text}. Return how many digits it has,
 * or -1 if it is invalid. No valid one exceeds ${most}.
 */
static int
read_number(const int32_t *text, int length, int64_t bias, int64_t most,
    int64_t *number)
{
	int64_t weight = 1, threshold;
	int i, digit;

	*number = 0;
	for (i = 0; i < length; i++) {
		digit = digit_value(text[i]);
		if (digit == -1 || weight > most)
			return (-1);
		*number += digit * weight;
		if (*number > most)
			return (-1);
		threshold = (i + 1) * BASE - bias;
		if (threshold < THRESHOLD_MIN)
			threshold = THRESHOLD_MIN;
		if (threshold > THRESHOLD_MAX)
			threshold = THRESHOLD_MAX;
		if (digit < threshold)
			return (i + 1);
		weight *= BASE - threshold;
	}
	return (-1);
}

/* Return how many characters are before the last hyphen. */
static int
plain_length(const int32_t *text, int length)
{
	while (length > 0 && text[length - 1] != '-')
		length--;
	return (length > 0 ? length - 1 : 0);
}

int
punycode_decode(const int32_t *text, int length, int32_t *out, int size)
{
	int count = plain_length(text, length), plain = count, taken;
	int i = count > 0 ? count + 1 : 0;
	int64_t position = 0, character = FIRST_BEYOND, bias = FIRST_BIAS;
	int64_t number;

	if (count > size)
		return (-1);
	memcpy(out, text, (size_t)count * sizeof(*out));
	for (; i < length; i += taken) {
		taken = read_number(text + i, length - i, bias,
		    (int64_t)(LAST + 1) * (size + 1), &number);
		if (taken == -1 || count == size)
			return (-1);
		position += number;
		bias = adapt(number, count + 1, count == plain);
		character += position / (count + 1);
		position %= count + 1;
		if (character > LAST)
			return (-1);
		memmove(out + position + 1, out + position,
		    (size_t)(count - position) * sizeof(*out));
		out[position++] = (int32_t)character;
		count++;
	}
	return (count);
}
