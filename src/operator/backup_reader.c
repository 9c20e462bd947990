/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/backup_reader.h"
#include "operator/interrupt.h"
#include "operator/progress.h"

#define MAGIC "PGDMP" /* how a dump begins */
#define BLOCK 65536   /* bytes read at once */

static int
check_beginning(int file, const char *path, char error[FAILURE_MAX])
{
	char magic[sizeof(MAGIC) - 1];
	struct stat status;

	if (fstat(file, &status) == -1)
		return (failure(
		    error, "cannot read %s: %s", path, strerror(errno)));
	if (!S_ISREG(status.st_mode))
		return (failure(error,
		    "%s is no file; a backup is restored from one", path));
	if (status.st_size == 0)
		return (failure(error, "%s is empty", path));
	if (pread(file, magic, sizeof(magic), 0) != sizeof(magic) ||
	    memcmp(magic, MAGIC, sizeof(magic)) != 0)
		return (failure(error,
		    "%s is not a backup: it does not begin like one", path));
	return (0);
}

/* Read the last line. Return the length of the manifest, or 0. */
static size_t
read_end(int file, off_t size, char hash[MANIFEST_HASH])
{
	char end[MANIFEST_END];

	if (size < MANIFEST_END ||
	    pread(file, end, MANIFEST_END, size - MANIFEST_END) != MANIFEST_END)
		return (0);
	return (manifest_read_end(end, hash));
}

/* Read the manifest of a file of ${size} bytes. */
static int
read_manifest(int file, off_t size, struct manifest *manifest)
{
	static char text[MANIFEST_MAX];
	char hash[MANIFEST_HASH];
	size_t length = read_end(file, size, hash);
	off_t start = size - MANIFEST_END - (off_t)length;

	if (length == 0 || length > sizeof(text) || start < 0 ||
	    pread(file, text, length, start) != (ssize_t)length ||
	    manifest_read(manifest, text, length) == -1)
		return (-1);
	return (manifest->dump == start ? 0 : -1);
}

static off_t
size_of(int file)
{
	struct stat status;

	return (fstat(file, &status) == 0 ? status.st_size : 0);
}

int
backup_reader_open(
    const char *path, struct manifest *manifest, char error[FAILURE_MAX])
{
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file == -1)
		return (failure(
		    error, "cannot read %s: %s", path, strerror(errno)));
	if (check_beginning(file, path, error) == 0) {
		if (read_manifest(file, size_of(file), manifest) == 0)
			return (file);
		(void)failure(error,
		    "%s is incomplete: it does not end as \"microblog backup\""
		    " ends a file, so its end is missing or damaged. (A dump"
		    " that pg_dump itself made is restored with pg_restore;"
		    " then run \"microblog migrate\")",
		    path);
	}
	(void)close(file);
	return (-1);
}

/* Hash the first ${length} bytes. */
static int
hash_file(
    int file, off_t length, char hash[MANIFEST_HASH], char error[FAILURE_MAX])
{
	static unsigned char block[BLOCK];
	unsigned char sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	off_t done = 0;
	size_t wanted;
	ssize_t part;

	(void)crypto_hash_sha256_init(&state);
	while (done < length) {
		wanted =
		    length - done < BLOCK ? (size_t)(length - done) : BLOCK;
		part = pread(file, block, wanted, done);
		if (part <= 0)
			return (failure(error, "cannot read the backup: %s",
			    part == 0 ? "it became shorter" : strerror(errno)));
		(void)crypto_hash_sha256_update(&state, block, (size_t)part);
		done += part;
		progress_show("Checking the file", done, length);
		if (interrupt_check(error) == -1)
			return (-1);
	}
	(void)crypto_hash_sha256_final(&state, sum);
	(void)sodium_bin2hex(hash, MANIFEST_HASH, sum, sizeof(sum));
	return (0);
}

int
backup_reader_check(int file, const char *path, char error[FAILURE_MAX])
{
	char expected[MANIFEST_HASH], found[MANIFEST_HASH];
	off_t size = size_of(file);

	if (read_end(file, size, expected) == 0)
		return (failure(error, "cannot read the end of %s", path));
	if (hash_file(file, size - MANIFEST_END, found, error) == -1)
		return (-1);
	if (strcmp(expected, found) != 0)
		return (failure(error,
		    "%s is damaged: it is not as it was written (its SHA-256"
		    " differs)",
		    path));
	return (0);
}
