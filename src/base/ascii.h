/* SPDX-License-Identifier: ISC */
/*
 * Classify ASCII characters, whatever the locale. Inline, because these
 * functions look at every byte of a request.
 */
#ifndef ASCII_H
#define ASCII_H

static inline int
ascii_is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static inline int
ascii_is_alphanumeric(char c)
{
	return (ascii_is_digit(c) || (c >= 'A' && c <= 'Z') ||
		(c >= 'a' && c <= 'z'));
}

static inline char
ascii_lower(char c)
{
	return (c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
}

/* Return the value of a hexadecimal digit, or -1 if ${c} is not one. */
static inline int
ascii_hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

#endif
