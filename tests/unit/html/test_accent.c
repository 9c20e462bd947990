/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/asset.h"
#include "html/accent.h"

#define STEP 0x11 /* 4,096 colours */

/* Call ${each} for colours from everywhere in sRGB. */
static void
for_each_colour(void (*each)(struct colour))
{
	int red, green, blue;

	for (red = 0; red < 256; red += STEP)
		for (green = 0; green < 256; green += STEP)
			for (blue = 0; blue < 256; blue += STEP)
				each((struct colour){ (unsigned char)red,
				    (unsigned char)green,
				    (unsigned char)blue });
}

/* Read the colour behind ${name} in ${sheet}, behind ${after} if that is not
 * NULL. */
static struct colour
in_sheet(const char *sheet, const char *after, const char *name)
{
	char text[COLOUR_TEXT] = "";
	struct colour colour;
	const char *at;

	if (after != NULL)
		sheet = strstr(sheet, after);
	assert_non_null(sheet);
	at = strstr(sheet, name);
	assert_non_null(at);
	(void)snprintf(text, sizeof(text), "%s", at + strlen(name));
	if (text[4] == ';')
		(void)strcpy(text, "#ffffff"); /* written as #fff */
	if (colour_read(&colour, text) == -1)
		fail_msg("%s is %s", name, text);
	return (colour);
}

#define DARK "prefers-color-scheme: dark"

/* The style sheet of every page, in which the backgrounds are. */
static const char *
style(void)
{
	struct asset asset;

	assert_int_equal(asset_find("style.css", &asset), 0);
	return (asset.data);
}

static void
assert_readable(struct colour text, struct colour ground)
{
	char texts[2][COLOUR_TEXT];

	colour_write(text, texts[0]);
	colour_write(ground, texts[1]);
	if (colour_contrast(text, ground) < COLOUR_CONTRAST)
		fail_msg("%s on %s has the contrast %f", texts[0], texts[1],
		    colour_contrast(text, ground));
}

/* Everything that the theme in ${sheet} behind ${after} shows in or on the
 * accent. */
static void
assert_theme_readable(const char *sheet, const char *after)
{
	static const char *const colours[] = { "--accent: ", "--strong: " };
	struct colour colour;
	size_t i;

	for (i = 0; i < 2; i++) {
		colour = in_sheet(sheet, after, colours[i]);
		assert_readable(colour, in_sheet(style(), after, "--paper: "));
		assert_readable(colour, in_sheet(style(), after, "--sheet: "));
		assert_readable(
		    in_sheet(sheet, after, "--on-accent: "), colour);
	}
	assert_readable(in_sheet(style(), after, "--ink: "),
	    in_sheet(sheet, after, "--tint: "));
}

static void
assert_accepted(struct colour colour)
{
	struct buffer sheet = { 0 };

	accent_sheet(colour, &sheet);
	assert_theme_readable(sheet.data, NULL);
	assert_theme_readable(sheet.data, DARK);
	buffer_free(&sheet);
}

/* Either a colour can be read in both themes, or the one suggested can. */
static void
check_colour(struct colour colour)
{
	char text[COLOUR_TEXT], problem[FAILURE_MAX], again[FAILURE_MAX];
	struct colour suggested;

	colour_write(colour, text);
	if (accent_problem(text, problem) == 0) {
		assert_accepted(colour);
		return;
	}
	suggested = in_sheet(problem, NULL, "that has it is ");
	colour_write(suggested, text);
	assert_int_equal(accent_problem(text, again), 0);
	assert_accepted(suggested);
	assert_true(colour_lightness(suggested) < colour_lightness(colour));
}

static void
what_is_accepted_or_suggested_can_be_read_everywhere(void **state)
{
	(void)state;
	for_each_colour(check_colour);
}

static void
the_built_in_colour_is_accepted_as_well(void **state)
{
	char problem[FAILURE_MAX];

	(void)state;
	assert_int_equal(accent_problem("#0b6a71", problem), 0);
	assert_theme_readable(style(), NULL);
	assert_theme_readable(style(), DARK);
}

static void
a_colour_that_is_too_light_is_rejected_with_the_nearest(void **state)
{
	char problem[FAILURE_MAX];

	(void)state;
	assert_int_equal(accent_problem("#ff0000", problem), -1);
	assert_string_equal(problem,
	    "Links in this colour would be hard to read on a light background:"
	    " its contrast is 3.79 to 1, and 4.5 is needed. The nearest colour"
	    " that has it is #e80000.");
	assert_int_equal(accent_problem("#e80000", problem), 0);
	assert_int_equal(accent_problem("#e90000", problem), -1);
	assert_int_equal(accent_problem("red", problem), -1);
	assert_non_null(strstr(problem, "for example #0b6a71"));
}

static void
the_address_changes_with_the_sheet(void **state)
{
	char one[ACCENT_ADDRESS], other[ACCENT_ADDRESS];
	struct colour colour = { 0x0b, 0x6a, 0x71 };

	(void)state;
	accent_address(colour, one);
	assert_int_equal(strncmp(one, "/accent/", 8), 0);
	assert_string_equal(one + 8 + 16, "/0b6a71.css");
	colour.blue++;
	accent_address(colour, other);
	assert_int_not_equal(strncmp(one, other, 8 + 16), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_accepted_or_suggested_can_be_read_everywhere),
		cmocka_unit_test(the_built_in_colour_is_accepted_as_well),
		cmocka_unit_test(
		    a_colour_that_is_too_light_is_rejected_with_the_nearest),
		cmocka_unit_test(the_address_changes_with_the_sheet),
	};

	return (cmocka_run_group_tests_name("accent", tests, NULL, NULL));
}
