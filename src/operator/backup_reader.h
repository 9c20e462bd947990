/* SPDX-License-Identifier: ISC */
/* Reading a backup that backup_file.h wrote. */
#ifndef BACKUP_READER_H
#define BACKUP_READER_H

#include "base/failure.h"
#include "operator/manifest.h"

/*
 * backup_reader_open(path, manifest, error):
 * Open a backup and read its ${manifest}. Return a file descriptor; or -1, and
 * ${error} says what is wrong with the file.
 */
int backup_reader_open(const char *, struct manifest *, char[FAILURE_MAX]);

/*
 * backup_reader_check(file, path, error):
 * Read all of the ${file}, which is ${path}, and compare its hash; then go back
 * to its beginning, where the dump is. Return 0; or -1, and ${error} says what
 * is wrong.
 */
int backup_reader_check(int, const char *, char[FAILURE_MAX]);

#endif
