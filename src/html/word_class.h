/* SPDX-License-Identifier: ISC */
/*
 * What characters are to words and hashtags, as UAX #31 defines it: XID_Start,
 * XID_Continue, and the characters of hashtags (UAX31-R8).
 */
#ifndef WORD_CLASS_H
#define WORD_CLASS_H

#include <stddef.h>
#include <stdint.h>

enum word_class {
	WORD_OTHER,  /* ends a word */
	WORD_LETTER, /* begins or continues one */
	WORD_MORE,   /* a digit, mark or underscore: continues one */
	WORD_EMOJI,  /* part of a hashtag, not of a word */
	WORD_JOINER, /* part of a hashtag, with nothing to see of its own */
	WORD_HYPHEN  /* part of a hashtag if more of it follows */
};

/*
 * word_class(character):
 * Return the class of ${character}.
 */
enum word_class word_class(int32_t);

/*
 * word_is_mark(character):
 * Return 1 if ${character} changes how the one before it looks, else 0.
 */
int word_is_mark(int32_t);

/*
 * word_read_before(text, at):
 * Return the character that ends at ${at} in ${text}, or 0 at the beginning and
 * at invalid UTF-8.
 */
int32_t word_read_before(const char *, const char *);

/*
 * word_base_before(text, at):
 * Return the same without marks: the character that readers see before ${at}.
 */
int32_t word_base_before(const char *, const char *);

#endif
