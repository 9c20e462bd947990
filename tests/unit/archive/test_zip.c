/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "archive/archive_reader.h"
#include "archive/zip_reader.h"
#include "archive/zip_writer.h"

static struct buffer archive;
static char error[FAILURE_MAX];

static int
clean_up(void **state)
{
	(void)state;
	buffer_free(&archive);
	return (0);
}

static void
what_is_written_is_read_again(void **state)
{
	struct zip_writer *writer = zip_writer_open(&archive);
	struct zip_reader *reader;
	const char *name;
	char text[100];

	(void)state;
	assert_non_null(writer);
	assert_int_equal(zip_writer_file(writer, "a.txt"), 0);
	assert_int_equal(zip_writer_add(writer, "one ", 4), 0);
	assert_int_equal(zip_writer_add(writer, "two", 3), 0);
	assert_int_equal(zip_writer_file(writer, "empty"), 0);
	assert_int_equal(zip_writer_close(writer), 0);
	zip_writer_free(writer);

	reader = zip_reader_open(archive.data, archive.length, error);
	assert_non_null(reader);
	assert_int_equal(zip_reader_next(reader, &name, error), 1);
	assert_string_equal(name, "a.txt");
	assert_int_equal(zip_reader_read(reader, text, sizeof(text), error), 7);
	assert_memory_equal(text, "one two", 7);
	assert_int_equal(zip_reader_read(reader, text, sizeof(text), error), 0);
	assert_int_equal(zip_reader_next(reader, &name, error), 1);
	assert_int_equal(zip_reader_next(reader, &name, error), 0);
	zip_reader_free(reader);
}

static void
an_unfinished_archive_can_be_given_up(void **state)
{
	struct zip_writer *writer = zip_writer_open(&archive);

	(void)state;
	assert_non_null(writer);
	assert_int_equal(zip_writer_file(writer, "a.txt"), 0);
	assert_int_equal(zip_writer_add(writer, "x", 1), 0);
	zip_writer_free(writer);
	zip_writer_free(NULL);
	assert_null(zip_reader_open(archive.data, archive.length, error));
}

/* Write an archive of ${files} files of ${megabytes} zeros each. */
static void
write_bomb(const char *format, int files, int megabytes)
{
	static const char zeros[1048576];
	struct zip_writer *writer = zip_writer_open(&archive);
	char name[40];
	int i, j;

	assert_non_null(writer);
	for (i = 0; i < files; i++) {
		(void)snprintf(name, sizeof(name), "%s%d", format, i);
		assert_int_equal(
		    zip_writer_file(writer, files == 1 ? format : name), 0);
		for (j = 0; j < megabytes; j++)
			assert_int_equal(
			    zip_writer_add(writer, zeros, sizeof(zeros)), 0);
	}
	assert_int_equal(zip_writer_close(writer), 0);
	zip_writer_free(writer);
}

/* Read everything. Return the number of records, or -1; then ${error} says
 * why. */
static int
read_all(void)
{
	static struct record record;
	struct archive_reader *reader;
	int found, count = 0;

	reader = archive_reader_open(
	    ARCHIVE_WHOLE, archive.data, archive.length, "example.org", error);
	assert_non_null(reader);
	while ((found = archive_reader_next(reader, &record)) == 1)
		count++;
	(void)strcpy(error, record.problem);
	archive_reader_free(reader);
	return (found == 0 ? count : -1);
}

static void
a_bomb_is_not_unpacked(void **state)
{
	(void)state;
	write_bomb("outbox.json", 1, ZIP_BYTES_MAX / 1048576 + 1);
	assert_true(archive.length < 1048576);
	assert_int_equal(read_all(), -1);
	assert_non_null(strstr(error, "unpacks to more than 256 MB"));
}

static void
ten_thousand_files_are_not_read(void **state)
{
	(void)state;
	write_bomb("file", 10000, 0);
	assert_int_equal(read_all(), -1);
	assert_non_null(strstr(error, "more than 5000 files"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    what_is_written_is_read_again, clean_up),
		cmocka_unit_test_teardown(
		    an_unfinished_archive_can_be_given_up, clean_up),
		cmocka_unit_test_teardown(a_bomb_is_not_unpacked, clean_up),
		cmocka_unit_test_teardown(
		    ten_thousand_files_are_not_read, clean_up),
	};

	return (cmocka_run_group_tests_name("zip", tests, NULL, NULL));
}
