/* SPDX-License-Identifier: ISC */
/* Hashtags in text: "#word". */
#ifndef SPAN_TAG_H
#define SPAN_TAG_H

#include <stddef.h>

/* Bytes of a key. The address of its page, percent-encoded, has at most 3 for
 * each, and a row of an index has room for ten times as many. */
#define TAG_KEY_SIZE 256

/*
 * span_tag_length(text, at, key):
 * Return the length of the hashtag at ${at} in ${text}, with its #, and write
 * its key to ${key}; or return 0 if there is none.
 *
 * This is UAX31-R8 with the profile that docs/design.md describes. A hashtag
 * does not follow a letter, a digit or _, nor what makes the # part of an
 * address or of HTML: / ) & and another #. It has a letter or an emoji.
 */
size_t span_tag_length(const char *, const char *, char[TAG_KEY_SIZE]);

/*
 * span_tag_key(key, text, length):
 * Write to ${key} by what the hashtag of the ${length} bytes at ${text}, which
 * has no #, is compared with others: NFKC_Casefold. Return 0; or -1 if nothing
 * could be a hashtag with this key, or if it is too long. Keys are their own
 * keys, and have neither spaces nor control characters.
 */
int span_tag_key(char[TAG_KEY_SIZE], const char *, size_t);

#endif
