/* SPDX-License-Identifier: ISC */
/* Colours of sRGB: their contrast, and how light they look. */
#ifndef COLOUR_H
#define COLOUR_H

#define COLOUR_TEXT 8 /* bytes of "#0b6a71" with its NUL */

/* What text must have with its background (WCAG 2.2, success criterion 1.4.3,
 * level AA). */
#define COLOUR_CONTRAST 4.5

struct colour {
	unsigned char red, green, blue;
};

/* colour_read(colour, text): Read ${text}, "#" and six hexadecimal digits.
 * Return 0, or -1 if it is something else. */
int colour_read(struct colour *, const char *);

/* colour_write(colour, text): Write ${colour} in the same form. */
void colour_write(struct colour, char[COLOUR_TEXT]);

/*
 * colour_contrast(one, other):
 * Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines
 * it.
 */
double colour_contrast(struct colour, struct colour);

/* colour_lightness(colour): Return how light it looks: the L of OKLab, from 0
 * to 1. */
double colour_lightness(struct colour);

/*
 * colour_relit(colour, lightness, share):
 * Return ${colour} with that ${lightness}, the same hue, and this ${share} of
 * its chroma, from 0 to 1; or the greatest chroma below that which sRGB has
 * there.
 */
struct colour colour_relit(struct colour, double, double);

#endif
