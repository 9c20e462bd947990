/*
 * The picture of somebody who has none: five rows of five squares, the right
 * half the left one's mirror image, in one colour. Both come from the account's
 * id alone, so that the picture never changes and nobody has to keep it.
 */
#ifndef AVATAR_H
#define AVATAR_H

#include <stdint.h>

#include "base/buffer.h"

/*
 * avatar_cells(person, out):
 * Add the squares of the person with id ${person} to ${out}, as the "d" of an
 * SVG path, in a field of 5 by 5.
 */
void avatar_cells(int64_t, struct buffer *);

/*
 * avatar_colour(person, out):
 * Add the colour to ${out}, as "#rrggbb". It has a contrast of 3:1 and more
 * both to white and to black.
 */
void avatar_colour(int64_t, struct buffer *);

#endif
