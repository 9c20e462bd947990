/* SPDX-License-Identifier: ISC */
#include "identity/secret_file.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static int
check(int file, const char *path, char error[FAILURE_MAX])
{
	struct stat status;

	if (fstat(file, &status) == -1)
		return (failure(
		    error, "cannot read %s: %s", path, strerror(errno)));
	if (!S_ISREG(status.st_mode))
		return (failure(error, "%s is not a file", path));
	if (status.st_mode & S_IROTH)
		return (failure(error,
		    "every OS user can read %s, which holds secrets; run"
		    " \"chmod o= %s\"",
		    path, path));
	if (status.st_size > SECRET_FILE_MAX)
		return (failure(
		    error, "%s has more than %d bytes", path, SECRET_FILE_MAX));
	return (0);
}

/* Return the number of bytes, or -1. */
static ssize_t
read_all(int file, char *data)
{
	ssize_t length, total = 0;

	do {
		length =
		    read(file, data + total, (size_t)(SECRET_FILE_MAX - total));
		if (length == -1)
			return (-1);
		total += length;
	} while (length > 0);
	data[total] = '\0';
	return (total);
}

char *
secret_file_read(const char *path, size_t *length, char error[FAILURE_MAX])
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	char *data = NULL;
	ssize_t total = -1;

	if (file == -1) {
		(void)failure(
		    error, "cannot read %s: %s", path, strerror(errno));
		return (NULL);
	}
	if (check(file, path, error) == 0) {
		data = sodium_malloc(SECRET_FILE_MAX + 1);
		total = data == NULL ? -1 : read_all(file, data);
		if (total == -1)
			(void)failure(
			    error, "cannot read %s: %s", path, strerror(errno));
	}
	(void)close(file);
	if (total == -1) {
		sodium_free(data);
		return (NULL);
	}
	*length = (size_t)total;
	return (data);
}
