/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "operator/backup_file.h"
#include "operator/interrupt.h"

#define PARTIAL ".XXXXXX" /* appended to the name, as for mkstemp() */

static int
write_failure(const struct backup_file *file, char error[FAILURE_MAX])
{
	return (failure(error, "cannot write %s: %s",
	    file->path != NULL ? file->path : "to standard output",
	    strerror(errno)));
}

int
backup_file_create(
    struct backup_file *file, const char *path, char error[FAILURE_MAX])
{
	int length;

	file->path = path;
	file->written = 0;
	file->partial[0] = '\0';
	(void)crypto_hash_sha256_init(&file->hash);
	if (path == NULL)
		return (0);
	if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return (failure(error,
		    "%s exists already, and is left alone; choose another"
		    " name, or remove it first",
		    path));
	length =
	    snprintf(file->partial, sizeof(file->partial), "%s" PARTIAL, path);
	if (length >= (int)sizeof(file->partial))
		return (failure(error, "the name of the file is too long"));
	file->file = mkostemp(file->partial, O_CLOEXEC); /* mode 0600 */
	return (file->file != -1 ? 0 : write_failure(file, error));
}

static int
write_all(struct backup_file *file, const char *data, size_t length,
    char error[FAILURE_MAX])
{
	ssize_t part;

	while (length > 0) {
		part = write(file->file, data, length);
		if (part == -1 && errno == EINTR && interrupt_check(error) == 0)
			continue;
		if (part == -1)
			return (
			    errno == EINTR ? -1 : write_failure(file, error));
		data += part;
		length -= (size_t)part;
		file->written += part;
	}
	return (0);
}

int
backup_file_write(struct backup_file *file, const void *data, size_t length,
    char error[FAILURE_MAX])
{
	(void)crypto_hash_sha256_update(&file->hash, data, length);
	return (write_all(file, data, length, error));
}

static int
write_manifest(struct backup_file *file, struct manifest *manifest,
    char error[FAILURE_MAX])
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	char hash[MANIFEST_HASH], end[MANIFEST_END + 1];
	size_t length;
	char *text;
	int status;

	manifest->dump = file->written;
	text = manifest_write(manifest);
	length = strlen(text);
	status = backup_file_write(file, text, length, error);
	free(text);
	if (status == -1)
		return (-1);
	(void)crypto_hash_sha256_final(&file->hash, sum);
	(void)sodium_bin2hex(hash, sizeof(hash), sum, sizeof(sum));
	manifest_write_end(end, length, hash);
	return (write_all(file, end, MANIFEST_END, error));
}

/* The name is on the disk only when the folder is. */
static int
sync_folder(const char *path)
{
	char copy[PATH_MAX];
	int folder, status;

	(void)snprintf(copy, sizeof(copy), "%s", path);
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder == -1)
		return (-1);
	status = fsync(folder);
	(void)close(folder);
	return (status);
}

/* Some file systems cannot refuse to replace a file, so look once more. */
static int
give_name(struct backup_file *file, char error[FAILURE_MAX])
{
	int status = renameat2(
	    AT_FDCWD, file->partial, AT_FDCWD, file->path, RENAME_NOREPLACE);

	if (status == -1 && errno == EINVAL && access(file->path, F_OK) == -1)
		status = rename(file->partial, file->path);
	if (status == -1)
		return (write_failure(file, error));
	file->partial[0] = '\0';
	return (sync_folder(file->path) == 0 ? 0 : write_failure(file, error));
}

int
backup_file_finish(struct backup_file *file, struct manifest *manifest,
    char error[FAILURE_MAX])
{
	int status = write_manifest(file, manifest, error);

	if (status == 0 && file->path != NULL) {
		if (fsync(file->file) == -1)
			status = write_failure(file, error);
		else
			status = give_name(file, error);
	}
	backup_file_discard(file);
	return (status);
}

void
backup_file_discard(struct backup_file *file)
{
	if (file->partial[0] != '\0')
		(void)unlink(file->partial);
	(void)close(file->file);
}
