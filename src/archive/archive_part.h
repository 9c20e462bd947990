/* SPDX-License-Identifier: ISC */
/*
 * The parts of an archive: what each asks the database, and how its rows are
 * written. archive_writer.c puts them together.
 */
#ifndef ARCHIVE_PART_H
#define ARCHIVE_PART_H

#include <libpq-fe.h>

#include "archive/archive_writer.h"
#include "base/buffer.h"
#include "model/query.h"

/* The rows of a part go into one file, or with a template, into a page for each
 * result. */
struct archive_part {
	const char *file;
	struct query (*ask)(const struct archive_writer *);
	void (*begin)(struct archive_writer *, struct buffer *);
	int (*row)(
	    struct archive_writer *, struct buffer *, const PGresult *, int);
	void (*end)(struct archive_writer *, struct buffer *);
	const char *template;
	const char *heading;
};

/* The parts in the order of the archive; the first is the profile, and behind
 * the last is an empty one. */
extern const struct archive_part archive_parts[];

/* archive_value(rows, row, column): Return ${column} in a row; "" for NULL. */
const char *archive_value(const PGresult *, int, const char *);

#endif
