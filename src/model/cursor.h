/* Where a reader is in a long page: the id of the last row that was shown. */
#ifndef CURSOR_H
#define CURSOR_H

#include <stdint.h>

#define CURSOR_FIRST INT64_MAX /* before all rows: the first page */

/*
 * cursor_read(text):
 * The id that ${text} says in plain digits, 1 to 2^63 - 1. Anything else, and
 * NULL, is CURSOR_FIRST: who plays with addresses is shown the first page.
 */
int64_t cursor_read(const char *);

#endif
