/* SPDX-License-Identifier: ISC */
/* Hashtags in text: "#word". */
#ifndef SPAN_TAG_H
#define SPAN_TAG_H

#include <stddef.h>

/*
 * Bytes of a key with its NUL. In the address of its page each can take three,
 * and a row of an index has room for ten keys.
 */
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
 * Write to ${key} the NFKC_Casefold of the ${length} bytes at ${text}, a
 * hashtag without its #. Equal keys mean equal hashtags. Return 0, or -1 if no
 * hashtag has this key. The key of a key is the key itself. No key has spaces
 * or control characters.
 */
int span_tag_key(char[TAG_KEY_SIZE], const char *, size_t);

#endif
