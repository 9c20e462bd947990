/* SPDX-License-Identifier: ISC */
/* Mentions in text: "@nick". */
#ifndef SPAN_MENTION_H
#define SPAN_MENTION_H

#include <stddef.h>

#include "base/text.h"

#define MENTION_KEY_SIZE (NICKNAME_MAX + 1)

/*
 * span_mention_length(text, at, key):
 * Return the length of the mention at ${at} in ${text}, with its @, and write
 * its nickname to ${key} in lower case; or return 0 if there is none.
 *
 * A mention is an @ (also U+FF20 or U+FE6B, whose normal form it is) and a
 * whole nickname. It does not follow a letter, a digit, _, / or another @. It
 * is not part of an address: another @ does not follow, nor ".example" or
 * ":host.example". Nor does a cased letter, a digit, _ or a mark beyond ASCII,
 * with which it would be another name. Scripts without capitals may follow, as
 * Japanese and Korean do without a space.
 */
size_t span_mention_length(const char *, const char *, char[MENTION_KEY_SIZE]);

#endif
