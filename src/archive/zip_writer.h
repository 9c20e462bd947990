/* SPDX-License-Identifier: ISC */
/*
 * Write a zip archive piece by piece, by libarchive. The same files give the
 * same bytes: the archive has no times but those inside the files.
 */
#ifndef ZIP_WRITER_H
#define ZIP_WRITER_H

#include <stddef.h>

#include "base/buffer.h"

struct zip_writer;

/*
 * zip_writer_open(out):
 * Begin an archive. What is finished of it is added to ${out}, which the caller
 * empties from time to time. Return a writer for zip_writer_free(); NULL if
 * memory runs out.
 */
struct zip_writer *zip_writer_open(struct buffer *);

/*
 * zip_writer_file(writer, name):
 * zip_writer_add(writer, data, length):
 * zip_writer_close(writer):
 * Begin the file ${name}, in ASCII; add to the file that was begun last; or
 * write the end of the archive. Return 0, or -1 if memory runs out.
 */
int zip_writer_file(struct zip_writer *, const char *);
int zip_writer_add(struct zip_writer *, const char *, size_t);
int zip_writer_close(struct zip_writer *);

/* zip_writer_free(writer): free ${writer}, which may be NULL and unfinished. */
void zip_writer_free(struct zip_writer *);

#endif
