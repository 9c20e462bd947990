/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "html/avatar.h"
#include "html/template.h"

#define PEOPLE 2000

/* Fill in the squares that the path of avatar_cells() covers. */
static void
read_cells(const char *path, char filled[5][5])
{
	int column, row, width, back, length;

	memset(filled, 0, 25);
	while (*path != '\0') {
		assert_int_equal(sscanf(path, "M%d %dh%dv1h-%dz%n", &column,
				     &row, &width, &back, &length),
		    4);
		assert_int_equal(width, back);
		assert_in_range(row, 0, 4);
		assert_in_range(column + width, 1, 5);
		memset(&filled[row][column], 1, (size_t)width);
		path += length;
	}
}

static void
a_picture_is_its_own_mirror_image(void **state)
{
	struct buffer path = { 0 };
	char filled[5][5];
	int64_t person;
	int row, column;

	(void)state;
	for (person = 1; person <= PEOPLE; person++) {
		avatar_cells(person, &path);
		read_cells(path.data, filled);
		for (row = 0; row < 5; row++) {
			for (column = 0; column < 5; column++)
				assert_int_equal(filled[row][column],
				    filled[row][4 - column]);
		}
		buffer_free(&path);
	}
}

static void
no_picture_is_empty(void **state)
{
	struct buffer path = { 0 };
	int64_t person;

	(void)state;
	for (person = 1; person <= 100000; person++) {
		buffer_text(&path, "");
		avatar_cells(person, &path);
		assert_true(path.length > 0);
		path.length = 0;
	}
	buffer_free(&path);
}

static void
a_picture_never_changes(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	avatar_cells(1, &out);
	buffer_text(&out, " ");
	avatar_colour(1, &out);
	buffer_text(&out, " ");
	avatar_colour(INT64_MAX, &out);
	buffer_text(&out, " ");
	avatar_colour(-1, &out);
	assert_string_equal(out.data,
	    "M1 0h3v1h-3zM0 1h2v1h-2zM3 1h2v1h-2zM1 2h1v1h-1z"
	    "M3 2h1v1h-1zM0 3h1v1h-1zM4 3h1v1h-1zM0 4h2v1h-2z"
	    "M3 4h2v1h-2z #0d83a5 #c64998 #c9550b");
	buffer_free(&out);
}

static void
people_get_different_pictures(void **state)
{
	static char seen[PEOPLE][256];
	struct buffer out = { 0 };
	int i, j, same = 0;

	(void)state;
	for (i = 0; i < PEOPLE; i++) {
		avatar_colour(i + 1, &out);
		avatar_cells(i + 1, &out);
		assert_true(out.length < sizeof(seen[i]));
		memcpy(seen[i], out.data, out.length + 1);
		buffer_free(&out);
		for (j = 0; j < i; j++)
			same += strcmp(seen[i], seen[j]) == 0;
	}
	/* Two or three equal pairs are likely by chance. */
	assert_in_range(same, 0, 20);
}

/* Return the relative luminance of WCAG 2, approximated by a polynomial. */
static double
luminance(const char *colour)
{
	static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
	unsigned part[3];
	double sum = 0, light;
	int i;

	assert_int_equal(strlen(colour), 7);
	assert_int_equal(
	    sscanf(colour, "#%2x%2x%2x", &part[0], &part[1], &part[2]), 3);
	for (i = 0; i < 3; i++) {
		light = part[i] / 255.0;
		sum +=
		    weights[i] * light *
		    (light * (light * 0.305306011 + 0.682171111) + 0.012522878);
	}
	return (sum);
}

static void
a_colour_stands_out_on_white_and_on_black(void **state)
{
	struct buffer colour = { 0 };
	int64_t person;
	double light;

	(void)state;
	for (person = -PEOPLE; person <= PEOPLE; person++) {
		avatar_colour(person, &colour);
		light = luminance(colour.data);
		assert_true(1.05 / (light + 0.05) >= 3);
		assert_true((light + 0.05) / 0.05 >= 3);
		buffer_free(&colour);
	}
}

static void
the_template_makes_an_svg(void **state)
{
	struct buffer cells = { 0 }, colour = { 0 }, out = { 0 };
	struct view view = { 0 };

	(void)state;
	avatar_cells(7, &cells);
	avatar_colour(7, &colour);
	view_value(&view, "cells", cells.data);
	view_value(&view, "colour", colour.data);
	template_render(template_find("avatar.svg"), &view, &out);
	assert_int_equal(strncmp(out.data, "<svg xmlns=", 11), 0);
	assert_non_null(strstr(out.data, cells.data));
	assert_non_null(strstr(out.data, colour.data));
	buffer_free(&cells);
	buffer_free(&colour);
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_is_its_own_mirror_image),
		cmocka_unit_test(no_picture_is_empty),
		cmocka_unit_test(a_picture_never_changes),
		cmocka_unit_test(people_get_different_pictures),
		cmocka_unit_test(a_colour_stands_out_on_white_and_on_black),
		cmocka_unit_test(the_template_makes_an_svg),
	};

	return (cmocka_run_group_tests_name("avatar", tests, NULL, NULL));
}
