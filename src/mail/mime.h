/* SPDX-License-Identifier: ISC */
/* Text in the form in which mail servers pass it on: ASCII, in short lines. */
#ifndef MIME_H
#define MIME_H

#include "base/buffer.h"

/*
 * mime_words(out, text, column):
 * Add ${text}, which is valid UTF-8, to ${out} as the value of a header field
 * (RFC 2047): as it is if it is short and plain ASCII, else as encoded words,
 * folded into lines of at most 76 bytes; the first begins in this ${column}. A
 * control character, such as the end of a line, becomes a space.
 */
void mime_words(struct buffer *, const char *, size_t);

/*
 * mime_phrase(out, text, column):
 * The same for the name before an address, where ASCII needs quotes.
 */
void mime_phrase(struct buffer *, const char *, size_t);

/*
 * mime_body(out, text):
 * Add ${text} to ${out} as quoted-printable (RFC 2045), with CRLF for each LF.
 */
void mime_body(struct buffer *, const char *);

#endif
