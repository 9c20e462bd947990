/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "html/avatar.h"

#define ROWS	5
#define COLUMNS 5
#define HALF	3 /* columns; the others mirror them */

/* Hues all around the colour wheel, equally light (OKLCh, luminance 0.19). */
static const char *const colours[] = {
	"#cf457b",
	"#d5445c",
	"#d54837",
	"#c9550b",
	"#b46507",
	"#a36e09",
	"#93750a",
	"#837b05",
	"#6d810f",
	"#47880b",
	"#0d8b40",
	"#0d8964",
	"#0b8877",
	"#078787",
	"#0f8595",
	"#0d83a5",
	"#0380bc",
	"#1678e0",
	"#5470e5",
	"#7667e2",
	"#905ed8",
	"#a656c7",
	"#b84fb2",
	"#c64998",
};

#define COLOURS (sizeof(colours) / sizeof(colours[0]))

/*
 * Return bits that look random but are always the same for one id. The key is
 * not a secret, but changing it would change all pictures.
 */
static uint64_t
person_bits(int64_t person)
{
	static const unsigned char key[crypto_shorthash_KEYBYTES] = { 'm', 'i',
		'c', 'r', 'o', 'b', 'l', 'o', 'g', ' ', 'a', 'v', 'a', 't', 'a',
		'r' };
	unsigned char id[8], hash[crypto_shorthash_BYTES];
	uint64_t bits = 0;
	size_t i;

	for (i = 0; i < sizeof(id); i++)
		id[i] = (unsigned char)((uint64_t)person >> 8 * i);
	(void)crypto_shorthash(hash, id, sizeof(id), key);
	for (i = 0; i < sizeof(hash); i++)
		bits = bits << 8 | hash[i];
	return (bits);
}

static int
is_filled(uint64_t cells, int row, int column)
{
	if (column >= HALF)
		column = COLUMNS - 1 - column;
	return ((int)(cells >> (row * HALF + column) & 1));
}

void
avatar_cells(int64_t person, struct buffer *out)
{
	uint64_t cells = person_bits(person) & ((1 << ROWS * HALF) - 1);
	int row, column, width;

	if (cells == 0) /* better a full square than an empty one */
		cells = ~cells;
	for (row = 0; row < ROWS; row++) {
		for (column = 0; column < COLUMNS; column += width + 1) {
			width = 0;
			while (column + width < COLUMNS &&
			       is_filled(cells, row, column + width))
				width++;
			if (width > 0)
				buffer_format(out, "M%d %dh%dv1h-%dz", column,
				    row, width, width);
		}
	}
}

void
avatar_colour(int64_t person, struct buffer *out)
{
	uint64_t bits = person_bits(person) >> ROWS * HALF;

	buffer_text(out, colours[bits % COLOURS]);
}
