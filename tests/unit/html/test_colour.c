/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "html/colour.h"

static struct colour
of(const char *text)
{
	struct colour colour = { 0 };

	assert_int_equal(colour_read(&colour, text), 0);
	return (colour);
}

static void
only_six_digits_are_a_colour(void **state)
{
	static const char *const others[] = { "", "#", "#fff", "0b6a71",
		"#0b6a7", "#0b6a711", "#0b6a7g", " #0b6a71", "#0b6a71 ",
		"#-b6a71", "#0x6a71", "teal", "rgb(1,2,3)",
		"#0b6a71;}body{display:none" };
	char text[COLOUR_TEXT];
	struct colour colour;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(colour_read(&colour, others[i]), -1);
	colour_write(of("#0B6a71"), text);
	assert_string_equal(text, "#0b6a71");
}

/* The first four are in the W3C's own texts or follow from its definition; the
 * others were computed with the contrast checker of WebAIM. */
static void
contrasts_are_those_of_wcag(void **state)
{
	static const struct {
		const char *one, *other;
		double contrast;
	} pairs[] = {
		{ "#000000", "#ffffff", 21 },
		{ "#ffffff", "#ffffff", 1 },
		{ "#777777", "#ffffff", 4.48 },
		{ "#767676", "#ffffff", 4.54 },
		{ "#0000ff", "#ffffff", 8.59 },
		{ "#ff0000", "#ffffff", 4.00 },
		{ "#ffff00", "#ffffff", 1.07 },
		{ "#00ff00", "#000000", 15.30 },
	};
	double contrast;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		contrast =
		    colour_contrast(of(pairs[i].one), of(pairs[i].other));
		assert_true(fabs(contrast - pairs[i].contrast) < 0.005);
		assert_true(contrast == colour_contrast(of(pairs[i].other),
					    of(pairs[i].one)));
	}
}

/* Ottosson's own examples: white has the lightness 1, and so on. */
static void
lightness_is_that_of_oklab(void **state)
{
	(void)state;
	assert_true(fabs(colour_lightness(of("#ffffff")) - 1) < 0.001);
	assert_true(fabs(colour_lightness(of("#000000"))) < 0.001);
	assert_true(fabs(colour_lightness(of("#ff0000")) - 0.628) < 0.001);
	assert_true(fabs(colour_lightness(of("#00ff00")) - 0.866) < 0.001);
	assert_true(fabs(colour_lightness(of("#0000ff")) - 0.452) < 0.001);
}

static void
a_colour_with_its_own_lightness_stays_as_it_is(void **state)
{
	char before[COLOUR_TEXT], after[COLOUR_TEXT];
	struct colour colour;
	int i;

	(void)state;
	for (i = 0; i < 4096; i++) {
		colour.red = (unsigned char)((i >> 8) * 17);
		colour.green = (unsigned char)((i >> 4 & 15) * 17);
		colour.blue = (unsigned char)((i & 15) * 17);
		colour_write(colour, before);
		colour_write(
		    colour_relit(colour, colour_lightness(colour), 1), after);
		assert_string_equal(before, after);
	}
}

static void
another_lightness_is_reached_in_any_colour(void **state)
{
	struct colour colour;
	double wanted;
	int i;

	(void)state;
	for (i = 0; i < 4096; i++) {
		colour.red = (unsigned char)((i >> 8) * 17);
		colour.green = (unsigned char)((i >> 4 & 15) * 17);
		colour.blue = (unsigned char)((i & 15) * 17);
		for (wanted = 0.1; wanted < 1; wanted += 0.2)
			assert_true(fabs(colour_lightness(
					     colour_relit(colour, wanted, 1)) -
					 wanted) < 0.01);
	}
}

static void
without_chroma_a_colour_is_grey(void **state)
{
	struct colour grey = colour_relit(of("#0b6a71"), 0.5, 0);

	(void)state;
	assert_int_equal(grey.red, grey.green);
	assert_int_equal(grey.red, grey.blue);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_six_digits_are_a_colour),
		cmocka_unit_test(contrasts_are_those_of_wcag),
		cmocka_unit_test(lightness_is_that_of_oklab),
		cmocka_unit_test(
		    a_colour_with_its_own_lightness_stays_as_it_is),
		cmocka_unit_test(another_lightness_is_reached_in_any_colour),
		cmocka_unit_test(without_chroma_a_colour_is_grey),
	};

	return (cmocka_run_group_tests_name("colour", tests, NULL, NULL));
}
