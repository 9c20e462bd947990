/* SPDX-License-Identifier: ISC */
#include "archive/zip_writer.h"

#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

/* libarchive collects this much before it calls write_out(). */
#define BLOCK 16384

struct zip_writer {
	struct archive *archive;
	struct buffer *out; /* borrowed */
};

static la_ssize_t
write_out(struct archive *archive, void *arg, const void *data, size_t length)
{
	struct zip_writer *writer = arg;

	(void)archive;
	/* An archive that is given up also wants to write its end. */
	if (writer->out != NULL)
		buffer_add(writer->out, data, length);
	return ((la_ssize_t)length);
}

struct zip_writer *
zip_writer_open(struct buffer *out)
{
	struct zip_writer *writer = calloc(1, sizeof(*writer));

	if (writer == NULL)
		return (NULL);
	writer->archive = archive_write_new();
	writer->out = out;
	if (writer->archive != NULL &&
	    archive_write_set_format_zip(writer->archive) == ARCHIVE_OK &&
	    archive_write_set_bytes_per_block(writer->archive, BLOCK) ==
		ARCHIVE_OK &&
	    archive_write_set_bytes_in_last_block(writer->archive, 1) ==
		ARCHIVE_OK &&
	    archive_write_open(
		writer->archive, writer, NULL, write_out, NULL) == ARCHIVE_OK)
		return (writer);
	zip_writer_free(writer);
	return (NULL);
}

int
zip_writer_file(struct zip_writer *writer, const char *name)
{
	struct archive_entry *entry = archive_entry_new();
	int status;

	if (entry == NULL)
		return (-1);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, S_IFREG);
	archive_entry_set_perm(entry, 0644);
	status = archive_write_header(writer->archive, entry);
	archive_entry_free(entry);
	return (status == ARCHIVE_OK ? 0 : -1);
}

int
zip_writer_add(struct zip_writer *writer, const char *data, size_t length)
{
	return (archive_write_data(writer->archive, data, length) ==
			(la_ssize_t)length
		    ? 0
		    : -1);
}

int
zip_writer_close(struct zip_writer *writer)
{
	return (archive_write_close(writer->archive) == ARCHIVE_OK ? 0 : -1);
}

void
zip_writer_free(struct zip_writer *writer)
{
	if (writer == NULL)
		return;
	writer->out = NULL;
	(void)archive_write_free(writer->archive);
	free(writer);
}
