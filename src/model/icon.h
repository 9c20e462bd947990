/* SPDX-License-Identifier: ISC */
/*
 * The site's icon, which an admin uploads. Only PNG is accepted: it cannot
 * contain scripts, as SVG can, and every browser shows it.
 */
#ifndef ICON_H
#define ICON_H

#include <stddef.h>

#include "base/failure.h"

#define ICON_BYTES_MAX 65536 /* every new visitor loads it */
#define ICON_SIDE_MAX  512   /* pixels: what phones want for a home screen */
#define ICON_NAME      17    /* bytes, with the NUL */

/*
 * icon_problem(data, length, problem):
 * Return 0 if these bytes are a PNG of an acceptable size: its parts follow one
 * another without a gap, from the header to the end. (Whether the picture in
 * them can be decompressed is left to browsers.) Else return -1, and ${problem}
 * says what is wrong.
 */
int icon_problem(const void *, size_t, char[FAILURE_MAX]);

/* icon_name(data, length, name): Write the beginning of the icon's hash to
 * ${name}: 16 hexadecimal digits. */
void icon_name(const void *, size_t, char[ICON_NAME]);

#endif
