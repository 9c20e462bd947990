/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/archive_state.h"

static const char *const file_names[] = { "actor.json", "settings.json",
	"blocked_accounts.csv", "muted_accounts.csv", "follows.csv",
	"lists.csv", "outbox.json", "bookmarks.csv", "muted_conversations.csv",
	"followed_hashtags.csv" };

/* What each kind of upload is: the file in an archive that it resembles. */
static const struct {
	const char *name;
	enum file_type file;
} kinds[] = { { "archive", FILE_NONE }, { "follows", FILE_FOLLOWS },
	{ "blocks", FILE_BLOCKS }, { "mutes", FILE_MUTES },
	{ "lists", FILE_LISTS } };

enum archive_kind
archive_kind(const char *name)
{
	int kind;

	for (kind = 0; kind < ARCHIVE_UNKNOWN; kind++)
		if (strcmp(kinds[kind].name, name) == 0)
			break;
	return ((enum archive_kind)kind);
}

ssize_t
archive_reader_data(void *arg, char *out, size_t size, char error[FAILURE_MAX])
{
	struct archive_reader *reader = arg;

	if (reader->zip != NULL)
		return (zip_reader_read(reader->zip, out, size, error));
	if (size > reader->size)
		size = reader->size;
	if (size > 0) {
		memcpy(out, reader->data, size);
		reader->data += size;
		reader->size -= size;
	}
	return ((ssize_t)size);
}

struct archive_reader *
archive_reader_open(enum archive_kind kind, const void *data, size_t size,
    const char *host, char error[FAILURE_MAX])
{
	struct archive_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL) {
		(void)failure(error, "there is not enough memory");
		return (NULL);
	}
	reader->kind = kind;
	reader->host = host;
	reader->data = data;
	reader->size = size;
	reader->file = FILE_NONE;
	if (kind == ARCHIVE_WHOLE) {
		reader->zip = zip_reader_open(data, size, error);
		if (reader->zip == NULL) {
			archive_reader_free(reader);
			return (NULL);
		}
	}
	return (reader);
}

void
archive_reader_free(struct archive_reader *reader)
{
	if (reader == NULL)
		return;
	zip_reader_free(reader->zip);
	json_decref(reader->json);
	free(reader->text);
	free(reader);
}

/*
 * Read records from lines. Return 1; 0 at the end of the file; -1 if the rest
 * cannot be read.
 */
static int
read_lines(struct archive_reader *reader, struct record *record)
{
	size_t length;
	char *line;
	int found = 0;

	while (!found) {
		switch (lines_read(
		    &reader->lines, &line, &length, record->problem)) {
		case LINE_END:
			return (0);
		case LINE_ERROR:
			return (-1);
		case LINE_TOO_LONG:
			record->line = reader->lines.number;
			return (
			    archive_problem(record, "this line is too long"));
		case LINE_OK:
			break;
		}
		record->line = reader->lines.number;
		if (record->line == 1 &&
		    strncmp(line, "\xef\xbb\xbf", 3) == 0) {
			line += 3; /* a byte order mark */
			length -= 3;
		}
		if (strlen(line) != length || !text_valid(line, length))
			return (archive_problem(
			    record, "this line is not text in UTF-8"));
		if (length > 0 && reader->file == FILE_OUTBOX)
			found = archive_post(reader, record, line, length);
		else if (length > 0)
			found = archive_row(reader, record, line);
	}
	return (1);
}

/*
 * Is this file for people, or of the site alone? They are in each archive, and
 * an import does not need them.
 */
static int
is_known(const char *name)
{
	size_t length = strlen(name);

	return (strcmp(name, "account.json") == 0 ||
		strcmp(name, "followers.csv") == 0 ||
		strcmp(name, "likes.json") == 0 ||
		strcmp(name, "boosts.json") == 0 ||
		strcmp(name, "style.css") == 0 ||
		(length > 5 && strcmp(name + length - 5, ".html") == 0 &&
		    strpbrk(name, "/\\") == NULL));
}

/* Note which file begins. Return 0, or 1 if it is none that we read. */
static int
begin_file(
    struct archive_reader *reader, struct record *record, const char *name)
{
	int file;

	(void)snprintf(reader->name, NAME_SIZE, "%s", name);
	if (!text_valid(reader->name, strlen(reader->name)) ||
	    text_forbidden(reader->name))
		(void)strcpy(reader->name, "a file with an unreadable name");
	for (file = 0; file < FILE_NONE; file++)
		if (strcmp(name, file_names[file]) == 0)
			break;
	if (file == FILE_NONE)
		return (archive_problem(record,
		    "this file is not one that this site writes; it was left "
		    "out"));
	if (reader->seen & 1U << file)
		return (archive_problem(record,
		    "this file is there twice; the second was left out"));
	reader->seen |= 1U << file;
	reader->file = (enum file_type)file;
	json_decref(reader->json);
	reader->json = NULL;
	reader->next = 0;
	lines_open(&reader->lines, archive_reader_data, reader);
	return (0);
}

/*
 * Go to the next file. Return 0 if there is one, then ${reader} has it, or if
 * there is none; 1 for a problem; -1 if the rest cannot be read.
 */
static int
next_file(struct archive_reader *reader, struct record *record)
{
	const char *name;
	int found;

	if (reader->kind != ARCHIVE_WHOLE) {
		if (reader->seen != 0)
			return (0);
		return (begin_file(
		    reader, record, file_names[kinds[reader->kind].file]));
	}
	do {
		found = zip_reader_next(reader->zip, &name, record->problem);
		if (found == 0 && reader->seen == 0)
			return (failure(record->problem,
			    "this is not an archive of this site: it has "
			    "neither an outbox.json nor a follows.csv, nor "
			    "any other file that this site writes"));
		if (found <= 0)
			return (found);
	} while (is_known(name));
	return (begin_file(reader, record, name));
}

static int
read_file(struct archive_reader *reader, struct record *record)
{
	switch (reader->file) {
	case FILE_ACTOR:
		return (archive_actor(reader, record));
	case FILE_SETTINGS:
		return (archive_settings(reader, record));
	default:
		return (read_lines(reader, record));
	}
}

int
archive_reader_next(struct archive_reader *reader, struct record *record)
{
	int found;

	for (;;) {
		memset(record, 0, offsetof(struct record, problem));
		record->file = reader->name;
		record->problem[0] = '\0';
		if (reader->file == FILE_NONE) {
			found = next_file(reader, record);
			if (found != 0 || reader->file == FILE_NONE)
				return (found);
		}
		found = read_file(reader, record);
		if (found != 0)
			return (found);
		reader->file = FILE_NONE;
	}
}
