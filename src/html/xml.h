/* SPDX-License-Identifier: ISC */
/* What XML cannot contain, although HTML and UTF-8 can. */
#ifndef XML_H
#define XML_H

#include <stddef.h>

/*
 * xml_clean(text, length):
 * Replace, in place, each character in the ${length} bytes of ${text} that XML
 * 1.0 cannot contain, not even escaped: control characters other than TAB, LF
 * and CR by a question mark, and U+FFFE and U+FFFF by U+FFFD. ${text} must be
 * valid UTF-8.
 */
void xml_clean(char *, size_t);

#endif
