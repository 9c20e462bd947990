/* SPDX-License-Identifier: ISC */
/*
 * Text that people type: check it, clean it up, and escape it for HTML and for
 * URLs.
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

/*
 * text_length(text):
 * Return the number of characters in ${text}, which must be valid UTF-8.
 */
size_t text_length(const char *);

/*
 * text_blank(text):
 * Return 1 if ${text} has nothing to see: it is empty, or consists of what
 * Unicode calls white space and characters without a width. Else return 0.
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
