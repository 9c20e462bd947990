/* SPDX-License-Identifier: ISC */
/*
 * The clerk's work on imports. It reads an upload record by record, and each
 * step is one statement that also moves the import behind what it did.
 */
#ifndef IMPORTER_H
#define IMPORTER_H

#include <libpq-fe.h>

#include "model/news.h"

/* Bytes of the greatest upload: as many as 100,000 posts and their pages have,
 * twice. The clerk keeps one in memory. */
#define IMPORT_BYTES_MAX 33554432

/*
 * importer_work(connection, changed):
 * Do one step of the import at hand, or of the next, and write the topics that
 * this changed to ${changed}. Return 1 if there may be more to do, else 0.
 */
int importer_work(PGconn *, char[NEWS_MAX + 1]);

#endif
