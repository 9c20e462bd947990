/* SPDX-License-Identifier: ISC */
/*
 * OKLab is Björn Ottosson's: https://bottosson.github.io/posts/oklab/. In it, a
 * change of L alone looks like more or less light on the same colour.
 */
#include "html/colour.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HALVINGS 16 /* of the chroma; the 24 bits of sRGB need fewer */

/* Linear light, from 0 to 1 within sRGB. */
struct light {
	double red, green, blue;
};

struct oklab {
	double l, a, b;
};

int
colour_read(struct colour *colour, const char *text)
{
	unsigned long number;

	if (strlen(text) != COLOUR_TEXT - 1 || *text != '#' ||
	    strspn(text + 1, "0123456789abcdefABCDEF") != COLOUR_TEXT - 2)
		return (-1);
	number = strtoul(text + 1, NULL, 16);
	colour->red = (unsigned char)(number >> 16);
	colour->green = (unsigned char)(number >> 8 & 255);
	colour->blue = (unsigned char)(number & 255);
	return (0);
}

void
colour_write(struct colour colour, char text[COLOUR_TEXT])
{
	(void)snprintf(text, COLOUR_TEXT, "#%02x%02x%02x", colour.red,
	    colour.green, colour.blue);
}

static double
to_linear(unsigned char value)
{
	double part = value / 255.0;

	return (
	    part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
}

static unsigned char
from_linear(double light)
{
	double part = light <= 0.0031308 ? 12.92 * light
					 : 1.055 * pow(light, 1 / 2.4) - 0.055;

	return ((unsigned char)lround(fmin(fmax(part, 0), 1) * 255));
}

static struct light
light_of(struct colour colour)
{
	return ((struct light){ to_linear(colour.red), to_linear(colour.green),
	    to_linear(colour.blue) });
}

static double
luminance(struct colour colour)
{
	struct light light = light_of(colour);

	return (
	    0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue);
}

double
colour_contrast(struct colour one, struct colour other)
{
	double a = luminance(one) + 0.05, b = luminance(other) + 0.05;

	return (a > b ? a / b : b / a);
}

static struct oklab
to_oklab(struct light c)
{
	double l, m, s;

	l = cbrt(0.4122214708 * c.red + 0.5363325363 * c.green +
		 0.0514459929 * c.blue);
	m = cbrt(0.2119034982 * c.red + 0.6806995451 * c.green +
		 0.1073969566 * c.blue);
	s = cbrt(0.0883024619 * c.red + 0.2817188376 * c.green +
		 0.6299787005 * c.blue);
	return ((struct oklab){
	    0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
	    1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
	    0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s });
}

static double
cube(double x)
{
	return (x * x * x);
}

static struct light
from_oklab(struct oklab c)
{
	double l, m, s;

	l = cube(c.l + 0.3963377774 * c.a + 0.2158037573 * c.b);
	m = cube(c.l - 0.1055613458 * c.a - 0.0638541728 * c.b);
	s = cube(c.l - 0.0894841775 * c.a - 1.2914855480 * c.b);
	return ((struct light){
	    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
	    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
	    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s });
}

static int
is_within(double light)
{
	/* Half of the smallest step of 8 bits. */
	return (light > -0.00015 && light < 1.0015);
}

static int
in_srgb(struct light light)
{
	return (is_within(light.red) && is_within(light.green) &&
		is_within(light.blue));
}

double
colour_lightness(struct colour colour)
{
	return (to_oklab(light_of(colour)).l);
}

struct colour
colour_relit(struct colour colour, double lightness, double share)
{
	struct oklab whole = to_oklab(light_of(colour)), part;
	double low = 0, high = share;
	struct light light;
	int i;

	/* Find the greatest share of its chroma that is in sRGB, and first try
	 * all of it. */
	for (i = 0; i < HALVINGS && low < high; i++) {
		part = (struct oklab){ lightness, share * whole.a,
			share * whole.b };
		if (in_srgb(from_oklab(part)))
			low = share;
		else
			high = share;
		share = (low + high) / 2;
	}
	light = from_oklab(
	    (struct oklab){ lightness, low * whole.a, low * whole.b });
	return ((struct colour){ from_linear(light.red),
	    from_linear(light.green), from_linear(light.blue) });
}
