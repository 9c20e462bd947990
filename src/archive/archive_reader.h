/* SPDX-License-Identifier: ISC */
/*
 * Read what a member uploaded: an archive of this program, or one of Mastodon's
 * CSV files. It comes record by record, in the order of the files, and the same
 * bytes always give the same records: an import that was interrupted goes on
 * behind as many of them as were done.
 */
#ifndef ARCHIVE_READER_H
#define ARCHIVE_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

struct archive_reader;

/* What an upload may be, as the form and the database call it. */
enum archive_kind {
	ARCHIVE_WHOLE,	 /* "archive" */
	ARCHIVE_FOLLOWS, /* "follows" */
	ARCHIVE_BLOCKS,	 /* "blocks" */
	ARCHIVE_MUTES,	 /* "mutes" */
	ARCHIVE_LISTS,	 /* "lists" */
	ARCHIVE_UNKNOWN
};

enum record_type {
	RECORD_PROFILE,	     /* text: about me; links */
	RECORD_LIST,	     /* list, exclusive */
	RECORD_BLOCK,	     /* nickname */
	RECORD_MUTE,	     /* nickname */
	RECORD_FOLLOW,	     /* nickname */
	RECORD_FOLLOW_POSTS, /* nickname, whose boosts are muted */
	RECORD_LIST_MEMBER,  /* list, nickname */
	RECORD_POST,	     /* text, time, id, parent, audience, updated */
	RECORD_BOOKMARK,     /* id */
	RECORD_THREAD_MUTE,  /* id */
	RECORD_TAG_FOLLOW,   /* text: the key */
	RECORD_MISSING, /* of another site: a person or post; problem says which
			 */
	RECORD_PROBLEM	/* problem: what was left out, and why */
};

/* The texts are borrowed from the reader until its next record. */
struct record {
	enum record_type type;
	const char *file;
	int64_t line; /* 0: of the file as a whole */
	const char *nickname;
	const char *list;
	int exclusive;
	const char *text;  /* clean, and within the site's limits */
	const char *links; /* addresses, one on each line */
	const char *time;
	int64_t id;	/* of the post at its site; 0 if that is unknown */
	int64_t parent; /* of a reply to a post here or there; else 0 */
	const char *audience;
	const char *updated; /* or NULL */
	char problem[FAILURE_MAX];
};

/* archive_kind(name): Return the kind called ${name}. */
enum archive_kind archive_kind(const char *);

/*
 * archive_reader_open(kind, data, size, host, error):
 * Begin to read the ${size} bytes at ${data}. ${host} is that of this site:
 * addresses with another host are of other people. Both are borrowed. Return a
 * reader for archive_reader_free(); or NULL, and ${error} says what is wrong.
 */
struct archive_reader *archive_reader_open(
    enum archive_kind, const void *, size_t, const char *, char[FAILURE_MAX]);

/*
 * archive_reader_next(reader, record):
 * Read the next record. Return 1; or 0 behind the last one; or -1 if the rest
 * cannot be read, and then the record's problem says why.
 */
int archive_reader_next(struct archive_reader *, struct record *);

/* archive_reader_free(reader): free ${reader}, which may be NULL. */
void archive_reader_free(struct archive_reader *);

#endif
