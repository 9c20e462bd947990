/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "http/multipart.h"

#define TYPE  "multipart/form-data; boundary=xyz"
#define FIELD "--xyz\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n"
#define FILE_PART                                                  \
	"--xyz\r\nContent-Disposition: form-data; name=\"file\"; " \
	"filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
#define END "\r\n--xyz--\r\n"

static struct form form;
static struct buffer file;

/*
 * Read a body whose file arrives in pieces of ${step} bytes. Return 0 and set
 * ${form} and ${file}; or -1.
 */
static int
read_in(const char *body, size_t step)
{
	static char copy[1000];
	size_t size = strlen(body), at, length;
	struct multipart multipart;
	struct buffer piece = { 0 };
	ssize_t start;
	int status = 0;

	assert_true(size < sizeof(copy));
	memcpy(copy, body, size);
	buffer_free(&file);
	buffer_text(&file, "");
	assert_int_equal(multipart_begin(&multipart, TYPE), 0);
	start = multipart_fields(&multipart, &form, copy, size);
	if (start == -1)
		return (-1);
	for (at = (size_t)start; status == 0 && at < size; at += length) {
		length = size - at < step ? size - at : step;
		status = multipart_file(
		    &multipart, body + at, length, at + length == size, &piece);
		if (status == 0)
			buffer_add(&file, piece.data, piece.length);
		buffer_free(&piece);
	}
	return (status);
}

static void
the_fields_come_before_the_file(void **state)
{
	size_t step;

	(void)state;
	for (step = 1; step < 40; step++) {
		assert_int_equal(read_in(FIELD "follows\r\n" FILE_PART
					       "susan\r\n--xy\r\n" END,
				     step),
		    0);
		assert_int_equal(form.count, 1);
		assert_string_equal(form_field(&form, "kind"), "follows");
		assert_string_equal(file.data, "susan\r\n--xy\r\n");
	}
}

static void
a_file_may_be_empty(void **state)
{
	(void)state;
	assert_int_equal(read_in(FILE_PART END, 100), 0);
	assert_int_equal(file.length, 0);
	assert_int_equal(read_in(FILE_PART "x\r\n--xyz--", 100), 0);
	assert_string_equal(file.data, "x");
}

static void
the_form_ends_behind_one_file(void **state)
{
	static const char *const bodies[] = {
		FILE_PART "x",
		FILE_PART "x\r\n--xyz\r\n",
		FILE_PART "x" END "more",
		FILE_PART "x\r\n" FILE_PART "y" END,
		FILE_PART "x\r\n" FIELD "follows" END,
	};
	size_t i, step;

	(void)state;
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		for (step = 1; step < 200; step++)
			assert_int_equal(read_in(bodies[i], step), -1);
}

static void
malformed_fields_are_rejected(void **state)
{
	static const char *const bodies[] = {
		"",
		"--xyz--\r\n",
		"x" FILE_PART END,
		FIELD "follows" END,
		"--xyz\r\n\r\nx\r\n" FILE_PART END,
		"--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n" FILE_PART
		    END,
		"--xyz\r\nContent-Disposition: form-data; "
		"name=\"a\r\n\r\nx\r\n" FILE_PART END,
		"--xyz\r\nno header\r\n\r\nx\r\n" FILE_PART END,
		FIELD "\xff\r\n" FILE_PART END,
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		assert_int_equal(read_in(bodies[i], 100), -1);
		assert_int_equal(form.count, 0);
	}
}

static void
a_boundary_is_a_token_of_seventy_bytes_at_most(void **state)
{
#define TEN "1234567890"
	static const char *const valid[] = { TYPE,
		"Multipart/Form-Data;boundary=a",
		"multipart/form-data; boundary=" TEN TEN TEN TEN TEN TEN TEN,
		"multipart/form-data; boundary=\"----a:b\"" };
	static const char *const invalid[] = { "", "multipart/form-data",
		"multipart/form-data; boundary=", "multipart/mixed; boundary=a",
		"multipart/form-data; boundary=a; charset=utf-8",
		"multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=" TEN TEN TEN TEN TEN TEN TEN
		"1" };
	struct multipart multipart;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		assert_int_equal(multipart_begin(&multipart, valid[i]), 0);
	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
		assert_int_equal(multipart_begin(&multipart, invalid[i]), -1);
}

static int
clean_up(void **state)
{
	(void)state;
	buffer_free(&file);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fields_come_before_the_file),
		cmocka_unit_test(a_file_may_be_empty),
		cmocka_unit_test(the_form_ends_behind_one_file),
		cmocka_unit_test(malformed_fields_are_rejected),
		cmocka_unit_test(
		    a_boundary_is_a_token_of_seventy_bytes_at_most),
	};

	return (
	    cmocka_run_group_tests_name("multipart", tests, NULL, clean_up));
}
