/* SPDX-License-Identifier: ISC */
/*
 * The archive that a member takes home: a zip of pages for people, and of JSON
 * and CSV for programs.
 *
 * The writer asks for a few hundred rows, adds them to the archive, and asks
 * for the next, so that it never holds more. What can be imported again gives
 * the same bytes again; only account.json, followers.csv, likes.json and
 * boosts.json belong to this site alone.
 */
#ifndef ARCHIVE_WRITER_H
#define ARCHIVE_WRITER_H

#include <libpq-fe.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "model/query.h"

struct archive_part;

struct archive_writer {
	struct buffer out; /* what is finished; the caller empties it */

	/* The rest is private. */
	struct zip_writer *zip;
	int64_t member;
	char *site; /* "https://example.org" */
	char *name; /* the site's */
	char *about_me;
	char *addresses; /* of the links, one on each line */
	char nickname[NICKNAME_MAX + 1];
	const struct archive_part *part; /* that is written now */
	int file;			 /* of this part */
	int64_t cursor, list;		 /* the last row */
	int64_t rows;			 /* of this part */
	unsigned pages; /* bit mask of the parts that have pages */
};

/*
 * archive_writer_open(writer, member, site, name):
 * Begin the archive of ${member}. ${site} is the site's address, without a
 * slash at the end, and ${name} what it is called. Return 0, or -1 if memory
 * runs out. In both cases the caller calls archive_writer_free().
 */
int archive_writer_open(
    struct archive_writer *, int64_t, const char *, const char *);

/*
 * archive_writer_ask(writer):
 * Return the query for what comes next; an empty query if the archive is
 * complete.
 */
struct query archive_writer_ask(const struct archive_writer *);

/*
 * archive_writer_take(writer, rows):
 * Add the rows of that query. Return 0, or -1 if memory runs out or the member
 * does not exist.
 */
int archive_writer_take(struct archive_writer *, const PGresult *);

/* archive_writer_free(writer): free everything, at any time and repeatedly. */
void archive_writer_free(struct archive_writer *);

#endif
