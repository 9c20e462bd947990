/* SPDX-License-Identifier: ISC */
/* A copy of the whole database, made while the site runs. */
#ifndef BACKUP_H
#define BACKUP_H

#include <libpq-fe.h>

#include "base/failure.h"
#include "operator/backup_file.h"

/*
 * backup_make(connection, file, manifest, error):
 * Write the dump of the database of ${connection} to ${file}, which
 * backup_file_create() began, finish it, and set its ${manifest}. Dump and
 * counts are of the same moment: pg_dump uses the snapshot in which the rows
 * were counted.
 * Return 0; or -1, and ${error} says why not. In either case the file is
 * closed; a file that is not finished is removed.
 */
int backup_make(
    PGconn *, struct backup_file *, struct manifest *, char[FAILURE_MAX]);

#endif
