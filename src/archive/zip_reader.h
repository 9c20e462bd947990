/* SPDX-License-Identifier: ISC */
/*
 * Read an uploaded zip archive, by libarchive, from memory. It may be anything
 * that somebody made up, so what it takes to read it is limited.
 */
#ifndef ZIP_READER_H
#define ZIP_READER_H

#include <sys/types.h>
#include <stddef.h>

#include "base/failure.h"

/*
 * An archive of 100,000 posts has some hundred files. It unpacks to five times
 * its size, of which we read the half that is not for people; the limits are a
 * few times that.
 */
#define ZIP_FILES_MAX 5000
#define ZIP_BYTES_MAX                                          \
	268435456 /* that are unpacked from all files together \
		   */

struct zip_reader;

/*
 * zip_reader_open(data, size, error):
 * Read the archive at ${data}, which is borrowed. Return a reader for
 * zip_reader_free(); or NULL, and ${error} says what is wrong.
 */
struct zip_reader *zip_reader_open(const void *, size_t, char[FAILURE_MAX]);

/*
 * zip_reader_next(reader, name, error):
 * Go to the next file, and lend its ${name}, which may have any bytes. Return
 * 1; or 0 behind the last one; or -1, and ${error} says why the rest cannot be
 * read.
 */
int zip_reader_next(struct zip_reader *, const char **, char[FAILURE_MAX]);

/*
 * zip_reader_read(reader, out, size, error):
 * Unpack up to ${size} more bytes of this file to ${out}. Return how many, 0 at
 * its end; or -1, and ${error} says why the rest cannot be read.
 */
ssize_t zip_reader_read(struct zip_reader *, char *, size_t, char[FAILURE_MAX]);

/* zip_reader_free(reader): free ${reader}, which may be NULL. */
void zip_reader_free(struct zip_reader *);

#endif
