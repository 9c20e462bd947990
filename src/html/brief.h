/* SPDX-License-Identifier: ISC */
/* The beginning of a text, as a title for it. */
#ifndef BRIEF_H
#define BRIEF_H

#include "base/buffer.h"

#define BRIEF_MAX 140 /* characters: most posts are whole */

/*
 * brief_add(out, text):
 * Add the beginning of ${text} to ${out}, not escaped, on one line: white space
 * becomes a single space. If ${text} has more than BRIEF_MAX characters as
 * readers count them, the rest is replaced by an ellipsis. ${text} must be
 * valid UTF-8.
 */
void brief_add(struct buffer *, const char *);

#endif
