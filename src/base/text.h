/*
 * What people type: its length in characters, its line ends, what may not be
 * in it, and how it is shown.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

#include "base/buffer.h"

/* The site's limits, in characters (Unicode code points). */
#define NICKNAME_MAX  64
#define EMAIL_MAX     120
#define ABOUT_ME_MAX  140
#define POST_MAX      140
#define LIST_NAME_MAX 40

/*
 * text_valid(data, length):
 * 1 if the ${length} bytes at ${data} are well-formed UTF-8 (RFC 3629: no
 * surrogates, no overlong forms), else 0.
 */
int text_valid(const char *, size_t);

/*
 * text_normalise(text):
 * Turn each CR LF and each lone CR of ${text} into a LF and take white space
 * away from both ends, in place. ${text} is valid UTF-8.
 */
void text_normalise(char *);

/* text_length(text): how many characters the valid UTF-8 ${text} has. */
size_t text_length(const char *);

/*
 * text_blank(text):
 * 1 if nothing in ${text} would be seen: it is empty, or all white space and
 * characters without a width, in the sense of Unicode.
 */
int text_blank(const char *);

/*
 * text_forbidden(text):
 * 1 if ${text} has a control character other than LF and TAB, or one of the
 * bidirectional controls U+202A to U+202E and U+2066 to U+2069, which can make
 * text look as if somebody else had written it.
 */
int text_forbidden(const char *);

/*
 * text_escape(out, text, length):
 * Add the ${length} bytes of ${text} to ${out}, safe in HTML text and in a
 * quoted attribute.
 */
void text_escape(struct buffer *, const char *, size_t);

/*
 * text_url(out, text, length):
 * Add ${text} to ${out} percent-encoded but for RFC 3986's unreserved
 * characters, safe as a part of an address.
 */
void text_url(struct buffer *, const char *, size_t);

/* text_digit(c): the value of a hexadecimal digit, or -1. */
int text_digit(char);

#endif
