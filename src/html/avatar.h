/* SPDX-License-Identifier: ISC */
/*
 * A picture for each member: five rows of five squares in one colour, of which
 * the right half mirrors the left. Squares and colour depend only on the
 * member's id, so the picture never changes and need not be stored.
 */
#ifndef AVATAR_H
#define AVATAR_H

#include <stdint.h>

#include "base/buffer.h"

/*
 * avatar_cells(person, out):
 * Add the squares of the person with id ${person} to ${out}, as the "d"
 * attribute of an SVG path on a grid of 5 by 5.
 */
void avatar_cells(int64_t, struct buffer *);

/*
 * avatar_colour(person, out):
 * Add the colour of the person with id ${person} to ${out}, as "#rrggbb". Its
 * contrast is at least 3:1 on both white and black.
 */
void avatar_colour(int64_t, struct buffer *);

#endif
