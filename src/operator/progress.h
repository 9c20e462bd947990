/* SPDX-License-Identifier: ISC */
/*
 * What a long command does, and how far it is: one line at the end of a
 * terminal, rewritten again and again. It is on standard error; if that is no
 * terminal, nothing is shown.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

#define SIZE_TEXT 24 /* bytes, with the NUL */

/*
 * progress_show(what, done, total):
 * Show "what: 12 MB of 50 MB", ten times a second at most; without "of" if
 * ${total} is 0, and without any number if ${done} is -1, too.
 */
void progress_show(const char *, int64_t, int64_t);

/* progress_clear(): Remove the line, before anything else is printed. */
void progress_clear(void);

/* progress_size(bytes, text): Write "12.3 MB" to ${text}. */
void progress_size(int64_t, char[SIZE_TEXT]);

#endif
