/* SPDX-License-Identifier: ISC */
/*
 * The file of a backup (manifest.h describes it). While it is written it has
 * another name, in the same folder; it gets its own when it is complete and on
 * the disk.
 */
#ifndef BACKUP_FILE_H
#define BACKUP_FILE_H

#include <limits.h>
#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "operator/manifest.h"

struct backup_file {
	int file;
	const char *path;	/* borrowed; NULL is a pipe */
	char partial[PATH_MAX]; /* the name until it is complete */
	int64_t written;
	crypto_hash_sha256_state hash;
};

/*
 * backup_file_create(file, path, error):
 * Begin to write ${path}, which must not exist yet; only our OS user may read
 * it. Or, if ${path} is NULL, write to the file descriptor that is in
 * ${file}->file already.
 * Return 0; or -1, and ${error} says why not.
 */
int backup_file_create(struct backup_file *, const char *, char[FAILURE_MAX]);

/*
 * backup_file_write(file, data, length, error):
 * Append ${length} bytes of the dump.
 * Return 0; or -1, and ${error} says why not.
 */
int backup_file_write(
    struct backup_file *, const void *, size_t, char[FAILURE_MAX]);

/*
 * backup_file_finish(file, manifest, error):
 * Append the ${manifest}, and give the file its name when it is on the disk.
 * Return 0; or -1, and ${error} says why not. In either case the file is
 * closed; a file that is not finished is removed.
 */
int backup_file_finish(
    struct backup_file *, struct manifest *, char[FAILURE_MAX]);

/* backup_file_discard(file): Close and remove a file that is not finished. */
void backup_file_discard(struct backup_file *);

#endif
