/* SPDX-License-Identifier: ISC */
/* Punycode (RFC 3492), in which host names beyond ASCII are sent. */
#ifndef PUNYCODE_H
#define PUNYCODE_H

#include <stdint.h>

/*
 * punycode_decode(text, length, out, size):
 * Decode the ${length} ASCII characters at ${text}, which follow "xn--", to
 * ${out}, which has room for ${size} characters. Return how many it has now, or
 * -1 if ${text} is invalid or too long.
 */
int punycode_decode(const int32_t *, int, int32_t *, int);

#endif
