/* SPDX-License-Identifier: ISC */
/* (That cameras can read it is tested in tests/site/two_factor.mjs.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "html/qr_code.h"

/* Version 1 has 21 squares on each side, and there is a margin of four. */
#define SMALLEST (21 + 2 * 4)

static void
the_picture_has_a_light_margin(void **state)
{
	struct buffer path = { 0 };
	int x, y, run, back, length;
	const char *next;

	(void)state;
	assert_int_equal(qr_code_path("microblog", &path), SMALLEST);
	/* The top left corner starts with the finder's seven dark squares. */
	assert_int_equal(strncmp(path.data, "M4 4h7v1h-7z", 12), 0);
	for (next = path.data; *next != '\0'; next += length) {
		assert_int_equal(sscanf(next, "M%d %dh%dv1h-%dz%n", &x, &y,
				     &run, &back, &length),
		    4);
		assert_true(run > 0 && run == back);
		assert_in_range(x, 4, SMALLEST - 4 - 1);
		assert_in_range(x + run, 5, SMALLEST - 4);
		assert_in_range(y, 4, SMALLEST - 4 - 1);
	}
	buffer_free(&path);
}

static void
a_longer_text_makes_a_larger_picture(void **state)
{
	struct buffer path = { 0 };
	char text[200];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_true(qr_code_path(text, &path) > SMALLEST);
	buffer_free(&path);
}

static void
a_text_that_is_too_long_has_no_picture(void **state)
{
	struct buffer path = { 0 };
	static char text[4000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(qr_code_path(text, &path), 0);
	assert_int_equal(path.length, 0);
	assert_int_equal(qr_code_path("", &path), 0);
	buffer_free(&path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_has_a_light_margin),
		cmocka_unit_test(a_longer_text_makes_a_larger_picture),
		cmocka_unit_test(a_text_that_is_too_long_has_no_picture),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
