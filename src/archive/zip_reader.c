/* SPDX-License-Identifier: ISC */
#include "archive/zip_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

struct zip_reader {
	struct archive *archive;
	int files;
	size_t bytes; /* that were unpacked */
};

static int
broken(struct archive *archive, char error[FAILURE_MAX])
{
	const char *reason = archive_error_string(archive);

	return (failure(error, "the zip archive cannot be read: %s",
	    reason != NULL ? reason : "it ends too early"));
}

struct zip_reader *
zip_reader_open(const void *data, size_t size, char error[FAILURE_MAX])
{
	struct zip_reader *reader = calloc(1, sizeof(*reader));

	if (reader != NULL)
		reader->archive = archive_read_new();
	if (reader == NULL || reader->archive == NULL) {
		(void)failure(error, "there is not enough memory");
		zip_reader_free(reader);
		return (NULL);
	}
	if (archive_read_support_format_zip_seekable(reader->archive) ==
		ARCHIVE_OK &&
	    archive_read_open_memory(reader->archive, data, size) == ARCHIVE_OK)
		return (reader);
	(void)broken(reader->archive, error);
	zip_reader_free(reader);
	return (NULL);
}

int
zip_reader_next(
    struct zip_reader *reader, const char **name, char error[FAILURE_MAX])
{
	struct archive_entry *entry;
	int status = archive_read_next_header(reader->archive, &entry);

	if (status == ARCHIVE_EOF)
		return (0);
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return (broken(reader->archive, error));
	if (++reader->files > ZIP_FILES_MAX)
		return (failure(error,
		    "the zip archive has more than %d files; one of this site "
		    "has some hundred at most",
		    ZIP_FILES_MAX));
	*name = archive_entry_pathname(entry);
	if (*name == NULL)
		*name = "";
	return (1);
}

ssize_t
zip_reader_read(
    struct zip_reader *reader, char *out, size_t size, char error[FAILURE_MAX])
{
	la_ssize_t length = archive_read_data(reader->archive, out, size);

	if (length < 0)
		return (broken(reader->archive, error));
	reader->bytes += (size_t)length;
	if (reader->bytes > ZIP_BYTES_MAX)
		return (
		    failure(error, "the zip archive unpacks to more than %d MB",
			ZIP_BYTES_MAX / 1048576));
	return (length);
}

void
zip_reader_free(struct zip_reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->archive != NULL)
		(void)archive_read_free(reader->archive);
	free(reader);
}
