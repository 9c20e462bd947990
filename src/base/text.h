/* SPDX-License-Identifier: ISC */
/*
 * Text that people type: check it, clean it up, and escape it for HTML and for
 * URLs.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/failure.h"

/* The site's limits, in characters as readers count them (text_characters()).
 */
#define NICKNAME_MAX  64
#define ABOUT_ME_MAX  140
#define LIST_NAME_MAX 40

/*
 * One character can have any number of code points, so these have limits, too:
 * seven for each character, as many as a family of four has. (Those of posts
 * are in post.h.)
 */
#define ABOUT_ME_CODE_POINTS  1000
#define LIST_NAME_CODE_POINTS 300

#define EMAIL_MAX 120 /* code points: an address is never shown */

/*
 * text_valid(data, length):
 * Return 1 if the ${length} bytes at ${data} are well-formed UTF-8 (RFC 3629:
 * no surrogates, no overlong forms), else 0.
 */
int text_valid(const char *, size_t);

/*
 * text_normalise(text):
 * Turn each CR LF and each lone CR in ${text} into an LF, and remove white
 * space from both ends, in place. ${text} must be valid UTF-8.
 */
void text_normalise(char *);

/* What separates words in attributes of HTML. */
#define TEXT_WHITE " \t\n\f\r"

/*
 * text_has_word(words, word, length):
 * Return 1 if the ${length} bytes at ${word} are among ${words}, which
 * TEXT_WHITE separates; case does not matter for ASCII. Else 0.
 */
int text_has_word(const char *, const char *, size_t);

/*
 * text_length(text):
 * Return the number of Unicode code points in ${text}, which must be valid
 * UTF-8.
 */
size_t text_length(const char *);

/*
 * text_characters(text):
 * Return the number of characters in ${text} as readers count them: extended
 * grapheme clusters (Unicode Standard Annex 29). A letter with its accents is
 * one, and so is an emoji of several people. ${text} must be valid UTF-8.
 */
size_t text_characters(const char *);

/*
 * text_prefix(text, characters):
 * Return how many bytes the first ${characters} characters of ${text} have, as
 * text_characters() counts them; all of them if there are fewer.
 */
size_t text_prefix(const char *, size_t);

/*
 * text_too_long(text, what, characters, code_points, problem):
 * Return -1 if ${text}, which must be valid UTF-8, has more than so many
 * ${characters} or ${code_points}; then ${problem} is a sentence about ${what}
 * it is ("A post"). Else return 0.
 */
int text_too_long(
    const char *, const char *, size_t, size_t, char[FAILURE_MAX]);

/*
 * text_blank(text):
 * Return 1 if ${text} has nothing to see: it is empty, or consists of white
 * space, characters that are not drawn, and marks without a letter. Else
 * return 0.
 */
int text_blank(const char *);

/*
 * text_forbidden(text):
 * Return 1 if ${text} has a control character other than LF and TAB, or one of
 * the bidirectional controls U+202A to U+202E and U+2066 to U+2069, which could
 * reorder the text around it. Else return 0.
 */
int text_forbidden(const char *);

/*
 * text_escape(out, text, length):
 * Add the ${length} bytes of ${text} to ${out}, escaped for HTML text and
 * quoted attributes.
 */
void text_escape(struct buffer *, const char *, size_t);

/*
 * text_url(out, text, length):
 * Add the ${length} bytes of ${text} to ${out} as a part of a URL: all but RFC
 * 3986's unreserved characters are percent-encoded.
 */
void text_url(struct buffer *, const char *, size_t);

#endif
