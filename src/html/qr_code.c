/* SPDX-License-Identifier: ISC */
#include "html/qr_code.h"

#include <qrencode.h>

#define MARGIN 4 /* squares, as the standard demands (ISO/IEC 18004, 9.1) */
#define DARK   1 /* the bit of a dark square */

/* Add one row, each run of dark squares as a rectangle. */
static void
add_row(const unsigned char *row, int width, int y, struct buffer *out)
{
	int x, run;

	for (x = 0; x < width; x += run + 1) {
		run = 0;
		while (x + run < width && (row[x + run] & DARK) != 0)
			run++;
		if (run > 0)
			buffer_format(out, "M%d %dh%dv1h-%dz", x + MARGIN,
			    y + MARGIN, run, run);
	}
}

int
qr_code_path(const char *text, struct buffer *out)
{
	/* Version 0 is the smallest that fits; M survives a scratched screen.
	 */
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int y, width;

	if (code == NULL)
		return (0);
	width = code->width;
	for (y = 0; y < width; y++)
		add_row(code->data + y * width, width, y, out);
	QRcode_free(code);
	return (width + 2 * MARGIN);
}
