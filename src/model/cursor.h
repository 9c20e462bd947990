/* SPDX-License-Identifier: ISC */
/* Where the next page of a long list begins: behind the row with this id. */
#ifndef CURSOR_H
#define CURSOR_H

#include <stdint.h>

#define CURSOR_FIRST INT64_MAX /* the first page */

/*
 * cursor_read(text):
 * Return the id that ${text} gives in plain digits, from 1 to 2^63 - 1. Return
 * CURSOR_FIRST for anything else and for NULL: an address that somebody made up
 * shows the first page.
 */
int64_t cursor_read(const char *);

#endif
