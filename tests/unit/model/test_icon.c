/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "model/icon.h"

static char problem[FAILURE_MAX];

static void
add_number(struct buffer *out, uint32_t number)
{
	char bytes[] = { (char)(number >> 24), (char)(number >> 16),
		(char)(number >> 8), (char)number };

	buffer_add(out, bytes, sizeof(bytes));
}

static void
add_chunk(struct buffer *out, const char *type, const char *data, size_t length)
{
	add_number(out, (uint32_t)length);
	buffer_add(out, type, 4);
	buffer_add(out, data, length);
	add_number(out, 0);
}

/* Make a PNG of this size, with as many bytes of compressed pixels. */
static struct buffer
png(uint32_t width, uint32_t height, size_t pixels)
{
	static const char zeros[ICON_BYTES_MAX];
	struct buffer out = { 0 }, header = { 0 };

	buffer_add(&out, "\x89PNG\r\n\x1a\n", 8);
	add_number(&header, width);
	add_number(&header, height);
	buffer_add(&header, "\x08\x06\0\0\0", 5);
	add_chunk(&out, "IHDR", header.data, header.length);
	add_chunk(&out, "IDAT", zeros, pixels);
	add_chunk(&out, "IEND", "", 0);
	buffer_free(&header);
	return (out);
}

/* Assert that the problem with ${icon}, which is freed, begins like that. */
static void
assert_problem(struct buffer icon, const char *start)
{
	assert_int_equal(icon_problem(icon.data, icon.length, problem), -1);
	if (strncmp(problem, start, strlen(start)) != 0)
		fail_msg("\"%s\" instead of \"%s\"", problem, start);
	buffer_free(&icon);
}

static void
assert_accepted(struct buffer icon)
{
	if (icon_problem(icon.data, icon.length, problem) == -1)
		fail_msg("%s", problem);
	buffer_free(&icon);
}

#define FRAME (8 + 25 + 12 + 12) /* bytes around the pixels */

static void
a_png_of_the_right_size_is_accepted(void **state)
{
	(void)state;
	assert_accepted(png(1, 1, 10));
	assert_accepted(png(512, 512, 10));
	assert_accepted(png(192, 100, ICON_BYTES_MAX - FRAME));
}

static void
one_that_is_too_large_is_rejected(void **state)
{
	(void)state;
	assert_problem(png(513, 1, 10),
	    "The icon can have at most 512 by 512 pixels; this one has 513 by"
	    " 1.");
	assert_problem(png(1, 4000000000, 10), "The icon can have at most 512");
	assert_problem(png(0, 1, 10), "The icon can have at most 512");
	assert_problem(png(10, 10, ICON_BYTES_MAX - FRAME + 1),
	    "The icon can have at most 64 KB.");
}

static void
other_files_are_rejected(void **state)
{
	static const char *const others[] = {
		"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
		"GIF89a", "\xff\xd8\xff\xe0 JFIF", "RIFF1234WEBP", "\x89PNG",
		"\x89PNG\n\x1a\n and line ends that FTP has changed"
	};
	struct buffer icon;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		icon = (struct buffer){ 0 };
		buffer_text(&icon, others[i]);
		assert_problem(icon, "This is not a PNG.");
	}
	assert_int_equal(icon_problem(NULL, 0, problem), -1);
	assert_string_equal(problem, "Please choose a file that is not empty.");
}

static void
a_png_that_is_cut_or_continued_is_rejected(void **state)
{
	struct buffer icon = png(10, 10, 20);
	size_t length;

	(void)state;
	for (length = 8; length < icon.length; length++)
		assert_int_equal(icon_problem(icon.data, length, problem), -1);
	buffer_text(&icon, "<script>");
	assert_problem(icon, "This PNG is damaged");
}

static void
a_png_with_an_impossible_chunk_is_rejected(void **state)
{
	struct buffer icon = png(10, 10, 20);

	(void)state;
	memset(icon.data + 33, 0xff, 4); /* the length of IDAT */
	assert_problem(icon, "This PNG is damaged");
	icon = png(10, 10, 20);
	memcpy(icon.data + 37, "tEXt", 4); /* no pixels at all */
	assert_problem(icon, "This PNG is damaged");
	icon = png(10, 10, 20);
	memcpy(icon.data + 12, "IDAT", 4); /* no header */
	assert_problem(icon, "This PNG is damaged");
}

static void
the_name_is_that_of_the_bytes(void **state)
{
	char one[ICON_NAME], other[ICON_NAME];

	(void)state;
	icon_name("a", 1, one);
	assert_int_equal(strspn(one, "0123456789abcdef"), 16);
	icon_name("b", 1, other);
	assert_string_not_equal(one, other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_png_of_the_right_size_is_accepted),
		cmocka_unit_test(one_that_is_too_large_is_rejected),
		cmocka_unit_test(other_files_are_rejected),
		cmocka_unit_test(a_png_that_is_cut_or_continued_is_rejected),
		cmocka_unit_test(a_png_with_an_impossible_chunk_is_rejected),
		cmocka_unit_test(the_name_is_that_of_the_bytes),
	};

	return (cmocka_run_group_tests_name("icon", tests, NULL, NULL));
}
