/* SPDX-License-Identifier: ISC */
/*
 * The part of an archive reader that only its own files know: archive_reader.c
 * goes from file to file, archive_record.c makes records of what is in them.
 */
#ifndef ARCHIVE_STATE_H
#define ARCHIVE_STATE_H

#include <sys/types.h>
#include <jansson.h>

#include "archive/archive_reader.h"
#include "archive/lines.h"
#include "archive/zip_reader.h"
#include "base/text.h"
#include "model/profile_link.h"

#define NAME_SIZE 100 /* bytes of a file's name that we show */
#define HOST_SIZE 256 /* bytes of a host's name with its port, with NUL */

/* The files that we read, as a bit mask shows which were there. */
enum file_type {
	FILE_ACTOR,
	FILE_SETTINGS,
	FILE_BLOCKS,
	FILE_MUTES,
	FILE_FOLLOWS,
	FILE_LISTS,
	FILE_OUTBOX,
	FILE_BOOKMARKS,
	FILE_THREADS,
	FILE_TAGS,
	FILE_NONE
};

struct archive_reader {
	enum archive_kind kind;
	const char *host;
	char old_host[HOST_SIZE]; /* of the site that wrote the archive */
	const char *data;	  /* of a CSV file: what is unread */
	size_t size;
	struct zip_reader *zip; /* or an archive */
	enum file_type file;
	char name[NAME_SIZE];
	unsigned seen;
	char nickname[NICKNAME_MAX + 1];
	char *text; /* of a record, clean */
	char links[PROFILE_LINKS * (PROFILE_LINK_MAX + 1)]; /* of a profile */
	json_t *json; /* of the file, or of its line */
	size_t next;  /* of the lists in settings.json */
	struct lines lines;
};

/* archive_reader_data(reader, out, size, error): Read more of this file; see
 * zip_reader_read(). */
ssize_t archive_reader_data(void *, char *, size_t, char[FAILURE_MAX]);

/*
 * archive_problem(record, what):
 * Make ${record} a problem: the sentence ${what}, or NULL if that is set
 * already. Return 1.
 */
int archive_problem(struct record *, const char *);

/*
 * archive_row(reader, record, line):
 * archive_post(reader, record, line, length):
 * Make a record of a line of a CSV file, or of outbox.json. Return 1, or 0 if
 * there is none in this line.
 *
 * archive_actor(reader, record):
 * archive_settings(reader, record):
 * Read the next record of actor.json or settings.json. Return 1; or 0 at the
 * end of the file.
 */
int archive_row(struct archive_reader *, struct record *, char *);
int archive_post(struct archive_reader *, struct record *, char *, size_t);
int archive_actor(struct archive_reader *, struct record *);
int archive_settings(struct archive_reader *, struct record *);

#endif
