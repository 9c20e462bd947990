/* SPDX-License-Identifier: ISC */
#include "html/accent.h"

#include <math.h>
#include <sodium.h>
#include <stdio.h>

#define STEP 0.001 /* of lightness; the steps of 8 bits are greater */

#define HASH_BYTES 8 /* of the sheet's hash in its address */

/* How much darker or lighter than it a link is under the pointer: as in
 * style.css. */
#define HOVER 0.1

/* Behind messages: how light it is, and how much is left of its chroma. */
#define TINT_LIGHT  0.95
#define TINT_DARK   0.29
#define TINT_CHROMA 0.25

/* The backgrounds in style.css on which links stand. Light text on a button
 * is lighter than all of those of the light theme, and dark text is the dark
 * paper; so who can be read on these can also be read behind that. */
static const struct colour light_grounds[] = {
	{ 0xfa, 0xf9, 0xf6 }, /* --paper */
	{ 0xff, 0xff, 0xff }, /* --sheet */
};
static const struct colour dark_grounds[] = {
	{ 0x14, 0x17, 0x1a }, /* --paper */
	{ 0x1c, 0x20, 0x24 }, /* --sheet */
};

static int
can_be_read(struct colour colour, const struct colour grounds[2])
{
	return (colour_contrast(colour, grounds[0]) >= COLOUR_CONTRAST &&
		colour_contrast(colour, grounds[1]) >= COLOUR_CONTRAST);
}

/*
 * Return ${colour}, or the nearest that can be read on ${grounds}, with less
 * light (${direction} -1) or more (1).
 */
static struct colour
readable(struct colour colour, const struct colour grounds[2], int direction)
{
	double from = colour_lightness(colour);
	struct colour near = colour;
	int i;

	for (i = 1; !can_be_read(near, grounds); i++)
		near = colour_relit(colour, from + direction * i * STEP, 1);
	return (near);
}

int
accent_problem(const char *text, char problem[FAILURE_MAX])
{
	char suggestion[COLOUR_TEXT];
	struct colour accent;

	if (colour_read(&accent, text) == -1)
		return (failure(problem,
		    "Please write a colour as # and six digits from 0 to 9"
		    " and a to f, for example #0b6a71."));
	if (can_be_read(accent, light_grounds))
		return (0);
	colour_write(readable(accent, light_grounds, -1), suggestion);
	return (failure(problem,
	    "Links in this colour would be hard to read on a light background:"
	    " its contrast is %.2f to 1, and 4.5 is needed. The nearest colour"
	    " that has it is %s.",
	    floor(100 * colour_contrast(accent, light_grounds[0])) / 100,
	    suggestion));
}

struct colour
accent_dark(struct colour accent)
{
	return (readable(accent, dark_grounds, 1));
}

/* Add the colours of one theme; the button's text has ${on}. */
static void
add_theme(struct buffer *out, struct colour accent, double hover, double tint,
    struct colour on)
{
	char texts[4][COLOUR_TEXT];
	double lightness = colour_lightness(accent) + hover;

	if (lightness < 0 || lightness > 1)
		lightness = lightness < 0 ? 0 : 1;
	colour_write(accent, texts[0]);
	colour_write(colour_relit(accent, lightness, 1), texts[1]);
	colour_write(on, texts[2]);
	colour_write(colour_relit(accent, tint, TINT_CHROMA), texts[3]);
	buffer_format(out,
	    ":root {\n\t--accent: %s;\n\t--strong: %s;\n\t--on-accent: %s;\n"
	    "\t--tint: %s;\n}\n",
	    texts[0], texts[1], texts[2], texts[3]);
}

void
accent_sheet(struct colour accent, struct buffer *out)
{
	static const struct colour white = { 0xff, 0xff, 0xff };

	add_theme(out, accent, -HOVER, TINT_LIGHT, white);
	buffer_text(out, "@media (prefers-color-scheme: dark) {\n");
	add_theme(out, accent_dark(accent), HOVER, TINT_DARK, dark_grounds[0]);
	buffer_text(out, "}\n");
}

void
accent_address(struct colour accent, char address[ACCENT_ADDRESS])
{
	unsigned char hash[crypto_generichash_BYTES];
	char digits[2 * HASH_BYTES + 1], text[COLOUR_TEXT];
	struct buffer sheet = { 0 };

	accent_sheet(accent, &sheet);
	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)sheet.data, sheet.length, NULL, 0);
	buffer_free(&sheet);
	(void)sodium_bin2hex(digits, sizeof(digits), hash, HASH_BYTES);
	colour_write(accent, text);
	(void)snprintf(
	    address, ACCENT_ADDRESS, "/accent/%s/%s.css", digits, text + 1);
}
